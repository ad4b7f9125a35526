import type { Context } from '../../context.ts'
import { Orphaned } from '../../domain/errors.ts'
import { completionMessages, type ImportJob, UNSTARTED_MS } from '../../domain/import-job.ts'
import { pace } from '../messages/pacing.ts'
import { LEASE_MS, WorkLost } from './batch.ts'
import { runJob } from './run.ts'
import { sweepChunks } from './upload.ts'

/** For how long a node works at a job before it looks around. */
const SLICE_MS = 500
/** How many jobs that nobody started are ended at a time. */
const EXPIRED_AT_ONCE = 10

const expire = async (ctx: Context) => {
  const now = ctx.now()
  for (const job of await ctx.store.importWork.unstarted(now - UNSTARTED_MS, EXPIRED_AT_ONCE)) {
    await ctx.store.transaction((tx) => tx.importJobs.end(job, { from: ['Created'], status: 'Expired', now }))
  }
}

/** Deletes the file of a job that came to its end. */
const sweep = async (ctx: Context) => {
  const job = await ctx.store.importWork.leftover()
  if (!job) return
  await sweepChunks(ctx, job)
  await ctx.store.transaction((tx) => tx.importWork.markSwept(job))
}

const endStopped = (ctx: Context, job: ImportJob) =>
  ctx.store.transaction((tx) =>
    tx.importJobs.end(job, {
      from: ['Stopping'],
      status: 'Stopped',
      message: completionMessages.stopped,
      now: ctx.now(),
    }),
  )

/** Works at import jobs as they are started, here or by another node that is gone, until it is stopped itself. */
export const startImports = (ctx: Context): { stop(): Promise<void> } => {
  const worker = ctx.random(12).toString('base64url')
  let stopping = false
  let held: ImportJob | undefined

  /** Takes the active job, unless it is in other hands. */
  const take = async (): Promise<boolean> => {
    const active = await ctx.store.importWork.active()
    const now = ctx.now()
    held = active?.job
    if (!held) return false
    const job = held
    return ctx.store.transaction((tx) => tx.importWork.claim(job, worker, now, now + LEASE_MS))
  }

  const work = async (): Promise<boolean> => {
    if (!(await take())) return false
    const stored = held && (await ctx.store.importJobs.find(held.poolId, held.id))
    const pool = stored && (await ctx.store.pools.find(stored.job.poolId))
    if (!stored || !pool) return true
    const { job } = stored
    if (job.status === 'Stopping') return endStopped(ctx, job)
    const until = performance.now() + SLICE_MS
    await runJob(ctx, { job, pool, worker }, stored, () => stopping || performance.now() >= until)
    return true
  }

  /** Answers in how many milliseconds there is more to do, as far as that is known. */
  const look = async (): Promise<number> => {
    await expire(ctx)
    const isBusy = await work().catch((error: unknown) => {
      if (error instanceof WorkLost || error instanceof Orphaned) return true
      throw error
    })
    await sweep(ctx)
    return isBusy && !stopping ? 0 : Number.POSITIVE_INFINITY
  }

  const pacing = pace(() =>
    look().catch((error) => {
      ctx.log.error({ err: error }, 'imports do not go on')
      return Number.POSITIVE_INFINITY
    }),
  )
  return {
    async stop() {
      stopping = true
      await pacing.stop()
      const job = held
      if (job) await ctx.store.transaction((tx) => tx.importWork.release(job, worker)).catch(() => {})
    },
  }
}
