import type { Kysely } from 'kysely'
import { importedPasswords } from './imported-passwords.ts'
import { changed } from './rows.ts'
import type { Tables } from './schema.ts'

/** A stored password, sealed. The context of its seal names its user's `sub`. */
export type StoredPassword = { readonly sub: string; readonly sealed: string }
/** Where a former password stands in the list of all of them. */
export type FormerPosition = { readonly sub: string; readonly setAt: number }

/** The stored passwords of a whole pool, and their change from one form into another. */
export const passwords = (db: Kysely<Tables>) => ({
  /** Passwords that users have, by `sub`. */
  async list(poolId: string, limit: number, after = ''): Promise<StoredPassword[]> {
    const rows = await db
      .selectFrom('users')
      .select(['sub', 'sealed_verifier'])
      .where('pool_id', '=', poolId)
      .where('sub', '>', after)
      .where('sealed_verifier', 'is not', null)
      .orderBy('sub')
      .limit(limit)
      .execute()
    return rows.map((row) => ({ sub: row.sub, sealed: row.sealed_verifier ?? '' }))
  },

  /** Passwords that users had, and those that they have in pools with a history; by `sub` and age. */
  async listFormer(
    poolId: string,
    limit: number,
    after?: FormerPosition,
  ): Promise<(StoredPassword & FormerPosition)[]> {
    let query = db
      .selectFrom('password_history')
      .select(['sub', 'set_at', 'sealed_verifier'])
      .where('pool_id', '=', poolId)
    if (after) {
      query = query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('sub', 'set_at'), '>', tuple(after.sub, after.setAt)),
      )
    }
    const rows = await query.orderBy('sub').orderBy('set_at').limit(limit).execute()
    return rows.map((row) => ({ sub: row.sub, setAt: row.set_at, sealed: row.sealed_verifier }))
  },

  /**
   * Stores the same password in another form, for a user who has `before` to the letter; false if
   * they have another one by now. To everything else the user is as before.
   */
  async reform(poolId: string, { sub, sealed: before }: StoredPassword, after: string): Promise<boolean> {
    const result = await db
      .updateTable('users')
      .set({ sealed_verifier: after })
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .where('sealed_verifier', '=', before)
      .executeTakeFirst()
    if (!changed(result)) return false
    await importedPasswords(db).remove(poolId, sub)
    return true
  },

  /** The same in the user's history; false if it is not there. */
  async reformFormer(poolId: string, { sub, sealed: before }: StoredPassword, after: string): Promise<boolean> {
    const result = await db
      .updateTable('password_history')
      .set({ sealed_verifier: after })
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .where('sealed_verifier', '=', before)
      .executeTakeFirst()
    return changed(result)
  },
})
