import type { SchemaAttribute } from './attributes.ts'
import type { PasswordPolicy } from './password-policy.ts'

/** A factor that may begin a sign-in. */
export type FirstFactor = 'PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN'
export type VerifiedAttribute = 'email' | 'phone_number'
export type AliasAttribute = VerifiedAttribute | 'preferred_username'
export type Tier = 'LITE' | 'ESSENTIALS' | 'PLUS'
export type MfaMode = 'OFF' | 'ON' | 'OPTIONAL'

export type RecoveryMechanism = {
  priority: number
  name: 'verified_email' | 'verified_phone_number' | 'admin_only'
}

export type VerificationMessageTemplate = {
  smsMessage?: string
  emailMessage?: string
  emailSubject?: string
  emailMessageByLink?: string
  emailSubjectByLink?: string
  defaultEmailOption?: 'CONFIRM_WITH_LINK' | 'CONFIRM_WITH_CODE'
}

export type AdminCreateUserConfig = {
  allowAdminCreateUserOnly?: boolean
  unusedAccountValidityDays?: number
  inviteMessageTemplate?: { sMSMessage?: string; emailMessage?: string; emailSubject?: string }
}

export type EmailConfiguration = {
  sourceArn?: string
  replyToEmailAddress?: string
  emailSendingAccount?: 'COGNITO_DEFAULT' | 'DEVELOPER'
  from?: string
  configurationSet?: string
}

export type SmsConfiguration = {
  snsCallerArn?: string
  externalId?: string
  snsRegion?: string
  eumsSms?: {
    callerArn: string
    externalId?: string
    originationIdentity?: string
    configurationSetName?: string
    inEntityId?: string
    inTemplateId?: string
    region?: string
  }
}

/**
 * What an administrator sets on a pool. The names are the service's with a lower-case first letter,
 * as in its own validation messages (`sMSMessage`), so that wire and storage convert mechanically.
 */
export type PoolSettings = {
  policies: {
    passwordPolicy: PasswordPolicy
    signInPolicy: { allowedFirstAuthFactors: FirstFactor[] }
  }
  deletionProtection: 'ACTIVE' | 'INACTIVE'
  autoVerifiedAttributes?: VerifiedAttribute[]
  aliasAttributes?: AliasAttribute[]
  usernameAttributes?: VerifiedAttribute[]
  verificationMessageTemplate: VerificationMessageTemplate
  smsAuthenticationMessage?: string
  mfaConfiguration: MfaMode
  softwareTokenMfaConfiguration?: { enabled?: boolean }
  emailMfaConfiguration?: { message?: string; subject?: string }
  /** True once SMS was set up as a factor by SetUserPoolMfaConfig or an SMS configuration with MFA. */
  smsMfa?: boolean
  webAuthnConfiguration?: {
    relyingPartyId?: string
    userVerification?: 'required' | 'preferred'
    factorConfiguration?: 'SINGLE_FACTOR' | 'MULTI_FACTOR_WITH_USER_VERIFICATION'
  }
  userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdate: VerifiedAttribute[] }
  deviceConfiguration?: { challengeRequiredOnNewDevice?: boolean; deviceOnlyRememberedOnUserPrompt?: boolean }
  emailConfiguration: EmailConfiguration
  smsConfiguration?: SmsConfiguration
  adminCreateUserConfig: AdminCreateUserConfig
  userPoolAddOns?: { advancedSecurityMode: 'OFF' | 'AUDIT' | 'ENFORCED' }
  usernameConfiguration?: { caseSensitive: boolean }
  /** Absent is the service's legacy behaviour: a verified phone before a verified e-mail. */
  accountRecoverySetting?: { recoveryMechanisms?: RecoveryMechanism[] }
  userPoolTier: Tier
  keyConfiguration?: { keyType?: 'AWS_OWNED_KEY' | 'CUSTOMER_MANAGED_KEY'; kmsKeyArn?: string }
  issuerConfiguration?: { type?: 'ORIGINAL' | 'UPDATED' }
  /** Level1 to Level4 and the value that the pool gives each. */
  acrConfiguration?: Record<string, string>
}

/** A user pool. Instants are epoch milliseconds, as everywhere in the domain. */
export type Pool = {
  readonly id: string
  readonly region: string
  readonly name: string
  readonly settings: Readonly<PoolSettings>
  readonly schema: readonly SchemaAttribute[]
  readonly tags: Readonly<Record<string, string>>
  readonly createdAt: number
  readonly updatedAt: number
}

/** Whether names that differ in case alone differ. The service's default at its API is yes. */
export const isCaseSensitive = (pool: Pool) => pool.settings.usernameConfiguration?.caseSensitive ?? true
/** `arn:aws:cognito-idp:<region>:<account>:userpool/<id>`. */
export const poolArn = (pool: { id: string; region: string }, accountId: string) =>
  `arn:aws:cognito-idp:${pool.region}:${accountId}:userpool/${pool.id}`
