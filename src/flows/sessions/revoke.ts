import type { Context } from '../../context.ts'
import { fault } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import { requireSessionTracking } from '../../domain/session-tracking.ts'
import { unverifiedTexts } from '../../domain/unverified-texts.ts'
import type { User } from '../../domain/user.ts'
import type { Queries } from '../../store/index.ts'
import type { SsoSessionName } from '../../store/sso-sessions.ts'

/** A session that is to end: alone, or `withLinked` ones, the one that it came from or those that came from it. */
export type SessionToRevoke = {
  readonly pool: Pool
  readonly user: User
  readonly sessionId: string
  readonly withLinked: boolean
}

/**
 * Ends a session of a browser with the sign-in pages, and the codes that clients have not exchanged yet; its
 * tokens stay. False for one that is not there. Within a transaction that holds the user, so that whatever is
 * just being made from the session comes before this, or not at all.
 */
export const endBrowserSession = async (tx: Queries, name: SsoSessionName, now: number): Promise<boolean> => {
  const isEnded = await tx.ssoSessions.revoke(name, now)
  if (isEnded) await tx.authorizationCodes.voidFrom(name, now)
  return isEnded
}

const revokeWithin = async (
  tx: Queries,
  { user: { poolId, sub }, sessionId, withLinked }: SessionToRevoke,
  now: number,
): Promise<boolean> => {
  await tx.users.hold(poolId, sub)
  const named = { poolId, sub, ssoSessionId: sessionId }
  if (await endBrowserSession(tx, named, now)) {
    if (withLinked) await tx.sessions.revokeFrom(named, now)
    return true
  }
  const revoked = await tx.sessions.revoke(poolId, sub, sessionId, now)
  const origin = revoked?.originSessionId
  if (withLinked && origin !== undefined) await endBrowserSession(tx, { poolId, sub, ssoSessionId: origin }, now)
  return revoked !== undefined
}

/**
 * Ends one session of a user: a token session with its refresh token and the access tokens that came with it,
 * or a session of a browser with the sign-in pages. No list shows it from now on. Raises
 * InvalidParameterException where the pool tracks none, and ResourceNotFoundException for one that is not
 * active or is another user's.
 */
export const revokeSession = async (ctx: Context, revocation: SessionToRevoke): Promise<void> => {
  requireSessionTracking(revocation.pool)
  const isRevoked = await ctx.store.transaction((tx) => revokeWithin(tx, revocation, ctx.now()))
  if (!isRevoked) throw fault('ResourceNotFoundException', unverifiedTexts.session)
}

/** As `revokeSession`, for the user's own token: InvalidParameterException for the session that it is of. */
export const revokeOtherSession = async (
  ctx: Context,
  revocation: SessionToRevoke,
  familyId: string | undefined,
): Promise<void> => {
  const { pool, sessionId } = revocation
  requireSessionTracking(pool)
  const own = familyId === undefined ? undefined : await ctx.store.tokens.findFamily(pool.id, familyId)
  if (own?.session?.id === sessionId) throw fault('InvalidParameterException', unverifiedTexts.sessionCurrent)
  await revokeSession(ctx, revocation)
}
