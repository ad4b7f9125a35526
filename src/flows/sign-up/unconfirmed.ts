import { fault, type ServiceError } from '../../domain/errors.ts'
import type { User } from '../../domain/user.ts'
import { userNotFound } from '../discretion.ts'
import { refuseDisabled } from '../sign-in/account-state.ts'

/** The answer to whoever would confirm a user who does not wait for it. */
export const notConfirmable = ({ status }: User): ServiceError =>
  fault('NotAuthorizedException', `User cannot be confirmed. Current status is ${status}`)

/**
 * The user, if their sign-up waits for its code. Raises what keeps it from that, for whoever may
 * know: `confirmed` is the answer about a user who has been through it.
 */
export const requireUnconfirmed = (user: User | undefined, confirmed: (user: User) => ServiceError): User => {
  if (!user) throw userNotFound()
  refuseDisabled(user)
  if (user.status !== 'UNCONFIRMED') throw confirmed(user)
  return user
}
