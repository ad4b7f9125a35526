import type { Example } from '../example.ts'
import { invited, type Pool, plain, prepared } from '../prepare.ts'
import { schemaAttributes } from './schema-attributes.ts'
import { updateUserPool } from './update-user-pool.ts'

const pool = '--user-pool-id us-west-2_aaaaaaaaa'

const dates = { LastModifiedDate: 1547833345.777, CreationDate: 1547833345.777 }
const base = {
  MfaConfiguration: 'OFF',
  Name: 'MyUserPool',
  ...dates,
  Policies: {
    PasswordPolicy: {
      RequireLowercase: true,
      RequireSymbols: true,
      RequireNumbers: true,
      MinimumLength: 8,
      RequireUppercase: true,
    },
  },
  EstimatedNumberOfUsers: 0,
  Id: 'us-west-2_aaaaaaaaa',
  LambdaConfig: {},
}
const AdminCreateUserConfig = { UnusedAccountValidityDays: 7, AllowAdminCreateUserOnly: false }

/** What every pool says of itself since the page was written. */
const newer = [
  'Arn',
  'DeletionProtection',
  'UserPoolTier',
  'AccountRecoverySetting',
  'VerificationMessageTemplate',
  'UserAttributeUpdateSettings',
  'EmailConfiguration.EmailSendingAccount',
  'Policies.PasswordPolicy.TemporaryPasswordValidityDays',
  'Policies.SignInPolicy',
  'SchemaAttributes.identities',
].map((name) => `UserPool.${name}`)

/** The pool that is described. */
const described: Pool = {
  Schema: [{ Name: 'email', Required: true }],
  UsernameAttributes: ['email'],
  AutoVerifiedAttributes: ['email'],
  SmsVerificationMessage: 'Your verification code is {####}. ',
  EmailVerificationMessage: 'Your verification code is {####}. ',
  EmailVerificationSubject: 'Your verification code',
  SmsAuthenticationMessage: 'Your authentication code is {####}. ',
  AdminCreateUserConfig: {
    InviteMessageTemplate: {
      EmailMessage: 'Your username is {username} and temporary password is {####}. ',
      EmailSubject: 'Your temporary password',
      SMSMessage: 'Your username is {username} and temporary password is {####}. ',
    },
  },
  EmailConfiguration: {
    ReplyToEmailAddress: 'myemail@mydomain.com',
    SourceArn: 'arn:aws:ses:us-east-1:000000000000:identity/myemail@mydomain.com',
  },
}

/** User pools. */
export const pools: readonly Example[] = [
  {
    command: 'add-custom-attributes',
    line: `${pool} --custom-attributes Name="CustomAttr1",AttributeDataType="String",DeveloperOnlyAttribute=false,Required=false,StringAttributeConstraints="{MinLength=1,MaxLength=15}"`,
    prepare: prepared(plain),
  },
  {
    command: 'create-user-pool',
    line: '--pool-name MyUserPool',
    prepare: async () => ({}),
    output: {
      UserPool: { SchemaAttributes: schemaAttributes(), ...base, AdminCreateUserConfig, EmailConfiguration: {} },
    },
    newer,
  },
  {
    command: 'create-user-pool',
    line: '--pool-name MyUserPool --username-attributes "email" --email-configuration=SourceArn="arn:aws:ses:us-east-1:111111111111:identity/jane@example.com",ReplyToEmailAddress="jane@example.com"',
    prepare: async () => ({}),
    output: {
      UserPool: {
        SchemaAttributes: schemaAttributes(),
        ...base,
        AdminCreateUserConfig,
        EmailConfiguration: {
          ReplyToEmailAddress: 'jane@example.com',
          SourceArn: 'arn:aws:ses:us-east-1:111111111111:identity/jane@example.com',
        },
        UsernameAttributes: ['email'],
      },
    },
    newer,
  },
  { command: 'delete-user-pool', line: pool, prepare: prepared(plain) },
  {
    command: 'describe-user-pool',
    line: pool,
    prepare: prepared(described, [invited('jane@example.com', {}, 'Correct-horse-9')]),
    output: {
      UserPool: {
        SmsVerificationMessage: 'Your verification code is {####}. ',
        SchemaAttributes: schemaAttributes(['email']),
        EmailVerificationSubject: 'Your verification code',
        EmailVerificationMessage: 'Your verification code is {####}. ',
        SmsAuthenticationMessage: 'Your authentication code is {####}. ',
        ...base,
        AdminCreateUserConfig: {
          InviteMessageTemplate: {
            EmailMessage: 'Your username is {username} and temporary password is {####}. ',
            EmailSubject: 'Your temporary password',
            SMSMessage: 'Your username is {username} and temporary password is {####}. ',
          },
          ...AdminCreateUserConfig,
        },
        EmailConfiguration: {
          ReplyToEmailAddress: 'myemail@mydomain.com',
          SourceArn: 'arn:aws:ses:us-east-1:000000000000:identity/myemail@mydomain.com',
        },
        AutoVerifiedAttributes: ['email'],
        EstimatedNumberOfUsers: 1,
        UserPoolTags: {},
        UsernameAttributes: ['email'],
      },
    },
    newer,
    absent: {
      'UserPool.UserPoolTags': 'A pool without tags shows none; when the service shows an empty map is unknown.',
    },
  },
  {
    command: 'get-signing-certificate',
    line: pool,
    prepare: prepared(plain),
    output: { Certificate: 'CERTIFICATE_DATA' },
  },
  {
    command: 'list-user-pools',
    line: '--max-results 20',
    prepare: prepared(plain),
    region: 'us-west-1',
    output: {
      UserPools: [{ ...dates, LambdaConfig: {}, Id: 'us-west-2_aaaaaaaaa', Name: 'MyUserPool' }],
    },
  },
  updateUserPool,
]
