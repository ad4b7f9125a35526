import type { DatabaseSync } from 'node:sqlite'
import type { Kysely } from 'kysely'
import type { Tables } from '../../schema.ts'
import type { WriteAheadLog } from './log.ts'

/** How many transactions share one commit at most, so that the first does not wait for long. */
const MAX_BATCH = 64

type Job = { run: (db: Kysely<Tables>) => Promise<void>; settle: (error?: unknown) => void }

/**
 * Runs transactions one after another, and those that wait together under one commit: a commit to
 * disk costs more than the statements in it. Each takes back its own work only, if it fails; each is acknowledged when the commit is on disk. While one batch is on
 * its way there, the next one runs, and is committed after it.
 */
export const batchWriter = (database: DatabaseSync, db: Kysely<Tables>, log: WriteAheadLog) => {
  const waiting: Job[] = []
  let scheduled = false
  /** The batch before, on its way to the disk. */
  let flushing: Promise<void> | undefined
  const [begin, commit, save, keep] = ['begin immediate', 'commit', 'savepoint job', 'release job'].map((sql) => {
    const statement = database.prepare(sql)
    return () => void statement.run()
  }) as [() => void, () => void, () => void, () => void]

  /** The first of a batch needs no savepoint: what it takes back is all that the batch has done. */
  const runOne = async (job: Job, isFirst: boolean): Promise<() => void> => {
    if (!isFirst) save()
    try {
      await job.run(db)
      if (!isFirst) keep()
      return () => job.settle()
    } catch (error) {
      database.exec(isFirst ? 'rollback; begin immediate' : 'rollback to job; release job')
      return () => job.settle(error ?? new Error('transaction failed'))
    }
  }

  /** Ends a batch that failed. What keeps it from ending is told by the next one, which cannot begin. */
  const abandon = () => {
    try {
      if (database.isTransaction) database.exec('rollback')
    } catch {}
  }

  /** What became of a batch is told when it is on disk. */
  const flush = async (started: readonly Job[], settled: readonly (() => void)[]) => {
    try {
      await log.flush()
      for (const settle of settled) settle()
    } catch (error) {
      for (const job of started) job.settle(error)
    }
    flushing = undefined
  }

  const runBatch = async () => {
    const settled: (() => void)[] = []
    const started: Job[] = []
    const runWaiting = async () => {
      while (waiting.length > 0 && started.length < MAX_BATCH) {
        const job = waiting.shift() as Job // the loop's condition
        started.push(job)
        settled.push(await runOne(job, started.length === 1))
      }
    }
    try {
      log.check()
      begin()
      await runWaiting()
      if (flushing) {
        await flushing
        log.check()
        await runWaiting()
      }
      log.commit(commit)
      flushing = flush(started, settled)
    } catch (error) {
      abandon()
      if (started.length === 0) for (const job of waiting.splice(0)) job.settle(error)
      for (const job of started) job.settle(error)
    }
  }

  const drain = async () => {
    while (waiting.length > 0) {
      if (log.isLong()) {
        await flushing
        log.writeBack()
      }
      await runBatch()
    }
    scheduled = false
  }

  return <T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      let result: T
      waiting.push({
        run: async (db) => {
          result = await work(db)
        },
        settle: (error) => (error === undefined ? resolve(result) : reject(error)),
      })
      if (scheduled) return
      scheduled = true
      // After this round of I/O callbacks and the next: every request that arrived with this one joins the batch, and
      // what the workers have computed meanwhile. On an idle server neither is waited for.
      setImmediate(() => setImmediate(drain))
    })
}
