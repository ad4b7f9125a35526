/** States of an account, and how a user gets into them, also while a sign-in is under way. */
import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { signIn } from '../fixture.ts'
import { outcome } from './between.ts'
import type { Traveller } from './journeys.ts'
import { type Kind, makeTemporary, signUp } from './travellers.ts'

const WEEK = 7 * 24 * 60 * 60 * 1000
const userOf = ({ poolId, username }: Traveller) => ({ UserPoolId: poolId, Username: username })

/** Every state that may keep a user out. */
export type State = 'disabled' | 'deleted' | 'reset' | 'locked' | 'unconfirmed' | 'temporary' | 'expired'

/** Brings a user into each. */
export const states: Record<State, (who: Traveller, kind: Kind) => Promise<unknown>> = {
  disabled: (who) => who.sdk.send(new AdminDisableUserCommand(userOf(who))),
  deleted: (who) => who.sdk.send(new AdminDeleteUserCommand(userOf(who))),
  reset: (who) => who.sdk.send(new AdminResetUserPasswordCommand(userOf(who))),
  /** Out of passwords, for a second: the clock has to stand still. */
  async locked({ sdk, clientId, username }) {
    for (let failure = 0; failure < 5; failure++) await outcome(signIn(sdk, clientId, username, 'wrong'))
  },
  /** No user becomes so, but another one under the same name is. */
  async unconfirmed(who) {
    await who.sdk.send(new AdminDeleteUserCommand(userOf(who)))
    await signUp(who)
  },
  /** An administrator has set a temporary password, which is the same. */
  temporary: makeTemporary,
  /** It has ended. Whoever had one from the start has it for a minute more. */
  async expired(who, kind) {
    if (kind === 'a temporary password') return who.server.travel(2 * 60_000)
    await makeTemporary(who)
    who.server.travel(WEEK + 1000)
  },
}

/** What is told of them, and of what does not fit them. */
export const told = {
  DISABLED: 'NotAuthorizedException: User is disabled.',
  GENERIC: 'NotAuthorizedException: Incorrect username or password.',
  LOCKED: 'NotAuthorizedException: Password attempts exceeded',
  INVALID: 'NotAuthorizedException: Invalid session for the user.',
  TOO_LATE: 'NotAuthorizedException: Invalid session for the user, session is expired.',
  ENDED: 'NotAuthorizedException: Temporary password has expired and must be reset by an administrator.',
  NOT_A_PASSKEY: 'NotAuthorizedException: The passkey could not be verified.',
  REVOKED: 'NotAuthorizedException: Refresh Token has been revoked',
  NO_TOKEN: 'NotAuthorizedException: Invalid Refresh Token',
  RESET: 'PasswordResetRequiredException: Password reset required for the user',
  UNDECLARED_RESET: 'NotAuthorizedException: Password reset required for the user',
  UNCONFIRMED: 'UserNotConfirmedException: User is not confirmed.',
  UNKNOWN: 'UserNotFoundException: User does not exist.',
  NO_CODE: 'CodeMismatchException: Invalid code or auth state for the user.',
  NO_DEVICE: 'ResourceNotFoundException: Device does not exist.',
} as const satisfies Record<string, string>
