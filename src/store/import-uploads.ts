import type { Kysely } from 'kysely'
import type { ImportJob } from '../domain/import-job.ts'
import { changed } from './rows.ts'
import type { Tables } from './schema.ts'

type JobKey = Pick<ImportJob, 'poolId' | 'id'>

/** The upload of a job's file: one at a time, and one for good. */
export const importUploads = (db: Kysely<Tables>) => {
  const waiting = ({ poolId, id }: JobKey) =>
    db
      .updateTable('import_jobs')
      .where('pool_id', '=', poolId)
      .where('job_id', '=', id)
      .where('status', '=', 'Created')
      .where('file_bytes', 'is', null)

  return {
    /** Begins an upload; false if the file is there, the job does not wait for one, or another upload is under way. */
    async begin(job: JobKey, uploadId: string, now: number, until: number) {
      const result = await waiting(job)
        .set({ upload_id: uploadId, upload_until: until, has_chunks: 1 })
        .where('upload_until', '<=', now)
        .executeTakeFirst()
      return changed(result)
    },

    /** Says that the upload goes on; false if it is not the one any more. */
    async keep(job: JobKey, uploadId: string, until: number) {
      return changed(
        await waiting(job).set({ upload_until: until }).where('upload_id', '=', uploadId).executeTakeFirst(),
      )
    },

    /** Ends the upload: the file is there. False if it is not the one any more. */
    async finish(job: JobKey, uploadId: string, bytes: number) {
      return changed(await waiting(job).set({ file_bytes: bytes }).where('upload_id', '=', uploadId).executeTakeFirst())
    },

    /** Gives the upload up, so that it can begin anew at once. */
    async abandon(job: JobKey, uploadId: string) {
      await waiting(job).set({ upload_until: 0 }).where('upload_id', '=', uploadId).execute()
    },
  }
}
