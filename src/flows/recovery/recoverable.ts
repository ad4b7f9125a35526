import { addresses } from '../../domain/address-changes.ts'
import { isVerified } from '../../domain/attribute-checks.ts'
import { fault } from '../../domain/errors.ts'
import type { User, UserStatus } from '../../domain/user.ts'
import { userNotFound } from '../discretion.ts'
import { refuseDisabled } from '../sign-in/account-state.ts'

/**
 * The states out of which a code leads. Somebody who never confirmed the sign-up but has a verified
 * address is among them (unverified); a temporary password and an external one are not the user's.
 */
const recoverable: ReadonlySet<UserStatus> = new Set(['CONFIRMED', 'RESET_REQUIRED', 'UNCONFIRMED'])

/** The user, if they may set a new password by a code. Raises what keeps them from it, for who may know. */
export const requireRecoverable = (user: User | undefined): User => {
  if (!user) throw userNotFound()
  refuseDisabled(user)
  if (!recoverable.has(user.status)) {
    throw fault('NotAuthorizedException', 'User password cannot be reset in the current state.')
  }
  return user
}

/** Whether a code that went to `destination` went to a verified address of the user, which it still is. */
export const hasVerified = ({ attributes }: User, destination: string): boolean =>
  addresses.some((name) => isVerified(attributes, name) && attributes.get(name) === destination)
