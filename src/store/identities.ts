import type { Kysely, Selectable } from 'kysely'
import { changed } from './rows.ts'
import type { Tables } from './schema.ts'

/** A holder of access keys: an IAM user of this server, or its root. */
export type Identity = {
  name: string
  isRoot: boolean
  /** Policy documents by name. */
  policies: Record<string, unknown>
}

/** An access key; one with a session token ends at `expiresAt`. */
export type AccessKey = {
  id: string
  identity: string
  sealedSecret: string
  sessionTokenHash: string | undefined
  expiresAt: number | undefined
  disabledAt: number | undefined
  createdAt: number
}

const toIdentity = (row: Pick<Selectable<Tables['identities']>, 'name' | 'is_root' | 'policies'>): Identity => ({
  name: row.name,
  isRoot: row.is_root === 1,
  policies: JSON.parse(row.policies),
})

const toAccessKey = (row: Selectable<Tables['access_keys']>): AccessKey => ({
  id: row.access_key_id,
  identity: row.identity,
  sealedSecret: row.sealed_secret,
  sessionTokenHash: row.session_token_hash ?? undefined,
  expiresAt: row.expires_at ?? undefined,
  disabledAt: row.disabled_at ?? undefined,
  createdAt: row.created_at,
})

/** Identities, their policies and their access keys. */
export const identities = (db: Kysely<Tables>) => ({
  async find(name: string): Promise<Identity | undefined> {
    const row = await db.selectFrom('identities').selectAll().where('name', '=', name).executeTakeFirst()
    return row && toIdentity(row)
  },

  async list(): Promise<Identity[]> {
    return (await db.selectFrom('identities').selectAll().orderBy('name').execute()).map(toIdentity)
  },

  /** False if there is an identity of this name. */
  async insert(identity: Identity, now: number) {
    const result = await db
      .insertInto('identities')
      .values({
        name: identity.name,
        is_root: identity.isRoot ? 1 : 0,
        policies: JSON.stringify(identity.policies),
        created_at: now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    return changed(result)
  },

  async setPolicies(name: string, policies: Identity['policies']) {
    const result = await db
      .updateTable('identities')
      .set({ policies: JSON.stringify(policies) })
      .where('name', '=', name)
      .executeTakeFirst()
    return changed(result)
  },

  async findKey(accessKeyId: string): Promise<AccessKey | undefined> {
    const row = await db
      .selectFrom('access_keys')
      .selectAll()
      .where('access_key_id', '=', accessKeyId)
      .executeTakeFirst()
    return row && toAccessKey(row)
  },

  async listKeys(): Promise<AccessKey[]> {
    const rows = await db.selectFrom('access_keys').selectAll().orderBy('identity').orderBy('created_at').execute()
    return rows.map(toAccessKey)
  },

  async insertKey(key: AccessKey) {
    await db
      .insertInto('access_keys')
      .values({
        access_key_id: key.id,
        identity: key.identity,
        sealed_secret: key.sealedSecret,
        session_token_hash: key.sessionTokenHash ?? null,
        expires_at: key.expiresAt ?? null,
        disabled_at: key.disabledAt ?? null,
        created_at: key.createdAt,
      })
      .execute()
  },

  async disableKey(accessKeyId: string, disabledAt: number | undefined) {
    const result = await db
      .updateTable('access_keys')
      .set({ disabled_at: disabledAt ?? null })
      .where('access_key_id', '=', accessKeyId)
      .executeTakeFirst()
    return changed(result)
  },

  async removeKey(accessKeyId: string) {
    const result = await db.deleteFrom('access_keys').where('access_key_id', '=', accessKeyId).executeTakeFirst()
    return changed(result)
  },
})
