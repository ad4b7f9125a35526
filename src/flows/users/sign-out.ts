import type { Context } from '../../context.ts'
import type { Pool } from '../../domain/pool.ts'
import type { User } from '../../domain/user.ts'
import type { Queries } from '../../store/index.ts'
import { changeUser, noNames } from './save.ts'

/**
 * Ends every session of the user, within a transaction of `transactUsers` that read the user: no
 * refresh token works any more, and no access or ID token is accepted. Resolves with the user as
 * changed.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html
 */
export const signOutEverywhere = async (
  ctx: Pick<Context, 'now'>,
  tx: Queries,
  pool: Pool,
  user: User,
): Promise<User> => {
  const now = ctx.now()
  // Held first, like by sign-ins: one that is about to end is waited for, and ended with the others.
  await tx.users.hold(pool.id, user.sub)
  await tx.tokens.revokeUser(pool.id, user.sub, now)
  await tx.ssoSessions.removeAll(pool.id, user.sub)
  return changeUser(tx, pool, user, { signedOutAt: now }, now, noNames)
}
