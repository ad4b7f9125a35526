import type { Context } from '../../context.ts'
import type { Pool } from '../../domain/pool.ts'
import { requireSessionTracking } from '../../domain/session-tracking.ts'
import type { User } from '../../domain/user.ts'
import { listSessions } from '../../flows/sessions/list.ts'
import type { AgePosition } from '../../store/rows.ts'
import { decodePageToken, encodePageToken } from '../page-token.ts'
import { toSessionDescription } from './present.ts'

/** More token sessions than any user can have; those of browsers have no limit. */
const PAGE_SIZE = 125

/** Whose sessions are listed, and which family of tokens is the caller's own, if any. */
type Listed = { readonly pool: Pool; readonly user: User; readonly familyId: string | undefined }

/**
 * One page of the active sessions of a user, the newest first. `operation` names whose page tokens
 * these are. Raises InvalidParameterException where the pool tracks none.
 */
export const presentSessions = async (
  ctx: Context,
  operation: string,
  { pool, user, familyId }: Listed,
  nextToken: string | undefined,
) => {
  requireSessionTracking(pool)
  const scope = [operation, pool.id, user.sub]
  const after = decodePageToken<AgePosition>(ctx, scope, nextToken)
  const { items, next } = await listSessions(ctx, user, PAGE_SIZE, after)
  return { Sessions: items.map(toSessionDescription(familyId)), NextToken: encodePageToken(ctx, scope, next) }
}
