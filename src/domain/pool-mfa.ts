import { defined } from './defined.ts'
import { fault } from './errors.ts'
import type { MfaMode, PoolSettings, SmsConfiguration } from './pool.ts'
import type { MfaInput, Place } from './pool-input.ts'

/** An SNS configuration, its Region filled in. */
export const smsConfiguration = (given: SmsConfiguration, { region }: Place): SmsConfiguration =>
  given.snsCallerArn ? { ...given, snsRegion: given.snsRegion ?? region } : given

/** Whether the pool has what it needs to send text messages. */
export const hasSms = ({ smsConfiguration }: Pick<PoolSettings, 'smsConfiguration'>): boolean =>
  Boolean(smsConfiguration?.snsCallerArn || smsConfiguration?.eumsSms)

type OtherFactors = Pick<PoolSettings, 'softwareTokenMfaConfiguration' | 'emailMfaConfiguration'>

/** Whether the pool has a second factor other than text messages. */
export const hasOtherFactor = (settings: OtherFactors): boolean =>
  Boolean(settings.softwareTokenMfaConfiguration?.enabled || settings.emailMfaConfiguration)

type Mfa = OtherFactors & Pick<PoolSettings, 'mfaConfiguration' | 'smsMfa'>

/**
 * Multi-factor authentication after a request that states its mode and no factors, or leaves both as
 * they are. Turned on in a pool that has no other factor, it is by text message; turned off, its
 * factors are gone.
 */
export const statedMfa = (mode: MfaMode | undefined, kept: Mfa): Mfa => {
  if (mode === 'OFF') return { mfaConfiguration: mode, smsMfa: false }
  return defined({
    mfaConfiguration: mode ?? kept.mfaConfiguration,
    smsMfa: kept.smsMfa || (mode !== undefined && !hasOtherFactor(kept)),
    softwareTokenMfaConfiguration: kept.softwareTokenMfaConfiguration,
    emailMfaConfiguration: kept.emailMfaConfiguration,
  })
}

/**
 * The settings of a pool after SetUserPoolMfaConfig, which replaces all factors. What also serves
 * other purposes stays when the SMS factor is left out: the SMS configuration and its message.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolMfaConfig.html
 */
export const replacedMfa = (before: PoolSettings, input: MfaInput, place: Place): PoolSettings => {
  const { smsMfaConfiguration: sms, softwareTokenMfaConfiguration: token, webAuthnConfiguration: webAuthn } = input
  return defined({
    ...before,
    mfaConfiguration: input.mfaConfiguration ?? 'OFF',
    smsMfa: sms !== undefined,
    smsAuthenticationMessage: sms ? sms.smsAuthenticationMessage : before.smsAuthenticationMessage,
    smsConfiguration: sms?.smsConfiguration ? smsConfiguration(sms.smsConfiguration, place) : before.smsConfiguration,
    softwareTokenMfaConfiguration: token && { enabled: token.enabled ?? false },
    emailMfaConfiguration: input.emailMfaConfiguration,
    webAuthnConfiguration: webAuthn && {
      ...webAuthn,
      userVerification: webAuthn.userVerification ?? ('preferred' as const),
    },
  })
}

const texts = {
  off: "Invalid MFA configuration given, can't turn off MFA and configure an MFA together",
  none: "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.",
}

/**
 * Insists that SetUserPoolMfaConfig states factors exactly where it turns MFA on. What counts where
 * it is off is that a factor is stated at all, even one that is not enabled (measured). Raises
 * InvalidParameterException.
 */
export const checkMfaInput = (input: MfaInput): void => {
  const { smsMfaConfiguration: sms, softwareTokenMfaConfiguration: token, emailMfaConfiguration: email } = input
  const isOff = (input.mfaConfiguration ?? 'OFF') === 'OFF'
  if (isOff && (sms ?? token ?? email)) throw fault('InvalidParameterException', texts.off)
  if (!isOff && !(sms || token?.enabled || email)) throw fault('InvalidParameterException', texts.none)
}
