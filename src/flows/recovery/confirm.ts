import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import { fault } from '../../domain/errors.ts'
import { checkPassword } from '../../domain/password-policy.ts'
import type { Pool } from '../../domain/pool.ts'
import type { Via } from '../../domain/sign-in.ts'
import type { User } from '../../domain/user.ts'
import { checkCode, takeCode } from '../codes.ts'
import { discreetly } from '../discretion.ts'
import { concludeEvent } from '../events/record.ts'
import { spendAttempt } from '../limits.ts'
import { attemptKey } from '../passwords/lockout.ts'
import { afterNewPassword } from '../passwords/sessions.ts'
import { prepareNewPassword } from '../passwords/verifier.ts'
import { tellPostConfirmation } from '../triggers/sign-up.ts'
import { findUser } from '../users/find.ts'
import { rereadUser, transactUsers } from '../users/save.ts'
import { setPassword } from '../users/set-password.ts'
import { hasVerified, requireRecoverable } from './recoverable.ts'
import { refuseGuess } from './simulated-code.ts'

/** A new password and the code that allows it, as it is asked for. */
export type RecoveryConfirmation = {
  readonly pool: Pool
  readonly client: Client
  readonly username: string
  readonly code: string
  readonly password: string
  readonly via: Via
}

/** The user whose password a checked code may set. One that went elsewhere allows nothing any more. */
const allowedBy = (user: User | undefined, destination: string): User => {
  const allowed = requireRecoverable(user)
  if (!hasVerified(allowed, destination)) throw fault('ExpiredCodeException')
  return allowed
}

/**
 * Sets a new password by the code of `requestRecovery`, once; the user is CONFIRMED then and signed
 * out everywhere. Raises InvalidPasswordException before the code is looked at, CodeMismatchException,
 * ExpiredCodeException, PasswordHistoryPolicyViolationException (the code stays good),
 * LimitExceededException, and for clients that may know it why this user cannot. A client that hides
 * users hears the same of a user as of nobody. An error of PostConfirmation is the answer although the password is set.
 */
export const confirmRecovery = async (ctx: Context, request: RecoveryConfirmation): Promise<void> => {
  const { pool, client, username, password } = request
  checkPassword(pool.settings.policies.passwordPolicy, password)
  const found = await findUser(ctx, pool, username)
  await spendAttempt(ctx, attemptKey(ctx, pool, found, username, 'recovery'), 'recovery')
  const expected = await discreetly(
    client,
    () => requireRecoverable(found),
    async () => undefined,
  )
  if (!expected) throw await refuseGuess(ctx, { pool, username, found }, request.code)
  const code = await checkCode(ctx, expected, 'forgot_password', request.code)
  const user = allowedBy(expected, code.destination)
  const verifier = await prepareNewPassword(ctx, pool, user, password)
  const recovered = await transactUsers(ctx, async (tx) => {
    const current = allowedBy(await rereadUser(tx, user), code.destination)
    await takeCode(tx, code)
    const changed = await setPassword(ctx, tx, pool, current, { verifier, status: 'CONFIRMED' })
    await afterNewPassword(ctx, tx, pool, changed, 'reset')
    await concludeEvent(ctx, tx, { ...request, user: changed, type: 'ForgotPassword' })
    return changed
  })
  const occasion = { pool, clientId: client.id, user: recovered, via: request.via }
  await tellPostConfirmation(ctx, { ...occasion, source: 'ConfirmForgotPassword' })
}
