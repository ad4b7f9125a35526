import { allowsSrp } from './credential.ts'
import { hasMfa } from './mfa.ts'
import { offersPasskeyMfa } from './passkeys.ts'
import type { FirstFactor, Pool } from './pool.ts'
import type { FirstChallenge } from './sign-in.ts'
import type { User } from './user.ts'

/** What a user has to begin a sign-in with, beside addresses. */
export type Holdings = { readonly password: boolean; readonly passkeys: boolean }

/** In the order in which the service lists them: which factor of the pool allows each, and what it takes. */
const challenges: readonly {
  name: FirstChallenge
  factor: FirstFactor
  has: (user: User, holds: Holdings) => boolean
}[] = [
  { name: 'PASSWORD_SRP', factor: 'PASSWORD', has: (_user, { password }) => password },
  { name: 'PASSWORD', factor: 'PASSWORD', has: (_user, { password }) => password },
  { name: 'EMAIL_OTP', factor: 'EMAIL_OTP', has: ({ attributes }) => Boolean(attributes.get('email')) },
  { name: 'SMS_OTP', factor: 'SMS_OTP', has: ({ attributes }) => Boolean(attributes.get('phone_number')) },
  { name: 'WEB_AUTHN', factor: 'WEB_AUTHN', has: (_user, { passkeys }) => passkeys },
]

/** The factors of the pool by which this user may begin; whoever needs a second factor begins with a password. */
const permitted = (pool: Pool, user: User): readonly FirstFactor[] => {
  if (user.status === 'EXTERNAL_PROVIDER') return []
  if (user.status === 'FORCE_CHANGE_PASSWORD') return ['PASSWORD']
  if (!hasMfa(pool.settings, user)) return ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN']
  // A passkey that verifies its user is two factors in one, for who has turned that on.
  return user.mfa.passkey && offersPasskeyMfa(pool) ? ['PASSWORD', 'WEB_AUTHN'] : ['PASSWORD']
}

/**
 * Whether a first factor that was proved still serves the user as they are now. It does not once a
 * second one was turned on since: then it would not have been offered, or not by itself.
 */
export const stillServes = (
  pool: Pool,
  first: FirstChallenge,
  { before, now }: { before: User; now: User },
): boolean => {
  const { factor } = challenges.find(({ name }) => name === first) ?? {}
  const isMoreAsked = hasMfa(pool.settings, now) && !hasMfa(pool.settings, before)
  return factor !== undefined && !isMoreAsked && permitted(pool, now).includes(factor)
}

/**
 * What a sign-in by choice offers to a user: what the pool allows, the user has, and leaves no way
 * around a second factor. No SRP where the pool stores hashes.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html
 */
export const offeredChallenges = (pool: Pool, user: User, holds: Holdings): readonly FirstChallenge[] => {
  const allowed = pool.settings.policies.signInPolicy.allowedFirstAuthFactors
  const open = permitted(pool, user)
  return challenges
    .filter(({ factor, has }) => allowed.includes(factor) && open.includes(factor) && has(user, holds))
    .map(({ name }) => name)
    .filter((name) => name !== 'PASSWORD_SRP' || allowsSrp(pool.passwordMode))
}
