import type { Context } from '../../context.ts'
import { hidesUsers } from '../../domain/client.ts'
import type { SignInEntry } from '../../domain/entry.ts'
import { fault } from '../../domain/errors.ts'
import { attemptsExceeded, passwordLockout } from '../../domain/lockout.ts'
import { type Attempt, hasPassword } from '../../domain/sign-in.ts'
import type { User } from '../../domain/user.ts'
import { attemptKey } from '../passwords/lockout.ts'
import { functionOf } from '../triggers/invoke.ts'

/** Refuses a disabled user. Every sign-in, challenge and refresh asks this. */
export const refuseDisabled = (user: User): void => {
  if (!user.enabled) throw fault('NotAuthorizedException', 'User is disabled.')
}

/** Whether nothing that the user holds counts: it may be somebody else who holds it. */
export const isSuspended = (user: User): boolean => !user.enabled || user.status === 'RESET_REQUIRED'

/** Refuses a user who is disabled or told to reset the password. */
export const refuseSuspended = (user: User): void => {
  refuseDisabled(user)
  if (user.status === 'RESET_REQUIRED') throw fault('PasswordResetRequiredException')
}

/** Sign-ins that look at a password before all else. */
const byPassword: ReadonlySet<SignInEntry> = new Set(['password', 'admin-password', 'srp'])

type Unproved = Pick<Attempt, 'entry' | 'pool' | 'client' | 'user' | 'isKnown' | 'name'>

const refuseLockedOut = async (ctx: Context, { entry, pool, user, isKnown, name }: Unproved): Promise<void> => {
  if (!byPassword.has(entry)) return
  const key = attemptKey(ctx, pool, isKnown ? user : undefined, name, 'password')
  if (await ctx.store.attempts.isLocked(key, passwordLockout, ctx.now())) throw attemptsExceeded()
}

/**
 * What keeps a sign-in from the function that may refuse it: a user who is disabled, as far as that may be
 * said, and a lock, during which nobody sets functions to work. Who has to reset the password comes after it.
 */
export const checkBeforeFunction = async (ctx: Context, attempt: Unproved): Promise<void> => {
  const { pool, client, user, isKnown } = attempt
  if (functionOf(pool, 'preAuthentication') === undefined) return
  if (isKnown && !hidesUsers(client)) refuseDisabled(user)
  await refuseLockedOut(ctx, attempt)
}

/**
 * What may be said of a user before anything was proved. A client that hides who exists learns
 * nothing here: it hears of these states after a right proof only. A lock is told of before a reset.
 */
export const checkBeforeProof = async (ctx: Context, attempt: Unproved): Promise<void> => {
  const { client, user, isKnown } = attempt
  if (!isKnown || hidesUsers(client)) return
  refuseDisabled(user)
  if (user.status === 'RESET_REQUIRED') await refuseLockedOut(ctx, attempt)
  refuseSuspended(user)
}

/** What no proof gets past. Whoever comes from an identity provider signs in there. */
export const checkAfterProof = (ctx: Pick<Context, 'now'>, attempt: Pick<Attempt, 'user' | 'proved'>): void => {
  const { user } = attempt
  refuseSuspended(user)
  if (user.status === 'EXTERNAL_PROVIDER') throw fault('NotAuthorizedException')
  if (user.status === 'UNCONFIRMED') throw fault('UserNotConfirmedException')
  const isTemporary = user.status === 'FORCE_CHANGE_PASSWORD' && hasPassword(attempt)
  if (isTemporary && user.temporaryUntil !== undefined && user.temporaryUntil <= ctx.now()) {
    throw fault('NotAuthorizedException', 'Temporary password has expired and must be reset by an administrator.')
  }
}
