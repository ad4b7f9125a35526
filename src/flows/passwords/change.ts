import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import { fault } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import type { Via } from '../../domain/sign-in.ts'
import type { User } from '../../domain/user.ts'
import { keepingFailures } from '../events/failures.ts'
import { recordEvent } from '../events/record.ts'
import { spendAttempt } from '../limits.ts'
import { rereadUser, transactUsers } from '../users/save.ts'
import { setPassword } from '../users/set-password.ts'
import { attemptKey } from './lockout.ts'
import { afterNewPassword } from './sessions.ts'
import { attemptPassword, prepareNewPassword } from './verifier.ts'

/** A change of password as its user asks for it. */
export type PasswordChange = {
  readonly pool: Pool
  /** Of the token. */
  readonly client: Client
  readonly user: User
  /** Needless for a user who has none. */
  readonly previous: string | undefined
  readonly proposed: string
  readonly via: Via
}

/** Proves the old password, or that there is none; whoever signs in at a provider may not have one here. */
const provePrevious = async (ctx: Context, { pool, user, previous }: PasswordChange, stored: string | undefined) => {
  if (previous === undefined) {
    if (stored === undefined && user.status !== 'EXTERNAL_PROVIDER') return
    throw fault('NotAuthorizedException')
  }
  const key = attemptKey(ctx, pool, user, user.username, 'password')
  const isRight = await attemptPassword(ctx, key, { pool, user, name: user.username, password: previous })
  if (!isRight) throw fault('NotAuthorizedException')
}

/**
 * Changes a password by the old one, which is tried under the lockout of sign-ins. Raises
 * NotAuthorizedException, LimitExceededException, InvalidPasswordException and
 * PasswordHistoryPolicyViolationException.
 */
export const changePassword = async (ctx: Context, change: PasswordChange): Promise<void> => {
  const { pool, user, proposed } = change
  const key = attemptKey(ctx, pool, user, user.username, 'changePassword')
  await spendAttempt(ctx, key, 'changePassword')
  const stored = await ctx.store.users.verifier(pool.id, user.sub)
  const event = { ...change, type: 'PasswordChange' as const }
  await keepingFailures(
    ctx,
    () => ({ key, event, isKnown: true }),
    () => provePrevious(ctx, change, stored),
  )
  const verifier = await prepareNewPassword(ctx, pool, user, proposed)
  await transactUsers(ctx, async (tx) => {
    const current = await rereadUser(tx, user)
    // A reset came in between: what was proved is not the password any more.
    if (current.passwordVersion !== user.passwordVersion) throw fault('NotAuthorizedException')
    const changed = await setPassword(ctx, tx, pool, current, { verifier, status: current.status })
    await afterNewPassword(ctx, tx, pool, changed, 'change')
    await recordEvent(ctx, tx, { ...event, response: 'Pass' })
  })
}
