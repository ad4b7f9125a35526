import type { Kysely, Selectable } from 'kysely'
import type { ImportAlgorithm } from '../domain/import-hash.ts'
import type { ImportJob, ImportProgress, ImportStatus } from '../domain/import-job.ts'
import { type AgePosition, changed, toPage } from './rows.ts'
import type { Tables } from './schema.ts'

/** A job, how far it is, and which node works at it until when. */
export type StoredImport = { readonly job: ImportJob; readonly progress: ImportProgress; readonly workerUntil: number }

/** Makes a job of its row, without how far it is. */
export const toJob = (row: Selectable<Tables['import_jobs']>): ImportJob => ({
  poolId: row.pool_id,
  id: row.job_id,
  name: row.name,
  status: row.status as ImportStatus, // this file alone writes it, and the next one
  roleArn: row.role_arn,
  algorithm: (row.algorithm ?? undefined) as ImportAlgorithm | undefined,
  imported: row.imported,
  skipped: row.skipped,
  failed: row.failed,
  message: row.message ?? undefined,
  createdAt: row.created_at,
  startedAt: row.started_at ?? undefined,
  completedAt: row.completed_at ?? undefined,
  fileBytes: row.file_bytes ?? undefined,
})

/** Makes of its row a job and how far it is. */
export const toStored = (row: Selectable<Tables['import_jobs']>): StoredImport => ({
  job: toJob(row),
  progress: {
    position: row.position,
    row: row.row,
    header: row.header === null ? undefined : (JSON.parse(row.header) as string[]),
  },
  workerUntil: row.worker_until,
})

/** One job of all pools is active at a time; this is what it holds meanwhile. */
const TURN = 'import'

/** How a job ends, and from which states it can end so. */
export type ImportEnd = {
  readonly from: readonly ImportStatus[]
  readonly status: ImportStatus
  readonly message?: string | undefined
  readonly now: number
}

type JobKey = Pick<ImportJob, 'poolId' | 'id'>

/** Jobs that import users. */
export const importJobs = (db: Kysely<Tables>) => {
  const select = ({ poolId, id }: JobKey) =>
    db.selectFrom('import_jobs').selectAll().where('pool_id', '=', poolId).where('job_id', '=', id)
  const update = ({ poolId, id }: JobKey) =>
    db.updateTable('import_jobs').where('pool_id', '=', poolId).where('job_id', '=', id)

  return {
    async insert(job: ImportJob) {
      await db
        .insertInto('import_jobs')
        .values({
          pool_id: job.poolId,
          job_id: job.id,
          name: job.name,
          status: job.status,
          role_arn: job.roleArn,
          algorithm: job.algorithm ?? null,
          imported: 0,
          skipped: 0,
          failed: 0,
          message: null,
          created_at: job.createdAt,
          started_at: null,
          completed_at: null,
          upload_id: null,
          upload_until: 0,
          has_chunks: 0,
          file_bytes: null,
          position: 0,
          row: 0,
          header: null,
          worker: null,
          worker_until: 0,
        })
        .execute()
    },

    async count(poolId: string) {
      const row = await db
        .selectFrom('import_jobs')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('pool_id', '=', poolId)
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },

    async find(poolId: string, id: string): Promise<StoredImport | undefined> {
      const row = await select({ poolId, id }).executeTakeFirst()
      return row && toStored(row)
    },

    /** The jobs of a pool, newest first. */
    async list(poolId: string, limit: number, after?: AgePosition) {
      let query = db.selectFrom('import_jobs').selectAll().where('pool_id', '=', poolId)
      if (after) {
        query = query.where(({ eb, refTuple, tuple }) =>
          eb(refTuple('created_at', 'job_id'), '<', tuple(after.at, after.id)),
        )
      }
      const rows = await query
        .orderBy('created_at', 'desc')
        .orderBy('job_id', 'desc')
        .limit(limit + 1)
        .execute()
      return toPage(rows, limit, toJob, (row) => ({ at: row.created_at, id: row.job_id }))
    },

    /** Makes a created job with a file the active one; false if it is not such a job, or another one is active. */
    async start(job: JobKey, now: number): Promise<'started' | 'busy' | 'not startable'> {
      const result = await update(job)
        .set({ status: 'Pending', started_at: now })
        .where('status', '=', 'Created')
        .where('file_bytes', 'is not', null)
        .executeTakeFirst()
      if (!changed(result)) return 'not startable'
      const turn = await db
        .insertInto('import_turns')
        .values({ turn: TURN, pool_id: job.poolId, job_id: job.id })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return changed(turn) ? 'started' : 'busy'
    },

    /** Asks the node that works at a job to stop; false if no node does. */
    async askToStop(job: JobKey) {
      return changed(
        await update(job).set({ status: 'Stopping' }).where('status', '=', 'InProgress').executeTakeFirst(),
      )
    },

    /** Ends a job; false if it is in none of the states from which it can end so. */
    async end(job: JobKey, { from, status, message, now }: ImportEnd) {
      const result = await update(job)
        .set({ status, message: message ?? null, completed_at: now, worker: null, worker_until: 0 })
        .where('status', 'in', [...from])
        .executeTakeFirst()
      if (!changed(result)) return false
      await db.deleteFrom('import_turns').where('pool_id', '=', job.poolId).where('job_id', '=', job.id).execute()
      return true
    },
  }
}
