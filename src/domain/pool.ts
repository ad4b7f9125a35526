import type { SchemaAttribute } from './attributes.ts'
import type { OAuthFlow } from './client.ts'
import type { PasswordMode } from './credential.ts'
import type { PasswordPolicy } from './password-policy.ts'

/** A factor that may begin a sign-in. */
export type FirstFactor = 'PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN'
/** An attribute that messages go to and that is verified by one. */
export type VerifiedAttribute = 'email' | 'phone_number'
/** An attribute by which users may sign in instead of by user name. */
export type AliasAttribute = VerifiedAttribute | 'preferred_username'
/** The feature plan of a pool, from the least to the most. */
export type Tier = 'LITE' | 'ESSENTIALS' | 'PLUS'
/** Whether users need a second factor. */
export type MfaMode = 'OFF' | 'ON' | 'OPTIONAL'

/** A way back into an account; the lower `priority`, the sooner it is tried. */
export type RecoveryMechanism = {
  priority: number
  name: 'verified_email' | 'verified_phone_number' | 'admin_only'
}

/** A Lambda function in the version of its event. */
export type VersionedTrigger<V extends string> = { lambdaVersion: V; lambdaArn: string }

/** The Lambda triggers of a pool, by ARN. */
export type LambdaConfig = {
  preSignUp?: string
  customMessage?: string
  postConfirmation?: string
  preAuthentication?: string
  postAuthentication?: string
  defineAuthChallenge?: string
  createAuthChallenge?: string
  verifyAuthChallengeResponse?: string
  /** Always the same function as that of `preTokenGenerationConfig`. */
  preTokenGeneration?: string
  userMigration?: string
  preTokenGenerationConfig?: VersionedTrigger<'V1_0' | 'V2_0' | 'V3_0'>
  customSMSSender?: VersionedTrigger<'V1_0'>
  customEmailSender?: VersionedTrigger<'V1_0'>
  kMSKeyID?: string
  inboundFederation?: VersionedTrigger<'V1_0'>
}

/** How a pool takes part in multi-factor authentication by passkeys. */
export type WebAuthnConfiguration = {
  relyingPartyId?: string
  userVerification: 'required' | 'preferred'
  /** Absent counts as SINGLE_FACTOR. */
  factorConfiguration?: 'SINGLE_FACTOR' | 'MULTI_FACTOR_WITH_USER_VERIFICATION'
}

/** How applications may register clients of a pool by themselves (RFC 7591). */
export type DcrConfiguration = {
  enableStatus: 'Enabled' | 'Disabled'
  openDcrEnabled: boolean
  authenticatedGrantTypes: OAuthFlow[]
  openDcrGrantTypes: OAuthFlow[]
  allowedScopes?: string[]
}

/** The texts that confirm an address, and whether e-mail carries a code or a link. */
export type VerificationMessageTemplate = {
  smsMessage?: string
  emailMessage?: string
  emailSubject?: string
  emailMessageByLink?: string
  emailSubjectByLink?: string
  defaultEmailOption?: 'CONFIRM_WITH_LINK' | 'CONFIRM_WITH_CODE'
}

/** Who may create users. How long a temporary password lives is the password policy's to say. */
export type AdminCreateUserConfig = {
  allowAdminCreateUserOnly: boolean
  inviteMessageTemplate?: { sMSMessage?: string; emailMessage?: string; emailSubject?: string }
}

/** Who sends a pool's e-mail. ARNs and configuration sets mean something only where it leaves by Amazon SES. */
export type EmailConfiguration = {
  sourceArn?: string
  replyToEmailAddress?: string
  emailSendingAccount: 'COGNITO_DEFAULT' | 'DEVELOPER'
  from?: string
  configurationSet?: string
}

