import type { Kysely } from 'kysely'
import type { ImportCounts, ImportJob, ImportProgress } from '../domain/import-job.ts'
import { type StoredImport, toJob, toStored } from './import-jobs.ts'
import { changed } from './rows.ts'
import type { Tables } from './schema.ts'

type JobKey = Pick<ImportJob, 'poolId' | 'id'>

/** What the nodes do that work at import jobs. */
export const importWork = (db: Kysely<Tables>) => {
  const update = ({ poolId, id }: JobKey) =>
    db.updateTable('import_jobs').where('pool_id', '=', poolId).where('job_id', '=', id)

  return {
    /** The job that is active, if one is. */
    async active(): Promise<StoredImport | undefined> {
      const row = await db
        .selectFrom('import_turns')
        .innerJoin('import_jobs', (join) =>
          join
            .onRef('import_jobs.pool_id', '=', 'import_turns.pool_id')
            .onRef('import_jobs.job_id', '=', 'import_turns.job_id'),
        )
        .selectAll('import_jobs')
        .executeTakeFirst()
      return row && toStored(row)
    },

    /** Jobs that nobody started, of those that were created before an instant. */
    async unstarted(before: number, limit: number): Promise<ImportJob[]> {
      const rows = await db
        .selectFrom('import_jobs')
        .selectAll()
        .where('status', '=', 'Created')
        .where('created_at', '<=', before)
        .limit(limit)
        .execute()
      return rows.map(toJob)
    },

    /** A job that came to its end and whose file is there yet. */
    async leftover(): Promise<ImportJob | undefined> {
      const row = await db
        .selectFrom('import_jobs')
        .selectAll()
        .where('has_chunks', '=', 1)
        .where('status', 'in', ['Expired', 'Stopped', 'Failed', 'Succeeded'])
        .limit(1)
        .executeTakeFirst()
      return row && toJob(row)
    },

    async markSwept(job: JobKey) {
      await update(job).set({ has_chunks: 0 }).execute()
    },

    /** Takes an active job, or keeps it, for one node until an instant; false if another node has it. */
    async claim(job: JobKey, worker: string, now: number, until: number) {
      const result = await update(job)
        .set((eb) => ({
          worker,
          worker_until: until,
          status: eb.case().when('status', '=', 'Pending').then('InProgress').else(eb.ref('status')).end(),
        }))
        .where('status', 'in', ['Pending', 'InProgress', 'Stopping'])
        .where((eb) => eb.or([eb('worker_until', '<=', now), eb('worker', '=', worker)]))
        .executeTakeFirst()
      return changed(result)
    },

    /** Lets another node have the job at once. */
    async release(job: JobKey, worker: string) {
      await update(job).set({ worker_until: 0 }).where('worker', '=', worker).execute()
    },

    /**
     * Moves a job on, by what became of the rows since `before`; false if it was stopped, or another
     * node moved it on, so that all that came with this must be undone.
     */
    async advance(
      job: JobKey,
      worker: { readonly id: string; readonly until: number },
      before: ImportProgress,
      after: ImportProgress,
      { imported, skipped, failed }: ImportCounts,
    ) {
      const result = await update(job)
        .set((eb) => ({
          position: after.position,
          row: after.row,
          header: after.header ? JSON.stringify(after.header) : null,
          imported: eb('imported', '+', imported),
          skipped: eb('skipped', '+', skipped),
          failed: eb('failed', '+', failed),
          worker_until: worker.until,
        }))
        .where('status', '=', 'InProgress')
        .where('worker', '=', worker.id)
        .where('position', '=', before.position)
        .executeTakeFirst()
      return changed(result)
    },
  }
}
