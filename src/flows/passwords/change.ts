import type { Context } from '../../context.ts'
import { fault } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import type { User } from '../../domain/user.ts'
import { spendAttempt } from '../limits.ts'
import { rereadUser, transactUsers } from '../users/save.ts'
import { setPassword } from '../users/set-password.ts'
import { attemptKey, attemptSecret } from './lockout.ts'
import { afterNewPassword } from './sessions.ts'
import { isPasswordOf, prepareNewPassword } from './verifier.ts'

/** A change of password as its user asks for it. */
export type PasswordChange = {
  readonly pool: Pool
  readonly user: User
  /** Needless for a user who has none. */
  readonly previous: string | undefined
  readonly proposed: string
}

/** Proves the old password, or that there is none; whoever signs in at a provider may not have one here. */
const provePrevious = async (ctx: Context, { pool, user, previous }: PasswordChange, stored: string | undefined) => {
  if (previous === undefined) {
    if (stored === undefined && user.status !== 'EXTERNAL_PROVIDER') return
    throw fault('NotAuthorizedException')
  }
  const key = attemptKey(ctx, pool, user, user.username, 'password')
  const isRight = await attemptSecret(ctx, key, () => isPasswordOf(ctx, pool, user, user.username, previous))
  if (!isRight) throw fault('NotAuthorizedException')
}

/**
 * Changes a password by the old one, which is tried under the lockout of sign-ins. Raises
 * NotAuthorizedException, LimitExceededException, InvalidPasswordException and
 * PasswordHistoryPolicyViolationException.
 */
export const changePassword = async (ctx: Context, change: PasswordChange): Promise<void> => {
  const { pool, user, proposed } = change
  await spendAttempt(ctx, attemptKey(ctx, pool, user, user.username, 'changePassword'), 'changePassword')
  const stored = await ctx.store.users.verifier(pool.id, user.sub)
  await provePrevious(ctx, change, stored)
  const verifier = await prepareNewPassword(ctx, pool, user, proposed)
  await transactUsers(ctx, async (tx) => {
    const current = await rereadUser(tx, user)
    // A reset came in between: what was proved is not the password any more.
    if (current.passwordVersion !== user.passwordVersion) throw fault('NotAuthorizedException')
    const changed = await setPassword(ctx, tx, pool, current, { verifier, status: current.status })
    await afterNewPassword(ctx, tx, pool, changed, 'change')
  })
}
