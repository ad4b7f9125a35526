import { as, type Family, type Member, type Members, newPool, once, refused } from './family.ts'

const sms = { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms', ExternalId: 'id', SnsRegion: 'us-east-1' }
const eums = {
  CallerArn: sms.SnsCallerArn,
  ExternalId: 'id',
  OriginationIdentity: '+15550100',
  ConfigurationSetName: 'set',
  InEntityId: 'entity',
  InTemplateId: 'template',
  Region: 'us-east-1',
}
const ses = {
  EmailSendingAccount: 'DEVELOPER',
  SourceArn: 'arn:aws:ses:eu-west-1:111111111111:identity/a@example.com',
  From: 'Jane <a@example.com>',
  ReplyToEmailAddress: 'b@example.com',
  ConfigurationSet: 'set-1',
}
const lambda = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`
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
  EnableStatus: 'Disabled',
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
      { ...byCode, EmailMessageByLink: 'go {##there##}', EmailSubjectByLink: 'link' },
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
      },
      { DefineAuthChallenge: lambda('other') },
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
    // It would be enabled, which is refused so far.
    empties: { DcrConfiguration: refused() },
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

const kmsKey = 'arn:aws:kms:us-east-1:000000000000:key/1'
const notInvoked = { why: 'A trigger that nobody asks is refused instead of stored.' }
const trigger = (name: string) => ({ ...notInvoked, refused: { stated: { LambdaConfig: { [name]: lambda('f') } } } })
const versioned = (name: string) => ({
  ...notInvoked,
  refused: {
    stated: {
      LambdaConfig: {
        [name]: { LambdaVersion: 'V1_0', LambdaArn: lambda('f') },
        KMSKeyID: kmsKey,
      },
    },
  },
})
const versionedTriggers = ['PreTokenGenerationConfig', 'CustomSMSSender', 'CustomEmailSender', 'InboundFederation']

export const pool: Family = {
  name: 'user pools',
  create: 'CreateUserPool',
  update: 'UpdateUserPool',
  describe: 'DescribeUserPool',
  shown: ['UserPool'],
  keys: ['UserPoolId'],
  place: async () => ({}),
  named: (answer) => ({ UserPoolId: (answer.UserPool as Members).Id }),
  creating: { PoolName: 'pool' },
  members: { ...others, ...signingIn, ...messages },
  exceptions: {
    'AdminCreateUserConfig.UnusedAccountValidityDays': {
      why: 'An update that leaves it out keeps the policy’s member of which it is the older name: the row of Policies has it.',
    },
    ...Object.fromEntries(
      [
        'PreSignUp',
        'CustomMessage',
        'PostConfirmation',
        'PreAuthentication',
        'PostAuthentication',
        'PreTokenGeneration',
        'UserMigration',
      ].map((name) => [`LambdaConfig.${name}`, trigger(name)]),
    ),
    'LambdaConfig.KMSKeyID': {
      ...notInvoked,
      refused: { stated: { LambdaConfig: { KMSKeyID: kmsKey } } },
    },
    ...Object.fromEntries(
      versionedTriggers.flatMap((name) => [
        [`LambdaConfig.${name}`, versioned(name)],
        [`LambdaConfig.${name}.LambdaVersion`, notInvoked],
        [`LambdaConfig.${name}.LambdaArn`, notInvoked],
      ]),
    ),
  },
}

const factors = { SoftwareTokenMfaConfiguration: { Enabled: true }, MfaConfiguration: 'OPTIONAL' }

/** The second factors of a pool, which are set together. */
export const mfa: Family = {
  name: 'second factors',
  create: 'SetUserPoolMfaConfig',
  describe: 'GetUserPoolMfaConfig',
  shown: [],
  keys: ['UserPoolId'],
  update: 'SetUserPoolMfaConfig',
  place: async (call) => ({ UserPoolId: await newPool(call, { EmailConfiguration: ses }) }),
  members: {
    SmsMfaConfiguration: {
      samples: [
        { SmsAuthenticationMessage: 'a {####}', SmsConfiguration: sms },
        { SmsAuthenticationMessage: 'b {####}', SmsConfiguration: { EumsSms: eums } },
      ],
      beside: factors,
      empties: {
        SmsMfaConfiguration: refused(),
        'SmsMfaConfiguration.SmsConfiguration': refused(),
        'SmsMfaConfiguration.SmsConfiguration.SnsCallerArn': refused(),
      },
    },
    SoftwareTokenMfaConfiguration: {
      samples: [{ Enabled: true }, { Enabled: false }],
      beside: { MfaConfiguration: 'OPTIONAL', EmailMfaConfiguration: { Message: 'mail {####}', Subject: 'mail' } },
      empties: { SoftwareTokenMfaConfiguration: { Enabled: false } },
    },
    EmailMfaConfiguration: {
      samples: [
        { Message: 'a {####}', Subject: 'a' },
        { Message: 'b {####}', Subject: 'b' },
      ],
      beside: factors,
    },
    MfaConfiguration: {
      samples: ['ON', 'OPTIONAL'],
      initial: refused(),
      beside: { SoftwareTokenMfaConfiguration: { Enabled: true } },
    },
    WebAuthnConfiguration: {
      samples: [
        { RelyingPartyId: 'example.com', UserVerification: 'required', FactorConfiguration: 'SINGLE_FACTOR' },
        {
          RelyingPartyId: 'example.org',
          UserVerification: 'preferred',
          FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION',
        },
      ],
      beside: factors,
      empties: { WebAuthnConfiguration: { UserVerification: 'preferred' } },
    },
  },
}

const tracking = { UserSessionTracking: 'ENABLED', TokenSession: { MaxPerUser: 5 } }

/** How a pool tracks sessions. */
export const poolSessions: Family = {
  name: 'session configurations of pools',
  create: 'SetUserPoolSessionConfiguration',
  update: 'SetUserPoolSessionConfiguration',
  describe: 'GetUserPoolSessionConfiguration',
  shown: [],
  keys: ['UserPoolId'],
  place: async (call) => ({ UserPoolId: await newPool(call) }),
  creating: tracking,
  updating: tracking,
  members: {
    UserSessionTracking: { samples: ['ENABLED', 'DISABLED'] },
    TokenSession: { samples: [{ MaxPerUser: 7 }, { MaxPerUser: 3 }] },
  },
}

const range = (address: string) => [`${address}/32`]
const email = (subject: string) => ({ Subject: subject, HtmlBody: `<p>${subject}</p>`, TextBody: `text ${subject}` })
const action = (EventAction: string, Notify = true) => ({ EventAction, Notify })
const takeover = {
  NotifyConfiguration: {
    From: 'a@example.com',
    ReplyTo: 'b@example.com',
    SourceArn: ses.SourceArn,
    BlockEmail: email('blocked'),
    NoActionEmail: email('nothing'),
    MfaEmail: email('factor'),
  },
  Actions: {
    LowAction: action('NO_ACTION', false),
    MediumAction: action('MFA_IF_CONFIGURED'),
    HighAction: action('BLOCK'),
  },
}
const everyEvent = ['SIGN_IN', 'PASSWORD_CHANGE', 'SIGN_UP']
const compromised = (EventFilter: string[], EventAction = 'BLOCK') => ({ EventFilter, Actions: { EventAction } })
const watched = once((call) =>
  newPool(call, { UserPoolTier: 'PLUS', UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } }),
)

/** What a client does about risks: each has one of its own, in a pool that watches. */
export const risk: Family = {
  name: 'risk configurations',
  create: 'SetRiskConfiguration',
  update: 'SetRiskConfiguration',
  describe: 'DescribeRiskConfiguration',
  shown: ['RiskConfiguration'],
  keys: ['UserPoolId', 'ClientId'],
  place: async (call) => {
    const UserPoolId = await watched(call)
    const answer = await call('CreateUserPoolClient', { UserPoolId, ClientName: 'app' })
    return { UserPoolId, ClientId: (answer.UserPoolClient as Members).ClientId }
  },
  members: {
    CompromisedCredentialsRiskConfiguration: {
      samples: [compromised(['SIGN_UP']), compromised(['SIGN_IN', 'PASSWORD_CHANGE'], 'NO_ACTION')],
      empties: { 'CompromisedCredentialsRiskConfiguration.EventFilter': compromised(everyEvent) },
    },
    AccountTakeoverRiskConfiguration: {
      samples: [takeover, { Actions: { HighAction: action('MFA_REQUIRED', false) } }],
      empties: {
        'AccountTakeoverRiskConfiguration.NotifyConfiguration.From': refused(),
        'AccountTakeoverRiskConfiguration.NotifyConfiguration.ReplyTo': refused(),
      },
    },
    RiskExceptionConfiguration: {
      samples: [
        { BlockedIPRangeList: range('192.0.2.1'), SkippedIPRangeList: range('192.0.2.2') },
        { SkippedIPRangeList: range('192.0.2.3') },
      ],
    },
  },
}
