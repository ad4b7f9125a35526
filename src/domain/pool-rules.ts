import { fault } from './errors.ts'
import { acrRules } from './pool-acr-rules.ts'
import { messagingRules } from './pool-messaging-rules.ts'
import { hasOtherFactor, hasSms } from './pool-mfa.ts'
import type { Candidate, PoolRule } from './pool-rule.ts'
import { triggerRules } from './pool-trigger-rules.ts'
import { unverifiedTexts } from './unverified-texts.ts'

const mechanisms = ({ settings }: Candidate) => settings.accountRecoverySetting?.recoveryMechanisms ?? []
const recoversOnlyBy = (candidate: Candidate, wanted: string) =>
  mechanisms(candidate).length > 0 && mechanisms(candidate).every(({ name }) => name === wanted)
const hasDuplicates = (values: readonly unknown[]) => new Set(values).size < values.length
const factors = ({ settings }: Candidate): readonly string[] => settings.policies.signInPolicy.allowedFirstAuthFactors

const attributeRules: readonly PoolRule[] = [
  {
    text: 'Only one of the aliasAttributes or usernameAttributes can be set in a User pool.',
    broken: ({ settings }) => Boolean(settings.aliasAttributes?.length && settings.usernameAttributes?.length),
  },
  {
    text: 'SMS configuration is required when phone_number is selected for auto verification',
    broken: ({ settings }) => Boolean(settings.autoVerifiedAttributes?.includes('phone_number')) && !hasSms(settings),
  },
  {
    text: 'All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes',
    broken: ({ settings }) =>
      settings.userAttributeUpdateSettings.attributesRequireVerificationBeforeUpdate.some(
        (name) => !settings.autoVerifiedAttributes?.includes(name),
      ),
  },
  {
    text: 'Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays',
    broken: ({ input }) =>
      input.adminCreateUserConfig?.unusedAccountValidityDays !== undefined &&
      input.policies?.passwordPolicy?.temporaryPasswordValidityDays !== undefined,
  },
]

const recoveryRules: readonly PoolRule[] = [
  {
    text: 'Account Recovery Setting cannot use admin_only setting with any other recovery mechanisms.',
    broken: (candidate) =>
      mechanisms(candidate).length > 1 && mechanisms(candidate).some(({ name }) => name === 'admin_only'),
  },
  {
    text: 'Account Recovery Setting cannot have duplicate priorities or recovery mechanisms.',
    broken: (candidate) =>
      hasDuplicates(mechanisms(candidate).map(({ name }) => name)) ||
      hasDuplicates(mechanisms(candidate).map(({ priority }) => priority)),
  },
  {
    // That it takes the phone as the only way is inferred from its e-mail twin below and from tools
    // whose default has both ways beside SMS MFA.
    text: 'Invalid account recovery setting parameter. Account Recovery Setting cannot use verified_phone_number as a recovery mechanism when SMS MFA is configured.',
    broken: (candidate) => candidate.settings.smsMfa && recoversOnlyBy(candidate, 'verified_phone_number'),
  },
]

const factorRules: readonly PoolRule[] = [
  { text: unverifiedTexts.softwareToken, broken: (candidate) => factors(candidate).includes('SOFTWARE_TOKEN') },
  {
    text: 'Password should be configured as one of the allowed first auth factors.',
    broken: (candidate) => !factors(candidate).includes('PASSWORD'),
  },
  {
    text: 'SMS_OTP can not be configured as AuthFactor as user pool is missing valid SMS configuration',
    broken: (candidate) => factors(candidate).includes('SMS_OTP') && !hasSms(candidate.settings),
  },
]

const mfaRules: readonly PoolRule[] = [
  {
    text: 'SMS configuration and Auto verification for phone_number are required when MFA is required/optional',
    broken: ({ settings }) =>
      (settings.smsMfa && !hasSms(settings)) ||
      (settings.mfaConfiguration !== 'OFF' && !settings.smsMfa && !hasOtherFactor(settings)),
  },
  {
    text: 'Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled',
    broken: (candidate) =>
      candidate.settings.mfaConfiguration === 'ON' && factors(candidate).some((factor) => factor.endsWith('_OTP')),
  },
  {
    // Measured: a factor configuration that was never set counts as SINGLE_FACTOR.
    text: 'Cannot set WebAuthn factor configuration to SINGLE_FACTOR if MFA is required and WebAuthn is an allowed first auth factor',
    broken: (candidate) =>
      candidate.settings.mfaConfiguration === 'ON' &&
      factors(candidate).includes('WEB_AUTHN') &&
      candidate.settings.webAuthnConfiguration?.factorConfiguration !== 'MULTI_FACTOR_WITH_USER_VERIFICATION',
  },
  {
    text: 'Cannot set EmailMfaConfiguration when user pool EmailConfiguration contains an EmailSendingAccount of COGNITO_DEFAULT.',
    broken: ({ settings }) =>
      settings.emailMfaConfiguration !== undefined &&
      settings.emailConfiguration.emailSendingAccount === 'COGNITO_DEFAULT',
  },
  {
    text: 'Cannot set EmailMfaConfiguration when user pool AccountRecoverySetting is not set or contains only verified_email in RecoveryMechanisms.',
    broken: (candidate) =>
      candidate.settings.emailMfaConfiguration !== undefined &&
      (!candidate.settings.accountRecoverySetting || recoversOnlyBy(candidate, 'verified_email')),
  },
  {
    text: unverifiedTexts.relyingParty,
    broken: ({ settings }) => {
      const id = settings.webAuthnConfiguration?.relyingPartyId
      return id !== undefined && !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(id)
    },
  },
]

const keyRules: readonly PoolRule[] = [
  {
    text: unverifiedTexts.kmsKeyArn,
    broken: ({ settings: { keyConfiguration } }) =>
      keyConfiguration?.keyType === 'CUSTOMER_MANAGED_KEY' && !keyConfiguration.kmsKeyArn,
  },
]

const rules: readonly PoolRule[] = [
  ...attributeRules,
  ...messagingRules,
  ...recoveryRules,
  ...factorRules,
  ...mfaRules,
  ...triggerRules,
  ...acrRules,
  ...keyRules,
]

/**
 * Insists that the settings which a request would give a pool make sense together and in their
 * place. Raises InvalidParameterException for the first rule that they break.
 */
export const checkPool = (candidate: Candidate): void => {
  const rule = rules.find(({ broken }) => broken(candidate))
  if (!rule) return
  throw fault('InvalidParameterException', typeof rule.text === 'string' ? rule.text : rule.text(candidate))
}
