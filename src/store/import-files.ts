import type { Kysely } from 'kysely'
import type { Tables } from './schema.ts'

/** Whose file or log it is. */
type JobKey = { readonly poolId: string; readonly id: string }

/** What the log says of a row that did not become a user. */
export type LogEntry = {
  readonly row: number
  readonly outcome: 'SKIPPED' | 'FAILED' | 'IGNORED'
  readonly reason: string
}

/** The files of import jobs, in sealed chunks, and their logs. */
export const importFiles = (db: Kysely<Tables>) => ({
  async insertChunk({ poolId, id }: JobKey, number: number, sealed: string) {
    await db
      .insertInto('import_chunks')
      .values({ pool_id: poolId, job_id: id, number, sealed_content: sealed })
      .execute()
  },

  async chunk({ poolId, id }: JobKey, number: number): Promise<string | undefined> {
    const row = await db
      .selectFrom('import_chunks')
      .select('sealed_content')
      .where('pool_id', '=', poolId)
      .where('job_id', '=', id)
      .where('number', '=', number)
      .executeTakeFirst()
    return row?.sealed_content
  },

  /** Deletes the chunks before one. */
  async removeChunksBefore({ poolId, id }: JobKey, number: number) {
    await db
      .deleteFrom('import_chunks')
      .where('pool_id', '=', poolId)
      .where('job_id', '=', id)
      .where('number', '<', number)
      .execute()
  },

  /** Deletes some chunks, the first ones; false when none are left. Large files are deleted in many steps. */
  async removeChunks({ poolId, id }: JobKey, limit: number): Promise<boolean> {
    const rows = await db
      .selectFrom('import_chunks')
      .select('number')
      .where('pool_id', '=', poolId)
      .where('job_id', '=', id)
      .orderBy('number')
      .limit(limit)
      .execute()
    const last = rows.at(-1)
    if (last) await this.removeChunksBefore({ poolId, id }, last.number + 1)
    return rows.length === limit
  },

  async log({ poolId, id }: JobKey, entries: readonly LogEntry[]) {
    if (entries.length === 0) return
    const rows = entries.map(({ row, outcome, reason }) => ({ pool_id: poolId, job_id: id, row, outcome, reason }))
    await db.insertInto('import_log').values(rows).execute()
  },

  /** A page of the log, after a row. */
  async logAfter({ poolId, id }: JobKey, after: number, limit: number): Promise<LogEntry[]> {
    const rows = await db
      .selectFrom('import_log')
      .select(['row', 'outcome', 'reason'])
      .where('pool_id', '=', poolId)
      .where('job_id', '=', id)
      .where('row', '>', after)
      .orderBy('row')
      .limit(limit)
      .execute()
    return rows.map(({ row, outcome, reason }) => ({ row, outcome: outcome as LogEntry['outcome'], reason }))
  },
})
