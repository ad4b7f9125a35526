import type { Context } from '../../context.ts'
import { Orphaned } from '../../domain/errors.ts'
import type { ImportCounts, ImportJob, ImportProgress } from '../../domain/import-job.ts'
import type { Pool } from '../../domain/pool.ts'
import type { LogEntry } from '../../store/import-files.ts'
import type { Queries } from '../../store/index.ts'
import { CHUNK_BYTES } from './chunks.ts'
import { admitRow, type PreparedRow, withoutUser } from './rows.ts'

/** For how long a job without a sign of life stays with its node. */
export const LEASE_MS = 10_000

/** A job in the hands of one node. */
export type Work = { readonly job: ImportJob; readonly pool: Pool; readonly worker: string }

/** The job is another node's, was stopped, or is gone with its pool. */
export class WorkLost extends Error {}

const countsOf = (rows: number, entries: readonly LogEntry[]): ImportCounts => {
  const [skipped, failed] = (['SKIPPED', 'FAILED'] as const).map(
    (outcome) => entries.filter((entry) => entry.outcome === outcome).length,
  )
  return { imported: rows - entries.length, skipped: skipped ?? 0, failed: failed ?? 0 }
}

const progressAfter = (before: ImportProgress, rows: readonly PreparedRow[]): ImportProgress => {
  const last = rows.at(-1)
  return last ? { ...before, position: last.end, row: last.row } : before
}

/** Says how far the job is, in a transaction of what was done. Raises WorkLost, which undoes that. */
export const moveOn = async (
  ctx: Context,
  { job, worker }: Work,
  before: ImportProgress,
  after: ImportProgress,
  done?: (tx: Queries) => Promise<LogEntry[]>,
): Promise<ImportProgress> => {
  await ctx.store.transaction(async (tx) => {
    const entries = (await done?.(tx)) ?? []
    await tx.importFiles.log(job, entries)
    const counts = countsOf(after.row - before.row, entries)
    const lease = { id: worker, until: ctx.now() + LEASE_MS }
    if (!(await tx.importWork.advance(job, lease, before, after, counts))) throw new WorkLost()
    const chunk = Math.floor(after.position / CHUNK_BYTES)
    if (chunk > Math.floor(before.position / CHUNK_BYTES)) await tx.importFiles.removeChunksBefore(job, chunk)
  })
  return after
}

const admitAll = (ctx: Context, work: Work, before: ImportProgress, rows: readonly PreparedRow[]) =>
  moveOn(ctx, work, before, progressAfter(before, rows), async (tx) => {
    const entries: LogEntry[] = []
    for (const prepared of rows) {
      const entry = await admitRow(ctx, tx, work.pool, prepared)
      if (entry) entries.push({ row: prepared.row, ...entry })
    }
    return entries
  })

/**
 * Brings the users of some rows in, and says how far the job is, all or nothing. Where the database
 * refuses that, it is asked row by row, so that what is wrong with one row is no other's failure.
 */
export const importRows = async (
  ctx: Context,
  work: Work,
  before: ImportProgress,
  rows: readonly PreparedRow[],
): Promise<ImportProgress> => {
  try {
    return await admitAll(ctx, work, before, rows)
  } catch (error) {
    if (error instanceof WorkLost || error instanceof Orphaned) throw error
    await ctx.store.check() // where nothing works, the job waits
    ctx.log.error({ err: error, jobId: work.job.id, rows: rows.length }, 'rows were not imported together')
    const [only] = rows
    if (rows.length === 1 && only) return admitAll(ctx, work, before, [withoutUser(only)])
    let progress = before
    for (const row of rows) progress = await importRows(ctx, work, progress, [row])
    return progress
  }
}
