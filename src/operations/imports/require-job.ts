import { fault } from '../../domain/errors.ts'
import type { ImportJob } from '../../domain/import-job.ts'
import type { Pool } from '../../domain/pool.ts'
import { unverifiedTexts } from '../../domain/unverified-texts.ts'
import type { Queries } from '../../store/index.ts'

/** An import job of the pool. Raises ResourceNotFoundException. */
export const requireImportJob = async (queries: Queries, pool: Pool, jobId: string): Promise<ImportJob> => {
  const stored = await queries.importJobs.find(pool.id, jobId)
  if (!stored) throw fault('ResourceNotFoundException', unverifiedTexts.importJob(jobId))
  return stored.job
}
