import { as, type Member, type Members, refused } from './family.ts'
import { eums, ses, sms } from './senders.ts'

/** A function of the server's own account. */
export const lambda = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`
/** The same with the first version of its events. */
export const versioned = (name: string) => ({ LambdaVersion: 'V1_0', LambdaArn: lambda(name) })
const password = {
  MinimumLength: 12,
  RequireUppercase: false,
  RequireLowercase: true,
  RequireNumbers: false,
  RequireSymbols: true,
  PasswordHistorySize: 3,
  TemporaryPasswordValidityDays: 30,
}
const defaultPassword = {
  MinimumLength: 8,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
  TemporaryPasswordValidityDays: 7,
}
const flagsOff = { RequireUppercase: false, RequireLowercase: false, RequireNumbers: false, RequireSymbols: false }
const signIn = { AllowedFirstAuthFactors: ['PASSWORD'] }
const policies = { PasswordPolicy: password, SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } }
const texts = { SmsMessage: 'sms {####}', EmailMessage: 'mail {####}', EmailSubject: 'subject' }
const byCode = { DefaultEmailOption: 'CONFIRM_WITH_CODE' }
const invitation = {
  SMSMessage: 'hi {username} {####}',
  EmailMessage: 'hello {username} {####}',
  EmailSubject: 'hello',
}
const recovery = (...names: string[]) => ({
  RecoveryMechanisms: names.map((Name, index) => ({ Priority: index + 1, Name })),
})
const dcr = {
  EnableStatus: 'Enabled',
  OpenDcrEnabled: true,
  AuthenticatedGrantTypes: ['code'],
  OpenDcrGrantTypes: ['implicit'],
  AllowedScopes: ['a/b'],
}
const acr = (first: string, second: string) => ({
  Level1: { AcrValue: first },
  Level2: { AcrValue: second },
  Level3: { AcrValue: 'urn:cognito:loa:3' },
  Level4: { AcrValue: 'urn:cognito:loa:4' },
})
const devices = (challenge: boolean, prompt: boolean) => ({
  ChallengeRequiredOnNewDevice: challenge,
  DeviceOnlyRememberedOnUserPrompt: prompt,
})
const users = (only: boolean, days: number, more: Members = {}) => ({
  AllowAdminCreateUserOnly: only,
  UnusedAccountValidityDays: days,
  ...more,
})

const messages: Record<string, Member> = {
  SmsVerificationMessage: { samples: ['a {####}', 'b {####}'] },
  EmailVerificationMessage: { samples: ['a {####}', 'b {####}'] },
  EmailVerificationSubject: { samples: ['a', 'b'] },
  VerificationMessageTemplate: {
    samples: [
      { ...texts, ...byCode },
      { DefaultEmailOption: 'CONFIRM_WITH_LINK', EmailMessageByLink: 'go {##there##}', EmailSubjectByLink: 'link' },
      as({ SmsMessage: 'other {####}' }, { SmsMessage: 'other {####}', ...byCode }),
    ],
    initial: byCode,
    empties: { VerificationMessageTemplate: byCode },
  },
  SmsAuthenticationMessage: { samples: ['a {####}', 'b {####}'] },
  EmailConfiguration: {
    samples: [
      ses,
      as(
        { ReplyToEmailAddress: 'c@example.com' },
        { ReplyToEmailAddress: 'c@example.com', EmailSendingAccount: 'COGNITO_DEFAULT' },
      ),
    ],
    initial: { EmailSendingAccount: 'COGNITO_DEFAULT' },
    empties: {
      EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
      'EmailConfiguration.From': refused(),
    },
  },
  SmsConfiguration: {
    samples: [
      sms,
      { EumsSms: eums },
      as({ SnsCallerArn: sms.SnsCallerArn }, { SnsCallerArn: sms.SnsCallerArn, SnsRegion: 'us-east-1' }),
    ],
    omitted: 'kept',
  },
  AdminCreateUserConfig: {
    samples: [
      as(
        { AllowAdminCreateUserOnly: true, InviteMessageTemplate: invitation },
        users(true, 7, { InviteMessageTemplate: invitation }),
      ),
      as({ AllowAdminCreateUserOnly: true }, users(true, 7)),
    ],
    initial: users(false, 7),
    empties: { AdminCreateUserConfig: users(false, 7) },
  },
}

const signingIn: Record<string, Member> = {
  Policies: {
    samples: [
      policies,
      as(
        { PasswordPolicy: { MinimumLength: 6, RequireNumbers: true }, SignInPolicy: signIn },
        {
          PasswordPolicy: { ...flagsOff, MinimumLength: 6, RequireNumbers: true, TemporaryPasswordValidityDays: 7 },
          SignInPolicy: signIn,
        },
      ),
    ],
    initial: { PasswordPolicy: defaultPassword, SignInPolicy: signIn },
    omitted: 'kept',
    empties: {
      Policies: { PasswordPolicy: defaultPassword, SignInPolicy: signIn },
      'Policies.PasswordPolicy': {
        ...policies,
        PasswordPolicy: { ...flagsOff, MinimumLength: 8, TemporaryPasswordValidityDays: 7 },
      },
      'Policies.SignInPolicy': { ...policies, SignInPolicy: signIn },
    },
  },
  AliasAttributes: { samples: [['email'], ['phone_number', 'email', 'preferred_username']] },
  UsernameAttributes: { samples: [['email'], ['phone_number', 'email']] },
  UsernameConfiguration: { samples: [{ CaseSensitive: false }, { CaseSensitive: true }] },
  Schema: {
    samples: [
      [
        {
          Name: 'level',
          AttributeDataType: 'Number',
          DeveloperOnlyAttribute: false,
          Mutable: false,
          Required: false,
          NumberAttributeConstraints: { MinValue: '1', MaxValue: '9' },
        },
      ],
      [
        {
          Name: 'team',
          AttributeDataType: 'String',
          DeveloperOnlyAttribute: false,
          Mutable: true,
          Required: false,
          StringAttributeConstraints: { MinLength: '2', MaxLength: '30' },
        },
      ],
    ],
    initial: [],
    shownAs: 'SchemaAttributes',
    read: ({ SchemaAttributes }) =>
      (SchemaAttributes as { Name: string }[])
        .filter(({ Name }) => Name.startsWith('custom:'))
        .map((attribute) => ({ ...attribute, Name: attribute.Name.slice('custom:'.length) })),
  },
  AutoVerifiedAttributes: {
    samples: [['email'], ['phone_number', 'email']],
    beside: { SmsConfiguration: sms },
  },
  UserAttributeUpdateSettings: {
    samples: [
      { AttributesRequireVerificationBeforeUpdate: ['email'] },
      { AttributesRequireVerificationBeforeUpdate: ['email', 'phone_number'] },
    ],
    initial: { AttributesRequireVerificationBeforeUpdate: [] },
    beside: { AutoVerifiedAttributes: ['email', 'phone_number'], SmsConfiguration: sms },
    empties: { UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: [] } },
  },
  MfaConfiguration: {
    samples: ['ON', 'OPTIONAL', 'OFF'],
    initial: 'OFF',
    omitted: 'kept',
    beside: { SmsConfiguration: sms },
  },
  DeviceConfiguration: {
    samples: [devices(true, false), devices(false, true)],
    empties: { DeviceConfiguration: devices(false, false) },
  },
  AccountRecoverySetting: {
    samples: [recovery('admin_only'), recovery('verified_phone_number', 'verified_email')],
    initial: recovery('verified_email', 'verified_phone_number'),
    empties: { AccountRecoverySetting: undefined },
  },
}

const others: Record<string, Member> = {
  PoolName: { samples: ['one', 'two'], omitted: 'kept', shownAs: 'Name' },
  DeletionProtection: { samples: ['ACTIVE', 'INACTIVE'], initial: 'INACTIVE', omitted: 'kept' },
  LambdaConfig: {
    samples: [
      {
        DefineAuthChallenge: lambda('define'),
        CreateAuthChallenge: lambda('create'),
        VerifyAuthChallengeResponse: lambda('verify'),
        PreSignUp: lambda('sign-up'),
        PostConfirmation: lambda('confirmed'),
        PreAuthentication: lambda('before'),
        PostAuthentication: lambda('after'),
        CustomMessage: lambda('message'),
        UserMigration: lambda('migration'),
        PreTokenGeneration: lambda('tokens'),
        PreTokenGenerationConfig: { LambdaVersion: 'V3_0', LambdaArn: lambda('tokens') },
        CustomEmailSender: versioned('email'),
        CustomSMSSender: versioned('sms'),
        KMSKeyID: 'arn:aws:kms:us-east-1:000000000000:key/1',
      },
      { DefineAuthChallenge: lambda('other') },
      // Each of the two names of a trigger stands for the other.
      as(
        { PreTokenGeneration: lambda('tokens') },
        {
          PreTokenGeneration: lambda('tokens'),
          PreTokenGenerationConfig: versioned('tokens'),
        },
      ),
    ],
    initial: {},
  },
  UserPoolTags: { samples: [{ team: 'blue', empty: '' }, { stage: 'test' }], empties: { UserPoolTags: undefined } },
  UserPoolAddOns: {
    samples: [
      { AdvancedSecurityMode: 'AUDIT' },
      { AdvancedSecurityMode: 'OFF' },
      { AdvancedSecurityMode: 'AUDIT', AdvancedSecurityAdditionalFlows: { CustomAuthMode: 'AUDIT' } },
    ],
    beside: { UserPoolTier: 'PLUS' },
  },
  UserPoolTier: { samples: ['PLUS', 'LITE', 'ESSENTIALS'], initial: 'ESSENTIALS', omitted: 'kept' },
  KeyConfiguration: {
    samples: [
      { KeyType: 'AWS_OWNED_KEY' },
      { KeyType: 'CUSTOMER_MANAGED_KEY', KmsKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/mrk-1234abcd' },
    ],
    omitted: 'kept',
  },
  IssuerConfiguration: { samples: [{ Type: 'UPDATED' }, { Type: 'ORIGINAL' }], omitted: 'kept' },
  DcrConfiguration: {
    samples: [
      dcr,
      as(
        { EnableStatus: 'Disabled' },
        {
          EnableStatus: 'Disabled',
          OpenDcrEnabled: false,
          AuthenticatedGrantTypes: ['code', 'client_credentials'],
          OpenDcrGrantTypes: ['code'],
        },
      ),
    ],
    omitted: 'kept',
    empties: {
      DcrConfiguration: {
        EnableStatus: 'Enabled',
        OpenDcrEnabled: false,
        AuthenticatedGrantTypes: ['code', 'client_credentials'],
        OpenDcrGrantTypes: ['code'],
      },
    },
  },
  AcrConfiguration: {
    samples: [
      as({ Level1: { AcrValue: 'urn:one' } }, acr('urn:one', 'urn:cognito:loa:2')),
      acr('urn:first', 'urn:second'),
    ],
    initial: acr('urn:cognito:loa:1', 'urn:cognito:loa:2'),
    omitted: 'kept',
    empties: { AcrConfiguration: acr('urn:cognito:loa:1', 'urn:cognito:loa:2') },
  },
}

/** Every setting of a user pool, as both operations that write them have it. */
export const poolMembers: Readonly<Record<string, Member>> = { ...others, ...signingIn, ...messages }
