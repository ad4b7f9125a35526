import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  DescribeUserPoolCommand,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigCommandInput,
  UpdateUserPoolCommand,
  type UpdateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { savePool } from '../../../src/flows/save-settings.ts'
import { serviceError, useServer } from '../../harness.ts'
import { refusals, sms } from './refusals.ts'
import { roundTrips } from './round-trips.ts'

const server = useServer()
type Stated = Partial<CreateUserPoolCommandInput>
const create = async (change: Stated = {}) =>
  (await server.client().send(new CreateUserPoolCommand({ PoolName: 'pool', ...change }))).UserPool ?? {}
const describe = async (UserPoolId: string | undefined) =>
  (await server.client().send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool ?? {}
const update = (UserPoolId: string | undefined, change: Partial<UpdateUserPoolCommandInput> = {}) =>
  server.client().send(new UpdateUserPoolCommand({ UserPoolId, ...change }))
const setMfa = (UserPoolId: string | undefined, change: Partial<SetUserPoolMfaConfigCommandInput>) =>
  server.client().send(new SetUserPoolMfaConfigCommand({ UserPoolId, ...change }))

suite('describes what was updated:', () => {
  for (const [name, stated, described = stated] of roundTrips) {
    test(name, async () => {
      const { Id } = await create()
      const { $metadata: _, ...answer } = await update(Id, stated)
      assert.deepEqual(answer, {})
      const shown = await describe(Id)
      for (const [member, value] of Object.entries(described)) {
        assert.deepEqual(shown[member as keyof typeof shown], value, member)
      }
    })
  }

  test('the name', async () => {
    const { Id } = await create()
    await update(Id, { PoolName: 'renamed' })
    assert.equal((await describe(Id)).Name, 'renamed')
  })
})

/** What an update that leaves it out does to a setting: `kept` keeps it as it was stated. */
const omissions: [member: string, effect: 'kept' | 'reset', stated: Stated, after?: unknown][] = [
  ['AutoVerifiedAttributes', 'reset', { AutoVerifiedAttributes: ['email'] }],
  ['LambdaConfig', 'reset', {}, {}],
  ['UserPoolTags', 'reset', { UserPoolTags: { a: 'b' } }],
  ['SmsVerificationMessage', 'reset', { SmsVerificationMessage: 'sms {####}' }],
  ['EmailVerificationMessage', 'reset', { EmailVerificationMessage: 'mail {####}' }],
  ['EmailVerificationSubject', 'reset', { EmailVerificationSubject: 'subject' }],
  [
    'VerificationMessageTemplate',
    'reset',
    { VerificationMessageTemplate: { EmailSubject: 'subject' } },
    { DefaultEmailOption: 'CONFIRM_WITH_CODE' },
  ],
  ['SmsAuthenticationMessage', 'reset', { SmsAuthenticationMessage: 'sms {####}' }],
  [
    'UserAttributeUpdateSettings',
    'reset',
    {
      AutoVerifiedAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    },
    { AttributesRequireVerificationBeforeUpdate: [] },
  ],
  ['UserPoolAddOns', 'reset', { UserPoolAddOns: { AdvancedSecurityMode: 'OFF' } }],
  ['DeviceConfiguration', 'reset', { DeviceConfiguration: {} }],
  [
    'AdminCreateUserConfig',
    'reset',
    { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } },
    { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
  ],
  [
    'EmailConfiguration',
    'reset',
    { EmailConfiguration: { From: 'a@example.com' } },
    { EmailSendingAccount: 'COGNITO_DEFAULT' },
  ],
  [
    'AccountRecoverySetting',
    'reset',
    { AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: 'admin_only' }] } },
    {
      RecoveryMechanisms: [
        { Priority: 1, Name: 'verified_email' },
        { Priority: 2, Name: 'verified_phone_number' },
      ],
    },
  ],
  ['MfaConfiguration', 'kept', { MfaConfiguration: 'ON', SmsConfiguration: sms }],
  ['SmsConfiguration', 'kept', { SmsConfiguration: { ...sms, SnsRegion: 'us-east-1' } }],
  [
    'Policies',
    'kept',
    {
      Policies: {
        PasswordPolicy: {
          MinimumLength: 20,
          RequireUppercase: false,
          RequireLowercase: true,
          RequireNumbers: false,
          RequireSymbols: true,
          TemporaryPasswordValidityDays: 3,
          PasswordHistorySize: 2,
        },
        SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] },
      },
    },
  ],
  ['UserPoolTier', 'kept', { UserPoolTier: 'PLUS' }],
  ['DeletionProtection', 'kept', { DeletionProtection: 'ACTIVE' }],
  [
    'DcrConfiguration',
    'kept',
    {
      DcrConfiguration: {
        EnableStatus: 'Disabled',
        OpenDcrEnabled: true,
        AuthenticatedGrantTypes: ['code'],
        OpenDcrGrantTypes: [],
      },
    },
  ],
  ['KeyConfiguration', 'kept', { KeyConfiguration: { KeyType: 'AWS_OWNED_KEY' } }],
  ['IssuerConfiguration', 'kept', { IssuerConfiguration: { Type: 'UPDATED' } }],
  ['Name', 'kept', { PoolName: 'pool' }, 'pool'],
  ['AliasAttributes', 'kept', { AliasAttributes: ['email'] }],
  ['UsernameAttributes', 'kept', { UsernameAttributes: ['email'] }],
  ['UsernameConfiguration', 'kept', { UsernameConfiguration: { CaseSensitive: false } }],
]

