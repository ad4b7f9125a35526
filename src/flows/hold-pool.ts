import { Orphaned } from '../domain/errors.ts'
import type { Pool } from '../domain/pool.ts'
import type { Queries } from '../store/index.ts'

/**
 * The pool as it is, and stays until the transaction ends; others who hold it or change it wait. What is
 * counted in a pool, or must agree with its settings, is looked at by whoever holds it: two that add to a pool
 * at a time would not see each other's. Raises Orphaned for a pool that is gone.
 */
export const holdPool = async (tx: Queries, { id }: Pick<Pool, 'id'>): Promise<Pool> => {
  const pool = await tx.pools.hold(id)
  if (!pool) throw new Orphaned()
  return pool
}
