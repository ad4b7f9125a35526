import { fault } from '../../domain/errors.ts'
import type { FactorSettings } from '../../domain/mfa-preference.ts'
import type { Infer } from '../../wire/schema.ts'
import { structure } from '../../wire/schema.ts'
import {
  EmailMfaSettingsType,
  SMSMfaSettingsType,
  SoftwareTokenMfaSettingsType,
  WebAuthnMfaSettingsType,
} from '../../wire/shapes/mfa.ts'
import type { MFAOptionListType } from '../../wire/shapes/user.ts'

/** The members of a request that set the factors of a user. */
export const preferenceMembers = {
  SMSMfaSettings: SMSMfaSettingsType,
  SoftwareTokenMfaSettings: SoftwareTokenMfaSettingsType,
  EmailMfaSettings: EmailMfaSettingsType,
  WebAuthnMfaSettings: WebAuthnMfaSettingsType,
}

const preferenceInput = structure(preferenceMembers)
type Setting = { readonly Enabled?: boolean | undefined; readonly PreferredMfa?: boolean | undefined }

const toSetting = ({ Enabled, PreferredMfa }: Setting = {}) => ({ enabled: Enabled, preferredMfa: PreferredMfa })

/** What a request asks of each factor. */
export const toFactorSettings = (input: Infer<typeof preferenceInput>): FactorSettings => ({
  SMS_MFA: toSetting(input.SMSMfaSettings),
  SOFTWARE_TOKEN_MFA: toSetting(input.SoftwareTokenMfaSettings),
  EMAIL_OTP: toSetting(input.EmailMfaSettings),
  passkey: input.WebAuthnMfaSettings?.Enabled,
})

/**
 * Whether legacy MFAOptions turn text messages on. Raises InvalidParameterException for anything else; the text about
 * another attribute is recorded (aws/aws-sdk-ios, issue 382), that about another medium is unverified.
 */
export const toLegacySms = (options: Infer<typeof MFAOptionListType>): boolean => {
  for (const { DeliveryMedium, AttributeName } of options) {
    if (AttributeName !== 'phone_number') {
      throw fault('InvalidParameterException', 'Only phone_number attribute is currently supported as a MFA option.')
    }
    if (DeliveryMedium !== 'SMS') {
      throw fault('InvalidParameterException', 'MFAOptions takes the DeliveryMedium SMS only.')
    }
  }
  return options.length > 0
}
