import { defined } from './defined.ts'
import { defaultPasswordPolicy, type PasswordPolicy } from './password-policy.ts'
import {
  type AcrConfiguration,
  type DcrConfiguration,
  defaultAcrValues,
  type FirstFactor,
  type LambdaConfig,
  type PoolSettings,
} from './pool.ts'
import type { NewPoolInput, Place, PoolInput } from './pool-input.ts'
import { smsConfiguration, statedMfa } from './pool-mfa.ts'

/** How recovery works in a pool that was not told. Content and order are unverified. */
const defaultRecovery: PoolSettings['accountRecoverySetting'] = {
  recoveryMechanisms: [
    { priority: 1, name: 'verified_email' },
    { priority: 2, name: 'verified_phone_number' },
  ],
}

/** 0 is how older tools say that they do not care. */
const temporaryDays = ({ policies, adminCreateUserConfig }: PoolInput) =>
  (policies?.passwordPolicy?.temporaryPasswordValidityDays ?? adminCreateUserConfig?.unusedAccountValidityDays) ||
  defaultPasswordPolicy.temporaryPasswordValidityDays

/**
 * The password policy that a request states, or `kept`. Flags that a stated policy leaves out are
 * off (unverified). UnusedAccountValidityDays is the older name of how long temporary passwords live.
 */
const passwordPolicy = (input: PoolInput, kept: PasswordPolicy): PasswordPolicy => {
  const given = input.policies?.passwordPolicy
  if (!given) {
    const states = input.adminCreateUserConfig?.unusedAccountValidityDays !== undefined
    return states ? { ...kept, temporaryPasswordValidityDays: temporaryDays(input) } : kept
  }
  return defined({
    minimumLength: given.minimumLength ?? defaultPasswordPolicy.minimumLength,
    requireUppercase: given.requireUppercase ?? false,
    requireLowercase: given.requireLowercase ?? false,
    requireNumbers: given.requireNumbers ?? false,
    requireSymbols: given.requireSymbols ?? false,
    passwordHistorySize: given.passwordHistorySize,
    temporaryPasswordValidityDays: temporaryDays(input),
  })
}

const policies = (input: PoolInput, kept: PoolSettings['policies']): PoolSettings['policies'] => {
  const factors = input.policies?.signInPolicy?.allowedFirstAuthFactors
  return {
    passwordPolicy: passwordPolicy(input, kept.passwordPolicy),
    // The rules refuse SOFTWARE_TOKEN, the one factor that is no FirstFactor.
    signInPolicy: factors ? { allowedFirstAuthFactors: factors as FirstFactor[] } : kept.signInPolicy,
  }
}

const messageTemplate = (input: PoolInput): PoolSettings['verificationMessageTemplate'] => {
  const template = input.verificationMessageTemplate
  return defined({
    smsMessage: template?.smsMessage ?? input.smsVerificationMessage,
    emailMessage: template?.emailMessage ?? input.emailVerificationMessage,
    emailSubject: template?.emailSubject ?? input.emailVerificationSubject,
    emailMessageByLink: template?.emailMessageByLink,
    emailSubjectByLink: template?.emailSubjectByLink,
    defaultEmailOption: template?.defaultEmailOption ?? ('CONFIRM_WITH_CODE' as const),
  })
}

/** Both names of the token trigger always hold the same function; one that is given alone names the other. */
const lambdaConfig = (given: LambdaConfig = {}): LambdaConfig => {
  const { preTokenGeneration: lambdaArn, preTokenGenerationConfig } = given
  if (preTokenGenerationConfig) return { ...given, preTokenGeneration: preTokenGenerationConfig.lambdaArn }
  return lambdaArn ? { ...given, preTokenGenerationConfig: { lambdaVersion: 'V1_0', lambdaArn } } : given
}

const deviceConfiguration = (given: PoolInput['deviceConfiguration']): PoolSettings['deviceConfiguration'] =>
  given && {
    challengeRequiredOnNewDevice: given.challengeRequiredOnNewDevice ?? false,
    deviceOnlyRememberedOnUserPrompt: given.deviceOnlyRememberedOnUserPrompt ?? false,
  }

/** What counts in a request as stated is the setting itself: an empty one restores the legacy order of recovery. */
const recovery = (given: PoolInput['accountRecoverySetting']) => {
  if (!given) return defaultRecovery
  return given.recoveryMechanisms && { recoveryMechanisms: given.recoveryMechanisms }
}

