import type { DeliveryMedium } from './delivery.ts'
import { fault } from './errors.ts'
import type { PoolSettings, VerifiedAttribute } from './pool.ts'
import type { MfaFactor, User } from './user.ts'

/** All second factors, in the order in which answers list them. */
export const mfaFactors: readonly MfaFactor[] = ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP']

/** The address that the codes of a factor go to; an authenticator app has none. */
export const addressOf = {
  SMS_MFA: 'phone_number',
  EMAIL_OTP: 'email',
  SOFTWARE_TOKEN_MFA: undefined,
} as const satisfies Record<MfaFactor, VerifiedAttribute | undefined>

/** What a pool says of second factors; a Pool's settings serve. */
export type MfaPool = Pick<
  PoolSettings,
  'mfaConfiguration' | 'smsMfa' | 'softwareTokenMfaConfiguration' | 'emailMfaConfiguration' | 'accountRecoverySetting'
>

/** Who is asked for a second factor. */
export type MfaUser = Pick<User, 'attributes' | 'mfa'>

/** What a right first factor leads to: nothing more, one factor, a choice of them, or one to be set up. */
export type MfaDecision =
  | { readonly kind: 'none' }
  | { readonly kind: 'ask'; readonly factor: MfaFactor }
  | { readonly kind: 'select'; readonly factors: readonly MfaFactor[] }
  | { readonly kind: 'setup'; readonly factors: readonly MfaFactor[] }

/** Unverified. */
const noFactor = () => fault('InvalidParameterException', 'The user has no factor for multi-factor authentication.')

/** Whether the pool lets users take the factor up. */
export const offersFactor = (pool: MfaPool, factor: MfaFactor): boolean => {
  if (factor === 'SMS_MFA') return pool.smsMfa
  if (factor === 'EMAIL_OTP') return pool.emailMfaConfiguration !== undefined
  return pool.softwareTokenMfaConfiguration?.enabled ?? false
}

/** Whether the user could pass the factor now. An app that was registered works also where no others may be. */
export const canUse = (pool: MfaPool, { attributes, mfa }: MfaUser, factor: MfaFactor): boolean => {
  const address = addressOf[factor]
  return address === undefined ? mfa.softwareToken : offersFactor(pool, factor) && Boolean(attributes.get(address))
}

const primaryRecovery = ({ accountRecoverySetting }: MfaPool): VerifiedAttribute | undefined => {
  const [first] = (accountRecoverySetting?.recoveryMechanisms ?? []).toSorted((a, b) => a.priority - b.priority)
  if (!first || first.name === 'admin_only') return undefined
  return first.name === 'verified_email' ? 'email' : 'phone_number'
}

/** Whether the factor's address is the one by which users of the pool recover their accounts. */
const isRecovery = (pool: MfaPool, factor: MfaFactor) => {
  const address = addressOf[factor]
  return address !== undefined && address === primaryRecovery(pool)
}

/** The factors that the user has turned on, as far as there still is such a factor in the pool or an app. */
const enabledFactors = (pool: MfaPool, { mfa }: MfaUser) =>
  mfaFactors.filter(
    (factor) =>
      mfa.enabled.includes(factor) &&
      (offersFactor(pool, factor) || (factor === 'SOFTWARE_TOKEN_MFA' && mfa.softwareToken)),
  )

/** What a user can pass in a pool that demands a factor, without having turned one on. */
const impliedFactors = (pool: MfaPool, user: MfaUser) =>
  mfaFactors.filter((factor) => canUse(pool, user, factor) && !isRecovery(pool, factor))

/**
 * The factors that a sign-in may demand of the user on its way to a level. With any other than those
 * turned on, or without them with the address by which accounts are recovered, naming a level would
 * be a way around the factors that protect the user.
 */
export const ownFactors = (pool: MfaPool, user: MfaUser): readonly MfaFactor[] => {
  const enabled = enabledFactors(pool, user)
  return enabled.length > 0 ? enabled.filter((factor) => canUse(pool, user, factor)) : impliedFactors(pool, user)
}

/** Whether a password alone is not enough for this user, whatever it is that is asked next. */
export const hasMfa = (pool: MfaPool, user: MfaUser): boolean =>
  pool.mfaConfiguration === 'ON' || (pool.mfaConfiguration === 'OPTIONAL' && enabledFactors(pool, user).length > 0)

const choose = (factors: readonly MfaFactor[]): MfaDecision => {
  const [factor, ...others] = factors
  if (factor === undefined) throw noFactor()
  return others.length === 0 ? { kind: 'ask', factor } : { kind: 'select', factors }
}

/** What a user without any factor is to set up. Who has an address that cannot serve gets an app. */
const setUp = (pool: MfaPool, { attributes }: MfaUser): MfaDecision => {
  const hasAddress = Boolean(attributes.get('email') || attributes.get('phone_number'))
  const factors = mfaFactors.filter(
    (factor) =>
      offersFactor(pool, factor) && !isRecovery(pool, factor) && (!hasAddress || factor === 'SOFTWARE_TOKEN_MFA'),
  )
  if (factors.length === 0) throw noFactor()
  return { kind: 'setup', factors }
}

/**
 * What a sign-in owes after a right password. Factors that the user turned on come first, the
 * preferred one before all. A user who turned one on whose address is gone does not get in without
 * it. Where the pool demands a factor and the user turned none on, it is what the user has, except
 * for the address by which accounts are recovered, and else one to be set up. Raises
 * InvalidParameterException where there is no way.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html
 */
export const decideMfa = (pool: MfaPool, user: MfaUser): MfaDecision => {
  if (pool.mfaConfiguration === 'OFF') return { kind: 'none' }
  const enabled = enabledFactors(pool, user)
  const usable = enabled.filter((factor) => canUse(pool, user, factor))
  const { preferred } = user.mfa
  if (preferred !== undefined && usable.includes(preferred)) return { kind: 'ask', factor: preferred }
  if (usable.length > 0) return choose(usable)
  if (pool.mfaConfiguration === 'OPTIONAL') return enabled.length > 0 ? choose([]) : { kind: 'none' }
  const implied = impliedFactors(pool, user)
  return implied.length > 0 ? choose(implied) : setUp(pool, user)
}

/** The media that carry the user's second factor, by which the account is not to be recovered as well. */
export const mfaMediums = (pool: MfaPool, user: MfaUser): ReadonlySet<DeliveryMedium> => {
  if (pool.mfaConfiguration === 'OFF') return new Set()
  const enabled = enabledFactors(pool, user)
  const active = enabled.length > 0 || pool.mfaConfiguration === 'OPTIONAL' ? enabled : impliedFactors(pool, user)
  const mediums = { SMS_MFA: ['SMS'], EMAIL_OTP: ['EMAIL'], SOFTWARE_TOKEN_MFA: [] } as const
  return new Set(active.flatMap((factor) => mediums[factor]))
}
