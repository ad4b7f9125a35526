import type { Context } from '../../context.ts'
import { type Client, hidesUsers } from '../../domain/client.ts'
import { fault } from '../../domain/errors.ts'
import type { User } from '../../domain/user.ts'

/** Refuses a disabled user. Every sign-in, challenge and refresh asks this. */
export const refuseDisabled = (user: User): void => {
  if (!user.enabled) throw fault('NotAuthorizedException', 'User is disabled.')
}

/**
 * Refuses a user who is disabled or told to reset the password: nothing that they hold counts then,
 * since it may be somebody else who holds it.
 */
export const refuseSuspended = (user: User): void => {
  refuseDisabled(user)
  if (user.status === 'RESET_REQUIRED') throw fault('PasswordResetRequiredException')
}

/**
 * What may be said of a user before the password was looked at. A client that hides who exists
 * learns nothing here: it hears of these states after a right password only.
 */
export const checkBeforePassword = (client: Client, user: User): void => {
  if (hidesUsers(client)) return
  refuseSuspended(user)
}

/** What a right password does not get past. */
export const checkAfterPassword = (ctx: Context, user: User): void => {
  refuseSuspended(user)
  if (user.status === 'UNCONFIRMED') throw fault('UserNotConfirmedException')
  if (
    user.status === 'FORCE_CHANGE_PASSWORD' &&
    user.temporaryUntil !== undefined &&
    user.temporaryUntil <= ctx.now()
  ) {
    throw fault('NotAuthorizedException', 'Temporary password has expired and must be reset by an administrator.')
  }
}
