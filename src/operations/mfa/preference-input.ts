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

/** Whether legacy MFAOptions turn text messages on. Raises InvalidParameterException for anything else (unverified). */
export const toLegacySms = (options: Infer<typeof MFAOptionListType>): boolean => {
  for (const { DeliveryMedium, AttributeName } of options) {
    if (DeliveryMedium !== 'SMS' || AttributeName !== 'phone_number') {
      throw fault('InvalidParameterException', 'MFAOptions takes the DeliveryMedium SMS for phone_number only.')
    }
  }
  return options.length > 0
}
