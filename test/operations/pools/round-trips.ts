import type { CreateUserPoolCommandInput } from '@aws-sdk/client-cognito-identity-provider'
import { sms } from './refusals.ts'

type Settings = Omit<CreateUserPoolCommandInput, 'PoolName'>

/** What is stated of a pool, and the members of its description, if they are others; undefined is absent. */
export type RoundTrip = [name: string, stated: Settings, described?: Record<string, unknown>]

const template = {
  SmsMessage: 'sms {####}',
  EmailMessage: 'mail {####}',
  EmailSubject: 'subject',
}
const legacyTexts = {
  SmsVerificationMessage: template.SmsMessage,
  EmailVerificationMessage: template.EmailMessage,
  EmailVerificationSubject: template.EmailSubject,
}
const links = { EmailMessageByLink: 'go {##there##}', EmailSubjectByLink: 'link' }
const strict = { MinimumLength: 6, RequireUppercase: false, RequireNumbers: true, RequireSymbols: false }
const password = { ...strict, RequireLowercase: false, TemporaryPasswordValidityDays: 7 }
const signIn = { AllowedFirstAuthFactors: ['PASSWORD' as const] }
const config = (days = 7, rest = {}) => ({ AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: days, ...rest })

/** Every setting that a pool can have, in every form in which it is kept; for a new pool and for an update. */
export const roundTrips: RoundTrip[] = [
  [
    'a password policy, its flags off unless stated',
    { Policies: { PasswordPolicy: { MinimumLength: 6, RequireNumbers: true } } },
    { Policies: { PasswordPolicy: password, SignInPolicy: signIn } },
  ],
  [
    'a password policy in full',
    {
      Policies: {
        PasswordPolicy: { ...password, PasswordHistorySize: 24, TemporaryPasswordValidityDays: 365 },
        SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'WEB_AUTHN'] },
      },
    },
  ],
  [
    'a temporary validity of 0, which is 7 days',
    { Policies: { PasswordPolicy: { ...password, TemporaryPasswordValidityDays: 0, PasswordHistorySize: 0 } } },
    { Policies: { PasswordPolicy: { ...password, PasswordHistorySize: 0 }, SignInPolicy: signIn } },
  ],
  [
    'a temporary validity by its older name',
    { Policies: { PasswordPolicy: strict }, AdminCreateUserConfig: { UnusedAccountValidityDays: 30 } },
    {
      Policies: { PasswordPolicy: { ...password, TemporaryPasswordValidityDays: 30 }, SignInPolicy: signIn },
      AdminCreateUserConfig: config(30),
    },
  ],
  ['deletion protection', { DeletionProtection: 'ACTIVE' }],
  ['no triggers', { LambdaConfig: {} }],
  [
    'the triggers of a custom sign-in, whether their functions are there or not',
    {
      LambdaConfig: {
        DefineAuthChallenge: 'arn:aws:lambda:us-east-1:123456789012:function:define',
        CreateAuthChallenge: 'arn:aws:lambda:us-east-1:000000000000:function:create:live',
        VerifyAuthChallengeResponse: 'arn:aws:lambda:us-east-1:123456789012:function:verify:1',
      },
    },
  ],
  ['auto-verified e-mail', { AutoVerifiedAttributes: ['email'] }],
  ['an empty list of auto-verified attributes', { AutoVerifiedAttributes: [] }],
  [
    'auto-verified phone numbers',
    { AutoVerifiedAttributes: ['phone_number', 'email'], SmsConfiguration: sms },
    { AutoVerifiedAttributes: ['phone_number', 'email'], SmsConfiguration: { ...sms, SnsRegion: 'us-east-1' } },
  ],
  [
    'verification texts in their older places',
    legacyTexts,
    { ...legacyTexts, VerificationMessageTemplate: { ...template, DefaultEmailOption: 'CONFIRM_WITH_CODE' } },
  ],
  [
    'verification texts in the template',
    { VerificationMessageTemplate: { ...template, ...links, DefaultEmailOption: 'CONFIRM_WITH_CODE' } },
    {
      ...legacyTexts,
      VerificationMessageTemplate: { ...template, ...links, DefaultEmailOption: 'CONFIRM_WITH_CODE' },
    },
  ],
  [
    'verification texts in both places: the template wins',
    { EmailVerificationSubject: 'other', VerificationMessageTemplate: { EmailSubject: 'subject' } },
    {
      EmailVerificationSubject: 'subject',
      VerificationMessageTemplate: { EmailSubject: 'subject', DefaultEmailOption: 'CONFIRM_WITH_CODE' },
    },
  ],
  ['the text of codes by SMS', { SmsAuthenticationMessage: 'your code {####}' }],
  [
    'MFA by SMS',
    { MfaConfiguration: 'OPTIONAL', SmsConfiguration: sms },
    { MfaConfiguration: 'OPTIONAL', SmsConfiguration: { ...sms, SnsRegion: 'us-east-1' } },
  ],
  ['MFA off', { MfaConfiguration: 'OFF' }],
  [
    'verification before updates',
    {
      AutoVerifiedAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    },
  ],
  [
    'empty update settings',
    { UserAttributeUpdateSettings: {} },
    { UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: [] } },
  ],
  [
    'devices, of which {} is the least',
    { DeviceConfiguration: {} },
    { DeviceConfiguration: { ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: false } },
  ],
  ['devices', { DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true } }],
  [
    'an e-mail sender',
    {
      EmailConfiguration: {
        EmailSendingAccount: 'DEVELOPER',
        SourceArn: 'arn:aws:ses:eu-west-1:111111111111:identity/a@example.com',
        From: 'Jane <a@example.com>',
        ReplyToEmailAddress: 'b@example.com',
        ConfigurationSet: 'set-1',
      },
    },
  ],
  [
    'an e-mail configuration of the service',
    { EmailConfiguration: { ReplyToEmailAddress: 'b@example.com' } },
    { EmailConfiguration: { ReplyToEmailAddress: 'b@example.com', EmailSendingAccount: 'COGNITO_DEFAULT' } },
  ],
  [
    'End User Messaging',
    {
      SmsConfiguration: {
        EumsSms: {
          CallerArn: sms.SnsCallerArn,
          ExternalId: 'id',
          OriginationIdentity: '+15550100',
          ConfigurationSetName: 'set',
          InEntityId: 'entity',
          InTemplateId: 'template',
          Region: 'us-east-1',
        },
      },
    },
  ],
  ['tags', { UserPoolTags: { team: 'blue', empty: '' } }],
  ['no tags', { UserPoolTags: {} }, { UserPoolTags: undefined }],
  [
    'invitations',
    {
      AdminCreateUserConfig: {
        AllowAdminCreateUserOnly: true,
        InviteMessageTemplate: { SMSMessage: 'hi {username} {####}', EmailMessage: 'hi {####}', EmailSubject: 'hi' },
      },
    },
    {
      AdminCreateUserConfig: config(7, {
        AllowAdminCreateUserOnly: true,
        InviteMessageTemplate: { SMSMessage: 'hi {username} {####}', EmailMessage: 'hi {####}', EmailSubject: 'hi' },
      }),
    },
  ],
  ['threat protection off', { UserPoolAddOns: { AdvancedSecurityMode: 'OFF' } }],
  [
    'recovery by administrators',
    { AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: 'admin_only' }] } },
  ],
  [
    'recovery by phone, then e-mail, beside MFA by SMS',
    {
      MfaConfiguration: 'ON',
      SmsConfiguration: { ...sms, SnsRegion: 'us-east-1' },
      AccountRecoverySetting: {
        RecoveryMechanisms: [
          { Priority: 1, Name: 'verified_phone_number' },
          { Priority: 2, Name: 'verified_email' },
        ],
      },
    },
  ],
  ['the legacy order of recovery', { AccountRecoverySetting: {} }, { AccountRecoverySetting: undefined }],
  ['a tier', { UserPoolTier: 'PLUS' }],
  ['a lower tier', { UserPoolTier: 'LITE', DcrConfiguration: { EnableStatus: 'Disabled' } }, { UserPoolTier: 'LITE' }],
  ['a key of the service', { KeyConfiguration: { KeyType: 'AWS_OWNED_KEY' } }],
  ['an issuer', { IssuerConfiguration: { Type: 'UPDATED' } }],
  [
    'client registration off',
    { DcrConfiguration: { EnableStatus: 'Disabled' } },
    {
      DcrConfiguration: {
        EnableStatus: 'Disabled',
        OpenDcrEnabled: false,
        AuthenticatedGrantTypes: ['code', 'client_credentials'],
        OpenDcrGrantTypes: ['code'],
      },
    },
  ],
  [
    'client registration, which is on unless it is off',
    { DcrConfiguration: { OpenDcrEnabled: true } },
    {
      DcrConfiguration: {
        EnableStatus: 'Enabled',
        OpenDcrEnabled: true,
        AuthenticatedGrantTypes: ['code', 'client_credentials'],
        OpenDcrGrantTypes: ['code'],
      },
    },
  ],
  [
    'client registration off, in full',
    {
      DcrConfiguration: {
        EnableStatus: 'Disabled',
        OpenDcrEnabled: true,
        AuthenticatedGrantTypes: [],
        OpenDcrGrantTypes: ['implicit'],
        AllowedScopes: ['a/b'],
      },
    },
  ],
  [
    'names of ACR levels',
    { AcrConfiguration: { Level2: { AcrValue: 'urn:two' } } },
    {
      AcrConfiguration: {
        Level1: { AcrValue: 'urn:cognito:loa:1' },
        Level2: { AcrValue: 'urn:two' },
        Level3: { AcrValue: 'urn:cognito:loa:3' },
        Level4: { AcrValue: 'urn:cognito:loa:4' },
      },
    },
  ],
]
