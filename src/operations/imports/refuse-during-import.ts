import { fault } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import { unverifiedTexts } from '../../domain/unverified-texts.ts'
import type { Queries } from '../../store/index.ts'

/** Raises UserImportInProgressException while users are imported into the pool. */
export const refuseDuringImport = async (queries: Queries, pool: Pool): Promise<void> => {
  const active = await queries.importWork.active()
  if (active?.job.poolId === pool.id) throw fault('UserImportInProgressException', unverifiedTexts.importInProgress)
}
