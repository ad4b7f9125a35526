import type { Kysely } from 'kysely'
import type { Tables } from './schema.ts'
import { statement } from './statement.ts'

type Once = { poolId: string; kind: string; id: string }

const consume = statement((db, { poolId, kind, id, expiresAt }: Once & { expiresAt: number }) =>
  db
    .insertInto('consumed')
    .values({ pool_id: poolId, kind, id, expires_at: expiresAt })
    .onConflict((conflict) => conflict.doNothing()),
)

const find = statement((db, { poolId, kind, id }: Once) =>
  db.selectFrom('consumed').select('id').where('pool_id', '=', poolId).where('kind', '=', kind).where('id', '=', id),
)

/** What may be used once: challenge sessions, by kind and id. */
export const consumed = (db: Kysely<Tables>) => ({
  /** Uses it; false if it was used before. Of many racing callers one wins. */
  consume: (poolId: string, kind: string, id: string, expiresAt: number) =>
    consume.changes(db, { poolId, kind, id, expiresAt }),

  async has(poolId: string, kind: string, id: string) {
    return (await find.first(db, { poolId, kind, id })) !== undefined
  },

  async purge(now: number) {
    await db.deleteFrom('consumed').where('expires_at', '<', now).execute()
  },
})
