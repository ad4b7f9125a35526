import type { Kysely } from 'kysely'
import type { Tables } from './schema.ts'

/** Sessions of sign-ins that are kept here, sealed, each under the hash of what finds it. */
export const keptSessions = (db: Kysely<Tables>) => ({
  /** Keeps a Session, in place of one with the same key. */
  async put(poolId: string, key: string, session: string, expiresAt: number) {
    const values = { session, expires_at: expiresAt }
    await db
      .insertInto('kept_sessions')
      .values({ pool_id: poolId, session_key: key, ...values })
      .onConflict((conflict) => conflict.columns(['pool_id', 'session_key']).doUpdateSet(values))
      .execute()
  },

  async find(poolId: string, key: string): Promise<string | undefined> {
    const row = await db
      .selectFrom('kept_sessions')
      .select('session')
      .where('pool_id', '=', poolId)
      .where('session_key', '=', key)
      .executeTakeFirst()
    return row?.session
  },

  async purge(now: number) {
    await db.deleteFrom('kept_sessions').where('expires_at', '<', now).execute()
  },
})
