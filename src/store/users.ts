import type { Kysely, Selectable } from 'kysely'
import { type Attributes, noMfa, type User, type UserMfa, type UserStatus } from '../domain/user.ts'
import { importedPasswords } from './imported-passwords.ts'
import { changed } from './rows.ts'
import type { Tables } from './schema.ts'
import { statement } from './statement.ts'

/** The columns of which a user is made: all but the password's, which is long and asked for by itself. */
export const userColumns = [
  'users.pool_id',
  'users.sub',
  'users.username',
  'users.status',
  'users.enabled',
  'users.attributes',
  'users.mfa',
  'users.password_version',
  'users.temporary_until',
  'users.signed_out_at',
  'users.revision',
  'users.created_at',
  'users.updated_at',
] as const

/** Makes a user of its row. */
export const toUser = (row: Omit<Selectable<Tables['users']>, 'sealed_verifier'>): User => ({
  poolId: row.pool_id,
  sub: row.sub,
  username: row.username,
  status: row.status as UserStatus, // the column holds what `insert` and `update` wrote
  enabled: row.enabled === 1,
  attributes: new Map(JSON.parse(row.attributes) as [string, string][]),
  mfa: { ...noMfa, ...(JSON.parse(row.mfa) as Partial<UserMfa>) },
  passwordVersion: row.password_version,
  temporaryUntil: row.temporary_until ?? undefined,
  signedOutAt: row.signed_out_at,
  revision: row.revision,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

/** The keys under which a user is found: to sign in, and by search of `[attribute, value]`. */
export type UserKeys = { names: ReadonlySet<string>; search: readonly (readonly [string, string])[] }

/** What of a user can change. An absent member stays. `verifier: null` takes the password away. */
export type UserChange = {
  status?: UserStatus
  enabled?: boolean
  attributes?: Attributes
  mfa?: UserMfa
  verifier?: string | null
  temporaryUntil?: number | null
  signedOutAt?: number
}

const toColumns = (before: User, change: UserChange): Partial<Tables['users']> => ({
  ...(change.status !== undefined && { status: change.status }),
  ...(change.enabled !== undefined && { enabled: change.enabled ? 1 : 0 }),
  ...(change.attributes !== undefined && { attributes: JSON.stringify([...change.attributes]) }),
  ...(change.mfa !== undefined && { mfa: JSON.stringify(change.mfa) }),
  ...(change.verifier !== undefined && {
    sealed_verifier: change.verifier,
    password_version: before.passwordVersion + 1,
  }),
  ...(change.temporaryUntil !== undefined && { temporary_until: change.temporaryUntil }),
  ...(change.signedOutAt !== undefined && { signed_out_at: change.signedOutAt }),
})

type Key = { poolId: string; sub: string }

const findUser = statement((db, { poolId, sub }: Key) =>
  db.selectFrom('users').select(userColumns).where('pool_id', '=', poolId).where('sub', '=', sub),
)

const findUserByName = statement((db, { poolId, nameKey }: { poolId: string; nameKey: string }) =>
  db
    .selectFrom('sign_in_names')
    .innerJoin('users', (join) =>
      join.onRef('users.pool_id', '=', 'sign_in_names.pool_id').onRef('users.sub', '=', 'sign_in_names.sub'),
    )
    .select(userColumns)
    .where('sign_in_names.pool_id', '=', poolId)
    .where('sign_in_names.name_key', '=', nameKey),
)

const findVerifier = statement((db, { poolId, sub }: Key) =>
  db.selectFrom('users').select('sealed_verifier').where('pool_id', '=', poolId).where('sub', '=', sub),
)

const holdUser = statement((db, { poolId, sub }: Key) =>
  db.selectFrom('users').select(userColumns).where('pool_id', '=', poolId).where('sub', '=', sub).forNoKeyUpdate(),
)

/** Users, their names and their searchable attributes. */
export const users = (db: Kysely<Tables>) => ({
  async find(poolId: string, sub: string): Promise<User | undefined> {
    const row = await findUser.first(db, { poolId, sub })
    return row && toUser(row)
  },

  /** The user that is found under a sign-in name. */
  async findByName(poolId: string, nameKey: string): Promise<User | undefined> {
    const row = await findUserByName.first(db, { poolId, nameKey })
    return row && toUser(row)
  },

  /** The sealed salt and verifier of the user's password; undefined without a password. */
  async verifier(poolId: string, sub: string): Promise<string | undefined> {
    const row = await findVerifier.first(db, { poolId, sub })
    return row?.sealed_verifier ?? undefined
  },

  async insert(user: User, verifier: string | undefined, search: UserKeys['search']) {
    await db
      .insertInto('users')
      .values({
        pool_id: user.poolId,
        sub: user.sub,
        username: user.username,
        status: user.status,
        enabled: user.enabled ? 1 : 0,
        attributes: JSON.stringify([...user.attributes]),
        mfa: JSON.stringify(user.mfa),
        sealed_verifier: verifier ?? null,
        password_version: user.passwordVersion,
        temporary_until: user.temporaryUntil ?? null,
        signed_out_at: user.signedOutAt,
        revision: user.revision,
        created_at: user.createdAt,
        updated_at: user.updatedAt,
      })
      .execute()
    await this.replaceSearch(user.poolId, user.sub, search, false)
  },

  /** Changes the user as it was at `before`; false if it changed since, or is gone. */
  async update(before: User, change: UserChange, now: number) {
    const result = await db
      .updateTable('users')
      .set({ ...toColumns(before, change), revision: before.revision + 1, updated_at: now })
      .where('pool_id', '=', before.poolId)
      .where('sub', '=', before.sub)
      .where('revision', '=', before.revision)
      .executeTakeFirst()
    if (!changed(result)) return false
    if (change.verifier !== undefined) await importedPasswords(db).remove(before.poolId, before.sub)
    return true
  },

  /** The user, kept as it is until the transaction ends. */
  async hold(poolId: string, sub: string): Promise<User | undefined> {
    const row = await holdUser.first(db, { poolId, sub })
    return row && toUser(row)
  },

  async replaceSearch(poolId: string, sub: string, search: UserKeys['search'], clear = true) {
    if (clear) await db.deleteFrom('user_search').where('pool_id', '=', poolId).where('sub', '=', sub).execute()
    if (search.length === 0) return
    const rows = search.map(([attribute, value_key]) => ({ pool_id: poolId, attribute, value_key, sub }))
    await db.insertInto('user_search').values(rows).execute()
  },

  /** Takes a name for a user; false if another user has it. Taking one's own name again is fine. */
  async takeName(poolId: string, nameKey: string, sub: string) {
    const result = await db
      .insertInto('sign_in_names')
      .values({ pool_id: poolId, name_key: nameKey, sub })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    return changed(result) || (await this.nameHolder(poolId, nameKey)) === sub
  },

  /** The `sub` of the user that holds a name. */
  async nameHolder(poolId: string, nameKey: string): Promise<string | undefined> {
    const row = await db
      .selectFrom('sign_in_names')
      .select('sub')
      .where('pool_id', '=', poolId)
      .where('name_key', '=', nameKey)
      .executeTakeFirst()
    return row?.sub
  },

  async releaseName(poolId: string, nameKey: string, sub: string) {
    await db
      .deleteFrom('sign_in_names')
      .where('pool_id', '=', poolId)
      .where('name_key', '=', nameKey)
      .where('sub', '=', sub)
      .execute()
  },

  /** Deletes the user, and with it everything of theirs; false if there is none. */
  async remove(poolId: string, sub: string) {
    const result = await db.deleteFrom('users').where('pool_id', '=', poolId).where('sub', '=', sub).executeTakeFirst()
    return changed(result)
  },

  /** The user's former passwords, newest first. */
  async passwordHistory(poolId: string, sub: string, limit: number): Promise<string[]> {
    const rows = await db
      .selectFrom('password_history')
      .select('sealed_verifier')
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .orderBy('set_at', 'desc')
      .limit(limit)
      .execute()
    return rows.map((row) => row.sealed_verifier)
  },

  async rememberPassword(poolId: string, sub: string, sealedVerifier: string, now: number) {
    await db
      .insertInto('password_history')
      .values({ pool_id: poolId, sub, set_at: now, sealed_verifier: sealedVerifier })
      .onConflict((conflict) =>
        conflict.columns(['pool_id', 'sub', 'set_at']).doUpdateSet({ sealed_verifier: sealedVerifier }),
      )
      .execute()
  },
})
