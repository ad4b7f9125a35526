import type { Kysely } from 'kysely'
import { changed } from './rows.ts'
import type { Tables } from './schema.ts'

/** A pool's RSA key for one kind of token, or for requests to SAML providers. It signs from `activeFrom` until a younger one does. */
export type SigningKey = {
  kid: string
  use: 'id' | 'access' | 'saml'
  sealedPrivateKey: string
  publicJwk: { kty: string; n: string; e: string }
  activeFrom: number
  createdAt: number
}

const toRow = (poolId: string, key: SigningKey) => ({
  pool_id: poolId,
  kid: key.kid,
  use: key.use,
  sealed_private_key: key.sealedPrivateKey,
  public_jwk: JSON.stringify(key.publicJwk),
  active_from: key.activeFrom,
  created_at: key.createdAt,
})

/** The signing keys of pools. */
export const signingKeys = (db: Kysely<Tables>) => ({
  /** The pool's keys in the order in which they sign. */
  async list(poolId: string): Promise<SigningKey[]> {
    const rows = await db
      .selectFrom('signing_keys')
      .selectAll()
      .where('pool_id', '=', poolId)
      .orderBy('active_from')
      .orderBy('kid')
      .execute()
    return rows.map((row) => ({
      kid: row.kid,
      use: row.use as SigningKey['use'], // written by `insert` alone
      sealedPrivateKey: row.sealed_private_key,
      publicJwk: JSON.parse(row.public_jwk),
      activeFrom: row.active_from,
      createdAt: row.created_at,
    }))
  },

  async insert(poolId: string, key: SigningKey) {
    await db.insertInto('signing_keys').values(toRow(poolId, key)).execute()
  },

  /** Stores a key unless the pool has one of its id. */
  async insertFirst(poolId: string, key: SigningKey) {
    await db
      .insertInto('signing_keys')
      .values(toRow(poolId, key))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  },

  async remove(poolId: string, kid: string) {
    const result = await db
      .deleteFrom('signing_keys')
      .where('pool_id', '=', poolId)
      .where('kid', '=', kid)
      .executeTakeFirst()
    return changed(result)
  },
})