suite('leaves out', () => {
  for (const [member, effect, stated, after] of omissions) {
    test(`${member}: ${effect}`, async () => {
      const made = await create(stated)
      await update(made.Id)
      const expected = after ?? (effect === 'kept' ? stated[member as keyof Stated] : undefined)
      const shown = await describe(made.Id)
      assert.deepEqual(shown[member as keyof typeof shown], expected)
      if (effect === 'kept') assert.deepEqual(shown[member as keyof typeof shown], made[member as keyof typeof made])
    })
  }

  test('one of the two policies: both kept', async () => {
    const { Id, Policies } = await create({
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
    })
    await update(Id, { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] } } })
    assert.deepEqual((await describe(Id)).Policies?.PasswordPolicy, Policies?.PasswordPolicy)
    await update(Id, { Policies: { PasswordPolicy: { MinimumLength: 12 } } })
    assert.deepEqual((await describe(Id)).Policies?.SignInPolicy, { AllowedFirstAuthFactors: ['PASSWORD'] })
  })

  test('the schema and when the pool was made: kept', async () => {
    const made = await create({ Schema: [{ Name: 'x', AttributeDataType: 'Boolean' }] })
    await update(made.Id)
    const shown = await describe(made.Id)
    assert.deepEqual(shown.SchemaAttributes, made.SchemaAttributes)
    assert.deepEqual(shown.CreationDate, made.CreationDate)
    assert.ok(Number(shown.LastModifiedDate) > Number(made.LastModifiedDate))
  })

  test('the factors of MFA: kept, until it is turned off', async () => {
    const { Id } = await create()
    await setMfa(Id, { MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: { Enabled: true } })
    await update(Id, { MfaConfiguration: 'OPTIONAL' })
    assert.equal((await describe(Id)).MfaConfiguration, 'OPTIONAL')
    await update(Id, { MfaConfiguration: 'OFF' })
    await assert.rejects(
      update(Id, { MfaConfiguration: 'ON' }),
      serviceError(
        'InvalidParameterException',
        'SMS configuration and Auto verification for phone_number are required when MFA is required/optional',
      ),
    )
  })
})

suite('refuses', () => {
  for (const [name, change, error, message] of refusals) {
    test(name, async () => {
      const made = await create()
      await assert.rejects(update(made.Id, change), serviceError(error, message))
      assert.deepEqual(await describe(made.Id), made)
    })
  }

  const kept: [
    name: string,
    stated: Stated,
    change: Partial<UpdateUserPoolCommandInput>,
    error: string,
    message: string,
  ][] = [
    [
      'a lower tier than its features need',
      { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
      { UserPoolTier: 'LITE' },
      'FeatureUnavailableInTierException',
      'The following features need to be disabled for the LITE pricing tier configured: Passwordless Sign-In',
    ],
    [
      'MFA ON with a first factor that it kept',
      { SmsConfiguration: sms, Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'SMS_OTP'] } } },
      { MfaConfiguration: 'ON' },
      'InvalidParameterException',
      'Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled',
    ],
    [
      'an SMS configuration without a sender while MFA needs one',
      { SmsConfiguration: sms, MfaConfiguration: 'ON' },
      { SmsConfiguration: {} },
      'InvalidParameterException',
      'SMS configuration and Auto verification for phone_number are required when MFA is required/optional',
    ],
  ]
  for (const [name, stated, change, error, message] of kept) {
    test(name, async () => {
      const { Id } = await create(stated)
      await assert.rejects(update(Id, change), serviceError(error, message))
    })
  }

  test('the default sender while e-mail is a factor', async () => {
    const { Id } = await create({
      EmailConfiguration: {
        EmailSendingAccount: 'DEVELOPER',
        SourceArn: 'arn:aws:ses:us-east-1:000000000000:identity/a@example.com',
      },
    })
    await setMfa(Id, { MfaConfiguration: 'ON', EmailMfaConfiguration: {} })
    await assert.rejects(
      update(Id),
      serviceError(
        'InvalidParameterException',
        'Cannot set EmailMfaConfiguration when user pool EmailConfiguration contains an EmailSendingAccount of COGNITO_DEFAULT.',
      ),
    )
  })

  test('a pool that does not exist', () =>
    assert.rejects(
      update('us-east-1_unknown00'),
      serviceError('ResourceNotFoundException', 'User pool us-east-1_unknown00 does not exist.'),
    ))
})

suite('at the same time', () => {
  test('one of two updates of what both have read is refused', async () => {
    const { Id = '' } = await create()
    const pool = await server.ctx.store.pools.find(Id)
    assert.ok(pool)
    await update(Id, { PoolName: 'first' })
    await assert.rejects(
      savePool(server.ctx, pool, { ...pool, name: 'second' }),
      serviceError(
        'ConcurrentModificationException',
        'The resource was modified by another request. Please try again.',
      ),
    )
    assert.equal((await describe(Id)).Name, 'first')
  })

  test('each of many updates is whole or refused', async () => {
    const { Id } = await create()
    const tries = Array.from({ length: 20 }, (_, index) =>
      update(Id, { PoolName: `name-${index}`, UserPoolTags: { name: `name-${index}` } }),
    )
    const results = await Promise.allSettled(tries)
    const refused = results.filter((result) => result.status === 'rejected')
    assert.ok(refused.length < tries.length)
    for (const { reason } of refused) assert.equal(reason.name, 'ConcurrentModificationException')
    const { Name, UserPoolTags } = await describe(Id)
    assert.equal(UserPoolTags?.name, Name)
  })
})
