import type { CreateUserPoolCommandInput } from '@aws-sdk/client-cognito-identity-provider'

type Settings = Omit<CreateUserPoolCommandInput, 'PoolName'>

/** A case, what it states of a pool, and the error with its exact message. */
export type Refusal = [name: string, change: Settings, error: string, message: string]

export const sms = { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms', ExternalId: 'id' }
const ses = 'arn:aws:ses:us-east-1:000000000000:identity/a@example.com'
const lambda = 'arn:aws:lambda:us-east-1:000000000000:function:f'
const recovery = (...names: string[]) =>
  ({ RecoveryMechanisms: names.map((Name, index) => ({ Priority: index + 1, Name })) }) as NonNullable<
    Settings['AccountRecoverySetting']
  >
const factors = (...list: string[]) =>
  ({ SignInPolicy: { AllowedFirstAuthFactors: list } }) as NonNullable<Settings['Policies']>

const IPE = 'InvalidParameterException'
const FUT = 'FeatureUnavailableInTierException'
const tier = (name: string, features: string) =>
  `The following features need to be disabled for the ${name} pricing tier configured: ${features}`
const enumOf = (path: string, value: string, values: string) =>
  `1 validation error detected: Value '${value}' at '${path}' failed to satisfy constraint: Member must satisfy enum value set: [${values}]`

/** Refused alike when a pool is made and when it is updated; in the Region us-east-1 of account 000000000000. */
export const refusals: Refusal[] = [
  [
    'phone_number auto-verified without SMS',
    { AutoVerifiedAttributes: ['phone_number'] },
    IPE,
    'SMS configuration is required when phone_number is selected for auto verification',
  ],
  ...(['ON', 'OPTIONAL'] as const).map(
    (MfaConfiguration): Refusal => [
      `MFA ${MfaConfiguration} without SMS`,
      { MfaConfiguration },
      IPE,
      'SMS configuration and Auto verification for phone_number are required when MFA is required/optional',
    ],
  ),
  [
    'update verification of what is not auto-verified',
    {
      AutoVerifiedAttributes: ['email'],
      SmsConfiguration: sms,
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email', 'phone_number'] },
    },
    IPE,
    'All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes',
  ],
  [
    'both names of temporary validity',
    {
      AdminCreateUserConfig: { UnusedAccountValidityDays: 7 },
      Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 7 } },
    },
    IPE,
    'Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays',
  ],
  [
    'DEVELOPER without a source',
    { EmailConfiguration: { EmailSendingAccount: 'DEVELOPER' } },
    IPE,
    'Source ARN is required to use DEVELOPER email sending owner',
  ],
  [
    'a source in a Region without SES',
    { EmailConfiguration: { SourceArn: ses.replace('us-east-1', 'ap-south-1') } },
    IPE,
    'Provided SourceArn must be in one of the following SES regions: eu-west-1, us-east-1, us-west-2.',
  ],
  ...['nobody', 'Jane <jane>', 'a@example.com, b@example.com'].map(
    (From): Refusal => [
      `a sender that is no address: ${From}`,
      { EmailConfiguration: { From } },
      IPE,
      'Provided From email address is invalid',
    ],
  ),
  [
    'an SNS Region that is not the pool’s',
    { SmsConfiguration: { ...sms, SnsRegion: 'eu-west-1' } },
    IPE,
    'Invalid snsRegion. Allowed SNS region for us-east-1 is us-east-1',
  ],
  [
    'SNS and EUMS together',
    { SmsConfiguration: { ...sms, EumsSms: { CallerArn: sms.SnsCallerArn } } },
    IPE,
    'Only one of SnsCallerArn or EumsSms can be set in SmsConfiguration.',
  ],
  [
    'an EUMS Region that is not the pool’s',
    { SmsConfiguration: { EumsSms: { CallerArn: sms.SnsCallerArn, Region: 'eu-west-1' } } },
    IPE,
    'Invalid EumsSms region. Allowed region for us-east-1 is us-east-1',
  ],
  ...[
    { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms' },
    { EumsSms: { CallerArn: 'arn:aws:iam::123456789012:role/sms' } },
  ].map(
    (SmsConfiguration): Refusal => [
      `a role of another account: ${Object.keys(SmsConfiguration)}`,
      { SmsConfiguration },
      IPE,
      'Cross-account pass role is not allowed.',
    ],
  ),
  [
    'recovery by administrators and otherwise',
    { AccountRecoverySetting: recovery('admin_only', 'verified_email') },
    IPE,
    'Account Recovery Setting cannot use admin_only setting with any other recovery mechanisms.',
  ],
  [
    'a way of recovery twice',
    { AccountRecoverySetting: recovery('verified_email', 'verified_email') },
    IPE,
    'Account Recovery Setting cannot have duplicate priorities or recovery mechanisms.',
  ],
  [
    'a priority of recovery twice',
    {
      AccountRecoverySetting: {
        RecoveryMechanisms: [
          { Priority: 1, Name: 'verified_email' },
          { Priority: 1, Name: 'verified_phone_number' },
        ],
      },
    },
    IPE,
    'Account Recovery Setting cannot have duplicate priorities or recovery mechanisms.',
  ],
  [
    'recovery by phone alone with SMS MFA',
    {
      MfaConfiguration: 'ON',
      SmsConfiguration: sms,
      AccountRecoverySetting: recovery('verified_phone_number'),
    },
    IPE,
    'Invalid account recovery setting parameter. Account Recovery Setting cannot use verified_phone_number as a recovery mechanism when SMS MFA is configured.',
  ],
  [
    'first factors without PASSWORD',
    { Policies: factors('EMAIL_OTP') },
    IPE,
    'Password should be configured as one of the allowed first auth factors.',
  ],
  [
    'SOFTWARE_TOKEN as first factor',
    { Policies: factors('PASSWORD', 'SOFTWARE_TOKEN') },
    IPE,
    'SOFTWARE_TOKEN is not supported as an auth factor.',
  ],
  [
    'SMS_OTP without SMS',
    { Policies: factors('PASSWORD', 'SMS_OTP') },
    IPE,
    'SMS_OTP can not be configured as AuthFactor as user pool is missing valid SMS configuration',
  ],
  ...['EMAIL_OTP', 'SMS_OTP'].map(
    (factor): Refusal => [
      `MFA ON with ${factor}`,
      { MfaConfiguration: 'ON', SmsConfiguration: sms, Policies: factors('PASSWORD', factor) },
      IPE,
      'Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled',
    ],
  ),
  [
    'MFA ON with passkeys as single factor',
    { MfaConfiguration: 'ON', SmsConfiguration: sms, Policies: factors('PASSWORD', 'WEB_AUTHN') },
    IPE,
    'Cannot set WebAuthn factor configuration to SINGLE_FACTOR if MFA is required and WebAuthn is an allowed first auth factor',
  ],
  [
    'custom senders without a key',
    { LambdaConfig: { CustomSMSSender: { LambdaVersion: 'V1_0', LambdaArn: lambda } } },
    IPE,
    'KMSKeyId parameter is required when Custom SMS/Email Lambda trigger is used.',
  ],
  [
    'a function of another Region',
    { LambdaConfig: { PreSignUp: lambda.replace('us-east-1', 'eu-west-1') } },
    IPE,
    'Cross-region lambda functions are not supported',
  ],
  [
    'a key of another Region',
    { LambdaConfig: { KMSKeyID: 'arn:aws:kms:eu-west-1:000000000000:key/k' } },
    IPE,
    'Invalid arn eu-west-1',
  ],
  [
    'two functions for one trigger',
    {
      LambdaConfig: {
        PreTokenGeneration: lambda,
        PreTokenGenerationConfig: { LambdaVersion: 'V1_0', LambdaArn: `${lambda}2` },
      },
    },
    IPE,
    "Cannot use PreTokenGenerationLambda and PreTokenGeneration with different Lambda function ARN's",
  ],
  [
    'an unknown ACR level',
    { AcrConfiguration: { Level5: { AcrValue: 'x' } } },
    IPE,
    'Invalid ACR level: Level5. Valid levels are Level1, Level2, Level3 and Level4.',
  ],
  [
    'an ACR value with a space',
    { AcrConfiguration: { Level1: { AcrValue: 'x y' } } },
    IPE,
    'Invalid ACR value for Level1.',
  ],
  [
    'an ACR value that is the default of another level',
    { AcrConfiguration: { Level1: { AcrValue: 'urn:cognito:loa:2' } } },
    IPE,
    'ACR values must be unique across all levels in the user pool.',
  ],
  [
    'a customer managed key without its ARN',
    { KeyConfiguration: { KeyType: 'CUSTOMER_MANAGED_KEY' } },
    IPE,
    'KmsKeyArn is required when KeyType is CUSTOMER_MANAGED_KEY.',
  ],
  [
    'V60 an ACR level called constructor',
    { AcrConfiguration: { constructor: { AcrValue: 'x' } } },
    IPE,
    'Invalid ACR level: constructor. Valid levels are Level1, Level2, Level3 and Level4.',
  ],
  [
    'a tag of the service',
    { UserPoolTags: { 'aws:x': 'y' } },
    'UserPoolTaggingException',
    'Tag keys cannot begin with aws:',
  ],
  [
    '51 tags',
    { UserPoolTags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`key${index}`, 'x'])) },
    'UserPoolTaggingException',
    'A resource cannot have more than 50 tags.',
  ],
  // Tiers
  [
    'passwordless sign-in in Lite',
    { UserPoolTier: 'LITE', Policies: factors('PASSWORD', 'EMAIL_OTP') },
    FUT,
    tier('LITE', 'Passwordless Sign-In'),
  ],
  [
    'two features at once in Lite',
    {
      UserPoolTier: 'LITE',
      Policies: { PasswordPolicy: { PasswordHistorySize: 3 }, ...factors('PASSWORD', 'EMAIL_OTP') },
    },
    FUT,
    tier('LITE', 'Passwordless Sign-In, Password History'),
  ],
  [
    'token customization in Lite',
    {
      UserPoolTier: 'LITE',
      LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: 'V2_0', LambdaArn: lambda } },
    },
    FUT,
    tier('LITE', 'Token Customization with Pre-Token Generation Lambda V2_0'),
  ],
  [
    'client registration in Lite',
    { UserPoolTier: 'LITE', DcrConfiguration: {} },
    FUT,
    tier('LITE', 'Dynamic Client Registration'),
  ],
  [
    'ACR values in Lite',
    { UserPoolTier: 'LITE', AcrConfiguration: { Level1: { AcrValue: 'one' } } },
    FUT,
    tier('LITE', 'Custom ACR Values'),
  ],
  [
    'threat protection in Essentials',
    { UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } },
    FUT,
    tier('ESSENTIALS', 'Threat Protection'),
  ],
  // What Cenote does not do yet
  [
    'not yet: inbound federation',
    { LambdaConfig: { InboundFederation: { LambdaVersion: 'V1_0', LambdaArn: lambda } } },
    IPE,
    'Inbound federation is not supported by this version of Cenote: InboundFederation',
  ],
  [
    'not yet: threat protection',
    { UserPoolTier: 'PLUS', UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' } },
    IPE,
    'Threat protection is not supported by this version of Cenote: AdvancedSecurityMode ENFORCED',
  ],
  [
    'not yet: threat protection of custom flows',
    {
      UserPoolTier: 'PLUS',
      UserPoolAddOns: {
        AdvancedSecurityMode: 'OFF',
        AdvancedSecurityAdditionalFlows: { CustomAuthMode: 'ENFORCED' },
      },
    },
    IPE,
    'Threat protection is not supported by this version of Cenote: AdvancedSecurityAdditionalFlows',
  ],
  [
    'not yet: customer managed keys',
    {
      KeyConfiguration: { KeyType: 'CUSTOMER_MANAGED_KEY', KmsKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/k' },
    },
    IPE,
    'Customer managed keys are not supported by this version of Cenote: KeyType CUSTOMER_MANAGED_KEY',
  ],
  [
    'not yet: a key without its type',
    { KeyConfiguration: { KmsKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/k' } },
    IPE,
    'Customer managed keys are not supported by this version of Cenote: KmsKeyArn',
  ],
  // The form of a request
  [
    'an MFA mode that is none',
    { MfaConfiguration: 'false' as 'ON' },
    IPE,
    enumOf('mfaConfiguration', 'false', 'OPTIONAL, OFF, ON'),
  ],
  [
    'V10 an extreme minimum length',
    { Policies: { PasswordPolicy: { MinimumLength: 2_147_483_647 } } },
    IPE,
    "1 validation error detected: Value '2147483647' at 'policies.passwordPolicy.minimumLength' failed to satisfy constraint: Member must have value less than or equal to 99",
  ],
  [
    'V10 an extreme validity',
    { Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 9_007_199_254_740_991 } } },
    IPE,
    "1 validation error detected: Value '9007199254740991' at 'policies.passwordPolicy.temporaryPasswordValidityDays' failed to satisfy constraint: Member must have value less than or equal to 365",
  ],
  // Headers
  ...['\r\nBcc: x@example.com', '\nBcc: x@example.com', '\r'].flatMap((tail): Refusal[] => [
    [
      `V41 ${JSON.stringify(tail)} in the subject of verifications`,
      { EmailVerificationSubject: `a${tail}` },
      IPE,
      'verificationMessageTemplate.emailSubject must not contain line breaks.',
    ],
    [
      `V41 ${JSON.stringify(tail)} in the subject of links`,
      { VerificationMessageTemplate: { EmailSubjectByLink: `a${tail}` } },
      IPE,
      'verificationMessageTemplate.emailSubjectByLink must not contain line breaks.',
    ],
    [
      `V41 ${JSON.stringify(tail)} in the subject of invitations`,
      { AdminCreateUserConfig: { InviteMessageTemplate: { EmailSubject: `a${tail}` } } },
      IPE,
      'adminCreateUserConfig.inviteMessageTemplate.emailSubject must not contain line breaks.',
    ],
    [
      `V41 ${JSON.stringify(tail)} in the sender`,
      { EmailConfiguration: { From: `Jane${tail} <jane@example.com>` } },
      IPE,
      'Provided From email address is invalid',
    ],
  ]),
  [
    'V41 a reply address that is two',
    { EmailConfiguration: { ReplyToEmailAddress: 'a@example.com,b@example.com' } },
    IPE,
    'Provided ReplyTo email address is invalid',
  ],
]
