import { defaultSessionConfiguration, type Pool } from '../../domain/pool.ts'
import type { Queries } from '../../store/index.ts'
import type { TokenFamily } from '../../store/tokens.ts'

/**
 * Makes room for a session that is about to be stored: of the user's others, the least recently used
 * are revoked, down to one below the pool's limit. Within a transaction that holds the user, so that
 * of many sign-ins at once each sees those before it. A sign-in that is not tracked needs no room.
 */
export const makeRoom = async (tx: Queries, pool: Pool, family: TokenFamily, now: number): Promise<void> => {
  if (!family.session) return
  const { maxPerUser } = pool.settings.sessionConfiguration ?? defaultSessionConfiguration
  await tx.sessions.evict(family.poolId, family.sub, maxPerUser - 1, now)
}
