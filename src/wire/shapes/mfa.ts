/** Second factors and passkeys, of a pool and of a user. */
import { boolean, integer, oneOf, string, structure } from '../schema.ts'
import { SmsConfigurationType, SmsVerificationMessageType } from './pool-messaging.ts'

export const UserPoolMfaType = oneOf(['OFF', 'ON', 'OPTIONAL'])

export const SmsMfaConfigType = structure({
  SmsAuthenticationMessage: SmsVerificationMessageType,
  SmsConfiguration: SmsConfigurationType,
})

export const SoftwareTokenMfaConfigType = structure({
  Enabled: boolean,
})

export const EmailMfaMessageType = string({
  min: 6,
  max: 20_000,
  pattern: String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*\{####\}[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*`,
})

export const EmailMfaSubjectType = string({ pattern: String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}\s]+` })

export const EmailMfaConfigType = structure({
  Message: EmailMfaMessageType,
  Subject: EmailMfaSubjectType,
})

export const RelyingPartyIdType = string({ min: 1, max: 127 })
export const UserVerificationType = oneOf(['required', 'preferred'])
export const WebAuthnFactorConfigurationType = oneOf(['SINGLE_FACTOR', 'MULTI_FACTOR_WITH_USER_VERIFICATION'])

export const WebAuthnConfigurationType = structure({
  RelyingPartyId: RelyingPartyIdType,
  UserVerification: UserVerificationType,
  FactorConfiguration: WebAuthnFactorConfigurationType,
})

export const SMSMfaSettingsType = structure({
  Enabled: boolean,
  PreferredMfa: boolean,
})

export const SoftwareTokenMfaSettingsType = structure({
  Enabled: boolean,
  PreferredMfa: boolean,
})

export const EmailMfaSettingsType = structure({
  Enabled: boolean,
  PreferredMfa: boolean,
})

export const WebAuthnMfaSettingsType = structure({
  Enabled: boolean,
})

export const SoftwareTokenMFAUserCodeType = string({ min: 6, max: 6, pattern: '[0-9]+', sensitive: true })
export const WebAuthnCredentialsQueryLimitType = integer({ min: 0, max: 20 })
