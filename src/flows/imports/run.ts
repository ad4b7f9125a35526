import type { Context } from '../../context.ts'
import { headerFault, splitRow } from '../../domain/import-csv.ts'
import { completionMessages, type ImportProgress, outcomeOf } from '../../domain/import-job.ts'
import type { StoredImport } from '../../store/import-jobs.ts'
import { importRows, moveOn, type Work, WorkLost } from './batch.ts'
import { FileUnreadable } from './chunks.ts'
import { openFile } from './file.ts'
import { prepareRow } from './rows.ts'

/** How many rows go into one transaction: few enough that other requests hardly wait for it. */
const BATCH = 50

type File = ReturnType<typeof openFile>

/** Ends a job that was not stopped in the meantime. */
const end = (ctx: Context, { job }: Work, status: 'Failed' | 'Succeeded', message: string) =>
  ctx.store.transaction((tx) => tx.importJobs.end(job, { from: ['InProgress'], status, message, now: ctx.now() }))

/** Reads the header; undefined when it is not the pool's, which ends the job. */
const readHeader = async (ctx: Context, work: Work, file: File, before: ImportProgress) => {
  const [line] = await file.lines(0, 1)
  const header = splitRow(line?.text ?? '')
  const wrong = line ? headerFault(header, work.pool.schema, work.job.algorithm) : completionMessages.header
  if (line && wrong === undefined) return moveOn(ctx, work, before, { position: line.end, row: 0, header })
  await end(ctx, work, 'Failed', wrong ?? completionMessages.header)
  return undefined
}

/** Ends a job whose rows were all read, by what became of them. */
const endByCounts = async (ctx: Context, work: Work) => {
  const stored = await ctx.store.importJobs.find(work.job.poolId, work.job.id)
  const { status, message } = outcomeOf(stored?.job ?? work.job)
  await end(ctx, work, status, message)
}

/** Ends a job whose file cannot be read, as no other has its turn before. Of another node's job, chunks are rightly gone. */
const endUnreadable = async (ctx: Context, work: Work, error: FileUnreadable) => {
  const { poolId, id } = work.job
  const stored = await ctx.store.importJobs.find(poolId, id)
  if (!stored) throw new WorkLost()
  await moveOn(ctx, work, stored.progress, stored.progress)
  ctx.log.error({ err: error, jobId: id }, 'the file of an import cannot be read')
  await end(ctx, work, 'Failed', completionMessages.file)
}

type Outcome = 'more' | 'ended'

const readOn = async (ctx: Context, work: Work, stored: StoredImport, isOver: () => boolean): Promise<Outcome> => {
  const file = openFile(ctx, work.job)
  const begun = stored.progress.header ? stored.progress : await readHeader(ctx, work, file, stored.progress)
  if (!begun?.header) return 'ended'
  const form = { header: begun.header, algorithm: work.job.algorithm }
  let progress: ImportProgress = begun
  while (!isOver()) {
    const left = ctx.settings.importRows - progress.row
    const lines = await file.lines(progress.position, Math.min(BATCH, left + 1))
    if (lines.length === 0) {
      await endByCounts(ctx, work)
      return 'ended'
    }
    const rows = lines.slice(0, left).map((line, at) => prepareRow(ctx, work.pool, form, progress.row + at + 1, line))
    if (rows.length > 0) progress = await importRows(ctx, work, progress, rows)
    if (lines.length > left) {
      await end(ctx, work, 'Failed', completionMessages.rows(ctx.settings.importRows))
      return 'ended'
    }
  }
  return 'more'
}

/**
 * Works at a job that this node has until it comes to its end, or `isOver` says that it is time for
 * something else. Raises WorkLost when the job is this node's no more.
 */
export const runJob = async (
  ctx: Context,
  work: Work,
  stored: StoredImport,
  isOver: () => boolean,
): Promise<Outcome> => {
  try {
    return await readOn(ctx, work, stored, isOver)
  } catch (error) {
    if (!(error instanceof FileUnreadable)) throw error
    await endUnreadable(ctx, work, error)
    return 'ended'
  }
}
