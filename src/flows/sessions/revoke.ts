import type { Context } from '../../context.ts'
import { fault } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import { requireSessionTracking } from '../../domain/session-tracking.ts'
import { unverifiedTexts } from '../../domain/unverified-texts.ts'
import type { User } from '../../domain/user.ts'

/**
 * Ends one session of a user: its refresh token and the access tokens that came with it are refused
 * from now on, and no list shows it. Raises InvalidParameterException where the pool tracks none, and
 * ResourceNotFoundException for one that is not active or is another user's.
 */
export const revokeSession = async (ctx: Context, pool: Pool, user: User, sessionId: string): Promise<void> => {
  requireSessionTracking(pool)
  const isRevoked = await ctx.store.transaction((tx) => tx.sessions.revoke(pool.id, user.sub, sessionId, ctx.now()))
  if (!isRevoked) throw fault('ResourceNotFoundException', unverifiedTexts.session)
}

/** As `revokeSession`, for the user's own token: InvalidParameterException for the session that it is of. */
export const revokeOtherSession = async (
  ctx: Context,
  { pool, user, familyId }: { pool: Pool; user: User; familyId: string | undefined },
  sessionId: string,
): Promise<void> => {
  requireSessionTracking(pool)
  const own = familyId === undefined ? undefined : await ctx.store.tokens.findFamily(pool.id, familyId)
  if (own?.session?.id === sessionId) throw fault('InvalidParameterException', unverifiedTexts.sessionCurrent)
  await revokeSession(ctx, pool, user, sessionId)
}
