import type { Kysely } from 'kysely'
import type { Replica } from '../domain/replica.ts'
import { changed } from './rows.ts'
import type { Tables } from './schema.ts'

/** The second Regions of pools, one for each at most. */
export const poolReplicas = (db: Kysely<Tables>) => ({
  async find(poolId: string): Promise<Replica | undefined> {
    const row = await db.selectFrom('pool_replicas').selectAll().where('pool_id', '=', poolId).executeTakeFirst()
    return (
      row && {
        poolId,
        region: row.region,
        status: row.status as Replica['status'], // written by `insert` and `setStatus` alone
        tags: JSON.parse(row.tags),
        logs: JSON.parse(row.logs),
        createdAt: row.created_at,
      }
    )
  },

  /** The second Regions of these pools, by the pool's id. */
  async regionsOf(poolIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (poolIds.length === 0) return new Map()
    const rows = await db
      .selectFrom('pool_replicas')
      .select(['pool_id', 'region'])
      .where('pool_id', 'in', poolIds)
      .execute()
    return new Map(rows.map((row) => [row.pool_id, row.region]))
  },

  /** False if the pool has one. */
  async insert({ poolId, region, status, tags, logs, createdAt }: Replica) {
    const result = await db
      .insertInto('pool_replicas')
      .values({
        pool_id: poolId,
        region,
        status,
        tags: JSON.stringify(tags),
        logs: JSON.stringify(logs),
        created_at: createdAt,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    return changed(result)
  },

  /** False if there is none in the Region. */
  async setStatus(poolId: string, region: string, status: Replica['status']) {
    const result = await db
      .updateTable('pool_replicas')
      .set({ status })
      .where('pool_id', '=', poolId)
      .where('region', '=', region)
      .executeTakeFirst()
    return changed(result)
  },

  /** Sets what it logs; false if there is none in the Region. */
  async setLogs(poolId: string, region: string, logs: Replica['logs']) {
    const result = await db
      .updateTable('pool_replicas')
      .set({ logs: JSON.stringify(logs) })
      .where('pool_id', '=', poolId)
      .where('region', '=', region)
      .executeTakeFirst()
    return changed(result)
  },

  /** Writes tags over those that a replica had; false if they changed since. */
  async replaceTags({ poolId, region, tags }: Replica, after: Replica['tags']) {
    const result = await db
      .updateTable('pool_replicas')
      .set({ tags: JSON.stringify(after) })
      .where('pool_id', '=', poolId)
      .where('region', '=', region)
      .where('tags', '=', JSON.stringify(tags))
      .executeTakeFirst()
    return changed(result)
  },

  /** Deletes one that is not active; false if there is none. */
  async removeInactive(poolId: string, region: string) {
    const result = await db
      .deleteFrom('pool_replicas')
      .where('pool_id', '=', poolId)
      .where('region', '=', region)
      .where('status', '=', 'INACTIVE')
      .executeTakeFirst()
    return changed(result)
  },
})