/** Who sends a pool's text messages. Kept, and but for the Region of Amazon SNS, it means nothing here. */
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
  lambdaConfig: LambdaConfig
  autoVerifiedAttributes?: VerifiedAttribute[]
  aliasAttributes?: AliasAttribute[]
  usernameAttributes?: VerifiedAttribute[]
  verificationMessageTemplate: VerificationMessageTemplate
  smsAuthenticationMessage?: string
  mfaConfiguration: MfaMode
  softwareTokenMfaConfiguration?: { enabled: boolean }
  emailMfaConfiguration?: { message?: string; subject?: string }
  /** Whether text messages are a second factor, and not only verify numbers. Needs `smsConfiguration`. */
  smsMfa: boolean
  webAuthnConfiguration?: WebAuthnConfiguration
  userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdate: VerifiedAttribute[] }
  /** Absent turns devices off. */
  deviceConfiguration?: { challengeRequiredOnNewDevice: boolean; deviceOnlyRememberedOnUserPrompt: boolean }
  emailConfiguration: EmailConfiguration
  smsConfiguration?: SmsConfiguration
  adminCreateUserConfig: AdminCreateUserConfig
  userPoolAddOns?: {
    advancedSecurityMode: 'OFF' | 'AUDIT' | 'ENFORCED'
    advancedSecurityAdditionalFlows?: { customAuthMode?: 'AUDIT' | 'ENFORCED' }
  }
  usernameConfiguration?: { caseSensitive: boolean }
  /** Absent is the service's legacy behaviour: a verified phone before a verified e-mail. */
  accountRecoverySetting?: { recoveryMechanisms?: RecoveryMechanism[] }
  userPoolTier: Tier
  keyConfiguration?: { keyType?: 'AWS_OWNED_KEY' | 'CUSTOMER_MANAGED_KEY'; kmsKeyArn?: string }
  issuerConfiguration?: { type?: 'ORIGINAL' | 'UPDATED' }
  dcrConfiguration?: DcrConfiguration
  /** The names that the pool gives to levels of authentication; the others have their default. */
  acrConfiguration?: AcrConfiguration
  /** Whether sessions of users are tracked. Set by an operation of its own, and shown by one. */
  sessionConfiguration?: SessionConfiguration
}

/** The levels of authentication, weakest first, and the `acr` claim of each where a pool sets none. */
export const defaultAcrValues = {
  Level1: 'urn:cognito:loa:1',
  Level2: 'urn:cognito:loa:2',
  Level3: 'urn:cognito:loa:3',
  Level4: 'urn:cognito:loa:4',
} as const satisfies Record<string, string>

/** A pool's own names for some of the levels. */
export type AcrConfiguration = { readonly [L in keyof typeof defaultAcrValues]?: string }

/** Whether a pool keeps record of its users' sessions, and how many token sessions a user may have at a time. */
export type SessionConfiguration = { readonly tracking: boolean; readonly maxPerUser: number }

/** How a pool that never set it tracks sessions: not at all. */
export const defaultSessionConfiguration: SessionConfiguration = { tracking: false, maxPerUser: 20 }

/** A user pool. Instants are epoch milliseconds, as everywhere in the domain. */
export type Pool = {
  readonly id: string
  readonly region: string
  readonly name: string
  readonly settings: Readonly<PoolSettings>
  readonly schema: readonly SchemaAttribute[]
  readonly tags: Readonly<Record<string, string>>
  /** The operator's choice for this server. It never shows on the wire. */
  readonly passwordMode: PasswordMode
  /** The domains of its pages, which operations of their own make and delete. */
  readonly prefixDomain?: string
  readonly customDomain?: string
  readonly createdAt: number
  readonly updatedAt: number
}

/**
 * Whether applications may register clients of a pool. A configuration that does not say is stored as on, which is
 * documented; of a pool without any configuration nothing is, and it is off: that others make clients, and anybody
 * with the scope does, is an administrator's decision.
 */
export const registersClients = ({ settings }: Pick<Pool, 'settings'>): boolean =>
  settings.dcrConfiguration?.enableStatus === 'Enabled'

/** Whether names that differ in case alone differ. The service's default at its API is yes. */
export const isCaseSensitive = (pool: Pool) => pool.settings.usernameConfiguration?.caseSensitive ?? true
/** `arn:aws:cognito-idp:<region>:<account>:userpool/<id>`. */
export const poolArn = (pool: { id: string; region: string }, accountId: string) =>
  `arn:aws:cognito-idp:${pool.region}:${accountId}:userpool/${pool.id}`
