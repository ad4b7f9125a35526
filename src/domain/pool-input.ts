import type { PasswordPolicy } from './password-policy.ts'
import type {
  AdminCreateUserConfig,
  AliasAttribute,
  DcrConfiguration,
  EmailConfiguration,
  FirstFactor,
  LambdaConfig,
  PoolSettings,
  RecoveryMechanism,
  SmsConfiguration,
  VerificationMessageTemplate,
  VerifiedAttribute,
  WebAuthnConfiguration,
} from './pool.ts'

/** Where a pool is: what ARNs and Regions in its settings are compared with. */
export type Place = { readonly region: string; readonly accountId: string }

/** The settings that a request may state of a new pool or of one that exists. */
export type PoolInput = {
  policies?: {
    passwordPolicy?: Partial<PasswordPolicy>
    /** SOFTWARE_TOKEN is in the model, and not supported by the service. */
    signInPolicy?: { allowedFirstAuthFactors?: (FirstFactor | 'SOFTWARE_TOKEN')[] }
  }
  deletionProtection?: PoolSettings['deletionProtection']
  lambdaConfig?: LambdaConfig
  autoVerifiedAttributes?: VerifiedAttribute[]
  smsVerificationMessage?: string
  emailVerificationMessage?: string
  emailVerificationSubject?: string
  verificationMessageTemplate?: VerificationMessageTemplate
  smsAuthenticationMessage?: string
  mfaConfiguration?: PoolSettings['mfaConfiguration']
  userAttributeUpdateSettings?: { attributesRequireVerificationBeforeUpdate?: VerifiedAttribute[] }
  deviceConfiguration?: Partial<NonNullable<PoolSettings['deviceConfiguration']>>
  emailConfiguration?: Partial<EmailConfiguration>
  smsConfiguration?: SmsConfiguration
  adminCreateUserConfig?: Partial<AdminCreateUserConfig> & { unusedAccountValidityDays?: number }
  userPoolAddOns?: PoolSettings['userPoolAddOns']
  accountRecoverySetting?: { recoveryMechanisms?: RecoveryMechanism[] }
  userPoolTier?: PoolSettings['userPoolTier']
  keyConfiguration?: PoolSettings['keyConfiguration']
  issuerConfiguration?: PoolSettings['issuerConfiguration']
  dcrConfiguration?: Partial<DcrConfiguration>
  /** By level, whatever the caller calls it. */
  acrConfiguration?: ReadonlyMap<string, string>
}

/** What is stated once: the names by which users sign in. */
export type NewPoolInput = PoolInput & {
  aliasAttributes?: AliasAttribute[]
  usernameAttributes?: VerifiedAttribute[]
  usernameConfiguration?: { caseSensitive: boolean }
}

/** The factors of a pool as SetUserPoolMfaConfig states them: all of them, every time. */
export type MfaInput = {
  smsMfaConfiguration?: { smsAuthenticationMessage?: string; smsConfiguration?: SmsConfiguration }
  softwareTokenMfaConfiguration?: { enabled?: boolean }
  emailMfaConfiguration?: { message?: string; subject?: string }
  mfaConfiguration?: PoolSettings['mfaConfiguration']
  webAuthnConfiguration?: Partial<WebAuthnConfiguration>
}
