import type { Kysely } from 'kysely'
import { changed } from './rows.ts'
import type { Tables } from './schema.ts'

/** A line on its way to one of the places where logs go. */
export type StoredRecord = {
  readonly id: string
  readonly sink: string
  readonly poolId: string
  readonly line: string
  readonly claimedUntil: number
  readonly createdAt: number
}

/** The queue of log records: written with what they tell of, delivered afterwards. */
export const logRecords = (db: Kysely<Tables>) => ({
  async insert({ id, sink, poolId, line, claimedUntil, createdAt }: StoredRecord) {
    await db
      .insertInto('log_records')
      .values({ record_id: id, sink, pool_id: poolId, line, claimed_until: claimedUntil, created_at: createdAt })
      .execute()
  },

  /** What is nobody's now for a place, oldest first, but for that of some pools. */
  async due(sink: string, now: number, limit: number, except: readonly string[] = []): Promise<StoredRecord[]> {
    let query = db.selectFrom('log_records').selectAll().where('sink', '=', sink).where('claimed_until', '<=', now)
    if (except.length > 0) query = query.where('pool_id', 'not in', [...except])
    const rows = await query.orderBy('record_id').limit(limit).execute()
    return rows.map((row) => ({
      id: row.record_id,
      sink: row.sink,
      poolId: row.pool_id,
      line: row.line,
      claimedUntil: row.claimed_until,
      createdAt: row.created_at,
    }))
  },

  /** Takes a record until a moment; false if another node took it. */
  async claim({ sink, id, claimedUntil }: StoredRecord, until: number) {
    const result = await db
      .updateTable('log_records')
      .set({ claimed_until: until })
      .where('sink', '=', sink)
      .where('record_id', '=', id)
      .where('claimed_until', '=', claimedUntil)
      .executeTakeFirst()
    return changed(result)
  },

  async retryAt({ sink, id }: Pick<StoredRecord, 'sink' | 'id'>, at: number) {
    await db
      .updateTable('log_records')
      .set({ claimed_until: at })
      .where('sink', '=', sink)
      .where('record_id', '=', id)
      .execute()
  },

  /** False if the record is gone already. */
  async remove({ sink, id }: Pick<StoredRecord, 'sink' | 'id'>) {
    const result = await db
      .deleteFrom('log_records')
      .where('sink', '=', sink)
      .where('record_id', '=', id)
      .executeTakeFirst()
    return changed(result)
  },

  async count(sink: string) {
    const row = await db
      .selectFrom('log_records')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('sink', '=', sink)
      .executeTakeFirstOrThrow()
    return Number(row.count)
  },

  /** Drops so many of the oldest; answers how many of them were there yet, and not dropped by another node. */
  async dropOldest(sink: string, many: number) {
    const oldest = await db
      .selectFrom('log_records')
      .select('record_id')
      .where('sink', '=', sink)
      .orderBy('record_id')
      .limit(many)
      .execute()
    let dropped = 0
    for (const { record_id: id } of oldest) if (await this.remove({ sink, id })) dropped++
    return dropped
  },
})
