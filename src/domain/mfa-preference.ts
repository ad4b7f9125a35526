import { fault } from './errors.ts'
import { canUse, type MfaPool, type MfaUser, mfaFactors } from './mfa.ts'
import type { MfaFactor, UserMfa } from './user.ts'

/** What is asked of one factor. An absent member leaves it as it is (unverified). */
export type FactorSetting = { readonly enabled?: boolean | undefined; readonly preferredMfa?: boolean | undefined }

/** What is asked of the factors that are named. */
export type FactorSettings = Partial<Record<MfaFactor, FactorSetting | undefined>>

/** Unverified, but for the first. */
const texts = {
  unusable: (factor: MfaFactor) => `User does not have delivery config set to turn on ${factor}`,
  twoPreferred: 'Only one MFA method can be preferred.',
  preferredOff: (factor: MfaFactor) => `${factor} cannot be preferred while it is disabled.`,
  required: (factor: MfaFactor) => `${factor} cannot be disabled: the user pool requires MFA.`,
}

const refuse = (message: string) => fault('InvalidParameterException', message)

/** Turns a factor on for a user; it is preferred if none is and `prefer` says so. */
export const withFactor = (mfa: UserMfa, factor: MfaFactor, { prefer }: { prefer: boolean }): UserMfa => ({
  ...mfa,
  enabled: mfaFactors.filter((one) => one === factor || mfa.enabled.includes(one)),
  preferred: mfa.preferred ?? (prefer ? factor : undefined),
})

/** Turns a factor off for a user. */
export const withoutFactor = (mfa: UserMfa, factor: MfaFactor): UserMfa => ({
  ...mfa,
  enabled: mfa.enabled.filter((one) => one !== factor),
  preferred: mfa.preferred === factor ? undefined : mfa.preferred,
  legacySms: mfa.legacySms && factor !== 'SMS_MFA',
})

/** Who changes the factors of a user: in a pool that requires one, the user turns none off. */
export type PreferenceOwner = { readonly pool: MfaPool; readonly user: MfaUser; readonly byAdmin: boolean }

const applied = ({ pool, user, byAdmin }: PreferenceOwner, mfa: UserMfa, factor: MfaFactor, setting: FactorSetting) => {
  if (setting.enabled === true) {
    if (!canUse(pool, user, factor)) throw refuse(texts.unusable(factor))
    return withFactor(mfa, factor, { prefer: false })
  }
  if (setting.enabled !== false || !mfa.enabled.includes(factor)) return mfa
  if (pool.mfaConfiguration === 'ON' && !byAdmin) throw refuse(texts.required(factor))
  return withoutFactor(mfa, factor)
}

/**
 * What a user has set up after the settings that were asked for: factors are turned on and off, and
 * one of those that are on is preferred. Raises InvalidParameterException for a factor that the user
 * cannot pass, for a second preferred one or one that is off, and where a user turns off what the
 * pool requires.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html
 */
export const changeFactors = (owner: PreferenceOwner, settings: FactorSettings): UserMfa => {
  const asked = mfaFactors.map((factor) => ({ factor, setting: settings[factor] ?? {} }))
  const after = asked.reduce((mfa, { factor, setting }) => applied(owner, mfa, factor, setting), owner.user.mfa)
  const [preferred, ...others] = asked.filter(({ setting }) => setting.preferredMfa === true)
  if (others.length > 0) throw refuse(texts.twoPreferred)
  if (preferred) {
    if (!after.enabled.includes(preferred.factor)) throw refuse(texts.preferredOff(preferred.factor))
    return { ...after, preferred: preferred.factor }
  }
  const isUnpreferred = after.preferred !== undefined && settings[after.preferred]?.preferredMfa === false
  return isUnpreferred ? { ...after, preferred: undefined } : after
}

/**
 * What a user has set up after SetUserSettings, the older way, which knows text messages alone.
 * Raises InvalidParameterException as `changeFactors` does.
 */
export const changeLegacySms = (owner: PreferenceOwner, enabled: boolean): UserMfa => ({
  ...changeFactors(owner, { SMS_MFA: { enabled } }),
  legacySms: enabled,
})
