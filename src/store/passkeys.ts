import type { Kysely, Selectable } from 'kysely'
import type { Attachment, Passkey } from '../domain/passkeys.ts'
import { type AgePosition, changed, toPage } from './rows.ts'
import type { Tables } from './schema.ts'

const toPasskey = (row: Selectable<Tables['passkeys']>): Passkey => ({
  poolId: row.pool_id,
  id: row.credential_id,
  sub: row.sub,
  publicKey: row.public_key,
  signCount: row.sign_count,
  transports: JSON.parse(row.transports) as string[],
  attachment: (row.attachment ?? undefined) as Attachment | undefined, // the column holds what `insert` wrote
  backupEligible: row.backup_eligible === 1,
  backedUp: row.backed_up === 1,
  aaguid: row.aaguid,
  relyingPartyId: row.relying_party_id,
  name: row.name,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at ?? undefined,
})

/** What a signature tells of its passkey. */
export type PasskeyUse = { readonly signCount: number; readonly backedUp: boolean; readonly at: number }

/** Passkeys. The id of one is unique in its pool. */
export const passkeys = (db: Kysely<Tables>) => ({
  async find(poolId: string, id: string): Promise<Passkey | undefined> {
    const row = await db
      .selectFrom('passkeys')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('credential_id', '=', id)
      .executeTakeFirst()
    return row && toPasskey(row)
  },

  /** A page of a user's passkeys, oldest first. */
  async list(poolId: string, sub: string, limit: number, after?: AgePosition) {
    let query = db.selectFrom('passkeys').selectAll().where('pool_id', '=', poolId).where('sub', '=', sub)
    if (after) {
      query = query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('created_at', 'credential_id'), '>', tuple(after.at, after.id)),
      )
    }
    const rows = await query
      .orderBy('created_at')
      .orderBy('credential_id')
      .limit(limit + 1)
      .execute()
    return toPage(rows, limit, toPasskey, (row) => ({ at: row.created_at, id: row.credential_id }))
  },

  /** How many a user has, of any relying party or of one. */
  async count(poolId: string, sub: string, relyingPartyId?: string) {
    let query = db
      .selectFrom('passkeys')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
    if (relyingPartyId !== undefined) query = query.where('relying_party_id', '=', relyingPartyId)
    return Number((await query.executeTakeFirstOrThrow()).count)
  },

  /** False if somebody in the pool has one of this id. */
  async insert(passkey: Passkey) {
    const result = await db
      .insertInto('passkeys')
      .values({
        pool_id: passkey.poolId,
        credential_id: passkey.id,
        sub: passkey.sub,
        public_key: passkey.publicKey,
        sign_count: passkey.signCount,
        transports: JSON.stringify(passkey.transports),
        attachment: passkey.attachment ?? null,
        backup_eligible: passkey.backupEligible ? 1 : 0,
        backed_up: passkey.backedUp ? 1 : 0,
        aaguid: passkey.aaguid,
        relying_party_id: passkey.relyingPartyId,
        name: passkey.name,
        created_at: passkey.createdAt,
        last_used_at: passkey.lastUsedAt ?? null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    return changed(result)
  },

  /** Notes a signature; false if the passkey is gone, or counts and has counted as far already. */
  async use({ poolId, id, sub }: Pick<Passkey, 'poolId' | 'id' | 'sub'>, { signCount, backedUp, at }: PasskeyUse) {
    const result = await db
      .updateTable('passkeys')
      .set({ sign_count: signCount, backed_up: backedUp ? 1 : 0, last_used_at: at })
      .where('pool_id', '=', poolId)
      .where('credential_id', '=', id)
      .where('sub', '=', sub)
      .where('sign_count', signCount === 0 ? '=' : '<', signCount)
      .executeTakeFirst()
    return changed(result)
  },

  /** False if the user has none of this id. */
  async remove(poolId: string, sub: string, id: string) {
    const result = await db
      .deleteFrom('passkeys')
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .where('credential_id', '=', id)
      .executeTakeFirst()
    return changed(result)
  },

  /** Forgets every passkey of a user. */
  async removeAll(poolId: string, sub: string) {
    await db.deleteFrom('passkeys').where('pool_id', '=', poolId).where('sub', '=', sub).execute()
  },
})
