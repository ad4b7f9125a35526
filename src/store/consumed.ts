import type { Kysely } from 'kysely'
import { changed } from './rows.ts'
import type { Tables } from './schema.ts'

/** What may be used once: challenge sessions, by kind and id. */
export const consumed = (db: Kysely<Tables>) => ({
  /** Uses it; false if it was used before. Of many racing callers one wins. */
  async consume(poolId: string, kind: string, id: string, expiresAt: number) {
    const result = await db
      .insertInto('consumed')
      .values({ pool_id: poolId, kind, id, expires_at: expiresAt })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    return changed(result)
  },

  async has(poolId: string, kind: string, id: string) {
    const row = await db
      .selectFrom('consumed')
      .select('id')
      .where('pool_id', '=', poolId)
      .where('kind', '=', kind)
      .where('id', '=', id)
      .executeTakeFirst()
    return row !== undefined
  },

  async purge(now: number) {
    await db.deleteFrom('consumed').where('expires_at', '<', now).execute()
  },
})