const dcrConfiguration = (given: Partial<DcrConfiguration>): DcrConfiguration =>
  defined({
    enableStatus: given.enableStatus ?? 'Enabled',
    openDcrEnabled: given.openDcrEnabled ?? false,
    authenticatedGrantTypes: given.authenticatedGrantTypes ?? ['code', 'client_credentials'],
    openDcrGrantTypes: given.openDcrGrantTypes ?? ['code'],
    allowedScopes: given.allowedScopes,
  })

const acrConfiguration = (given: ReadonlyMap<string, string>): AcrConfiguration =>
  Object.fromEntries([...given].filter(([level]) => Object.hasOwn(defaultAcrValues, level)))

/** A pool of which nothing was stated yet. */
const blank = {
  policies: {
    passwordPolicy: defaultPasswordPolicy,
    signInPolicy: { allowedFirstAuthFactors: ['PASSWORD'] },
  },
  deletionProtection: 'INACTIVE',
  mfaConfiguration: 'OFF',
  smsMfa: false,
  userPoolTier: 'ESSENTIALS',
} satisfies Partial<PoolSettings>

/** What goes back to its default when a request leaves it out. */
const reset = (input: PoolInput) => ({
  lambdaConfig: lambdaConfig(input.lambdaConfig),
  autoVerifiedAttributes: input.autoVerifiedAttributes,
  verificationMessageTemplate: messageTemplate(input),
  smsAuthenticationMessage: input.smsAuthenticationMessage,
  userAttributeUpdateSettings: {
    attributesRequireVerificationBeforeUpdate:
      input.userAttributeUpdateSettings?.attributesRequireVerificationBeforeUpdate ?? [],
  },
  deviceConfiguration: deviceConfiguration(input.deviceConfiguration),
  emailConfiguration: {
    ...input.emailConfiguration,
    emailSendingAccount: input.emailConfiguration?.emailSendingAccount ?? ('COGNITO_DEFAULT' as const),
  },
  adminCreateUserConfig: defined({
    allowAdminCreateUserOnly: input.adminCreateUserConfig?.allowAdminCreateUserOnly ?? false,
    inviteMessageTemplate: input.adminCreateUserConfig?.inviteMessageTemplate,
  }),
  userPoolAddOns: input.userPoolAddOns,
  accountRecoverySetting: recovery(input.accountRecoverySetting),
})

type Kept = typeof blank | PoolSettings

/**
 * What stays as it is when a request leaves it out. That is measured or documented of the policies,
 * MFA, tier and DCR; for the rest it is the safe reading: protection and SMS are not lost by accident
 * (other tools report that SMS cannot be removed), and names that relying parties trust do not change.
 */
const keep = (input: PoolInput, kept: Kept & Partial<PoolSettings>, place: Place) => ({
  ...statedMfa(input.mfaConfiguration, kept),
  policies: policies(input, kept.policies as PoolSettings['policies']),
  deletionProtection: input.deletionProtection ?? kept.deletionProtection,
  userPoolTier: input.userPoolTier ?? kept.userPoolTier,
  smsConfiguration: input.smsConfiguration ? smsConfiguration(input.smsConfiguration, place) : kept.smsConfiguration,
  dcrConfiguration: input.dcrConfiguration ? dcrConfiguration(input.dcrConfiguration) : kept.dcrConfiguration,
  keyConfiguration: input.keyConfiguration ?? kept.keyConfiguration,
  issuerConfiguration: input.issuerConfiguration ?? kept.issuerConfiguration,
  acrConfiguration: input.acrConfiguration ? acrConfiguration(input.acrConfiguration) : kept.acrConfiguration,
})

/**
 * The settings of a new pool, with the service's defaults. They are only as good as `input`:
 * `checkPool` is to see them before they are stored.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html
 */
export const newPoolSettings = (input: NewPoolInput, place: Place): PoolSettings => {
  const { aliasAttributes, usernameAttributes, usernameConfiguration } = input
  return defined({
    ...reset(input),
    ...keep(input, blank, place),
    aliasAttributes,
    usernameAttributes,
    usernameConfiguration,
  })
}

/**
 * The settings of a pool after UpdateUserPool. Documentation has all that is left out go back to its
 * default; measured on the real service, some of it stays.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-updating.html
 */
export const updatedPoolSettings = (before: PoolSettings, input: PoolInput, place: Place): PoolSettings => {
  const { aliasAttributes, usernameAttributes, usernameConfiguration, webAuthnConfiguration, sessionConfiguration } =
    before
  return defined({
    ...reset(input),
    ...keep(input, before, place),
    aliasAttributes,
    usernameAttributes,
    usernameConfiguration,
    webAuthnConfiguration,
    sessionConfiguration,
  })
}
