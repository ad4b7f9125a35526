import { fault } from './errors.ts'
import { canUse, type MfaPool, type MfaUser, mfaFactors } from './mfa.ts'
import { offersPasskeyMfa } from './passkeys.ts'
import type { PoolSettings } from './pool.ts'
import type { MfaFactor, UserMfa } from './user.ts'

/** What is asked of one factor. An absent member leaves it as it is (unverified). */
export type FactorSetting = { readonly enabled?: boolean | undefined; readonly preferredMfa?: boolean | undefined }

/** What is asked of the factors that are named, and whether passkeys shall stand for two. */
export type FactorSettings = Partial<Record<MfaFactor, FactorSetting | undefined>> & {
  readonly passkey?: boolean | undefined
}

/** Unverified, but for the first. */
const texts = {
  unusable: (factor: MfaFactor) => `User does not have delivery config set to turn on ${factor}`,
  twoPreferred: 'Only one MFA method can be preferred.',
  preferredOff: (factor: MfaFactor) => `${factor} cannot be preferred while it is disabled.`,
  required: (factor: MfaFactor) => `${factor} cannot be disabled: the user pool requires MFA.`,
  passkeyOff: 'Passkeys are not configured as a multi-factor method in the user pool.',
  passkeyAlone: 'Passkey MFA needs another MFA method that is enabled.',
}

const refuse = (message: string) => fault('InvalidParameterException', message)

/** Turns a factor on for a user; it is preferred if none is and `prefer` says so. */
export const withFactor = (mfa: UserMfa, factor: MfaFactor, { prefer }: { prefer: boolean }): UserMfa => ({
  ...mfa,
  enabled: mfaFactors.filter((one) => one === factor || mfa.enabled.includes(one)),
  preferred: mfa.preferred ?? (prefer ? factor : undefined),
})

/** Turns a factor off for a user, and passkeys as a second factor with the last one. */
export const withoutFactor = (mfa: UserMfa, factor: MfaFactor): UserMfa => {
  const enabled = mfa.enabled.filter((one) => one !== factor)
  return {
    ...mfa,
    enabled,
    preferred: mfa.preferred === factor ? undefined : mfa.preferred,
    legacySms: mfa.legacySms && factor !== 'SMS_MFA',
    passkey: mfa.passkey && enabled.length > 0,
  }
}

/** What a pool says of second factors and of passkeys that are one. */
type PreferencePool = MfaPool & Pick<PoolSettings, 'webAuthnConfiguration'>

/** Who changes the factors of a user: in a pool that requires one, the user turns none off. */
export type PreferenceOwner = { readonly pool: PreferencePool; readonly user: MfaUser; readonly byAdmin: boolean }

const applied = ({ pool, user, byAdmin }: PreferenceOwner, mfa: UserMfa, factor: MfaFactor, setting: FactorSetting) => {
  if (setting.enabled === true) {
    if (!canUse(pool, user, factor)) throw refuse(texts.unusable(factor))
    return withFactor(mfa, factor, { prefer: false })
  }
  if (setting.enabled !== false || !mfa.enabled.includes(factor)) return mfa
  if (pool.mfaConfiguration === 'ON' && !byAdmin) throw refuse(texts.required(factor))
  return withoutFactor(mfa, factor)
}

/** Passkeys stand for two factors only beside another one, by which a user without them gets in. */
const withPasskey = ({ pool, user }: PreferenceOwner, mfa: UserMfa, asked: boolean | undefined): UserMfa => {
  const isAlone = mfa.enabled.length === 0
  if (asked && !offersPasskeyMfa({ settings: pool })) throw refuse(texts.passkeyOff)
  if (asked && isAlone) throw refuse(texts.passkeyAlone)
  return { ...mfa, passkey: (asked ?? user.mfa.passkey) && !isAlone }
}

/**
 * What a user has set up after the settings that were asked for: factors are turned on and off, and
 * one of those that are on is preferred. Raises InvalidParameterException for a factor that the user
 * cannot pass, for a second preferred one or one that is off, where a user turns off what the pool
 * requires, and for passkeys as a second factor that the pool does not take or beside no other one.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html
 */
export const changeFactors = (owner: PreferenceOwner, settings: FactorSettings): UserMfa => {
  const asked = mfaFactors.map((factor) => ({ factor, setting: settings[factor] ?? {} }))
  const changed = asked.reduce((mfa, { factor, setting }) => applied(owner, mfa, factor, setting), owner.user.mfa)
  const after = withPasskey(owner, changed, settings.passkey)
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
