import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { CreateUserPoolCommand, type CreateUserPoolCommandInput } from '@aws-sdk/client-cognito-identity-provider'
import { standardAttributes } from '../../../src/domain/attributes.ts'
import { serviceError, useServer } from '../../harness.ts'
import { type Refusal, refusals } from './refusals.ts'

const server = useServer()
const create = async (change: Partial<CreateUserPoolCommandInput> = {}, region?: string) => {
  const { UserPool } = await server.client(region).send(new CreateUserPoolCommand({ PoolName: 'pool', ...change }))
  assert.ok(UserPool)
  return UserPool
}

suite('a bare creation', () => {
  test('answers the defaults of the service', async () => {
    const { Id, CreationDate, LastModifiedDate, SchemaAttributes, ...rest } = await create()
    assert.match(Id ?? '', /^us-east-1_[0-9A-Za-z]{9}$/)
    assert.ok(CreationDate && Math.abs(CreationDate.getTime() - Date.now()) < 10_000)
    assert.deepEqual(LastModifiedDate, CreationDate)
    assert.deepEqual(
      SchemaAttributes?.map(({ Name }) => Name),
      standardAttributes.map(({ name }) => name),
    )
    assert.deepEqual(SchemaAttributes?.[0], {
      Name: 'sub',
      AttributeDataType: 'String',
      DeveloperOnlyAttribute: false,
      Mutable: false,
      Required: true,
      StringAttributeConstraints: { MinLength: '1', MaxLength: '2048' },
    })
    assert.deepEqual(rest, {
      Name: 'pool',
      Policies: {
        PasswordPolicy: {
          MinimumLength: 8,
          RequireUppercase: true,
          RequireLowercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
          TemporaryPasswordValidityDays: 7,
        },
        SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] },
      },
      DeletionProtection: 'INACTIVE',
      LambdaConfig: {},
      VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_CODE' },
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: [] },
      MfaConfiguration: 'OFF',
      EstimatedNumberOfUsers: 0,
      EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
      Arn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${Id}`,
      AccountRecoverySetting: {
        RecoveryMechanisms: [
          { Priority: 1, Name: 'verified_email' },
          { Priority: 2, Name: 'verified_phone_number' },
        ],
      },
      UserPoolTier: 'ESSENTIALS',
      AcrConfiguration: {
        Level1: { AcrValue: 'urn:cognito:loa:1' },
        Level2: { AcrValue: 'urn:cognito:loa:2' },
        Level3: { AcrValue: 'urn:cognito:loa:3' },
        Level4: { AcrValue: 'urn:cognito:loa:4' },
      },
    })
  })

  test('puts the pool where the request is signed for', async () => {
    const pool = await create({}, 'eu-central-1')
    assert.match(pool.Id ?? '', /^eu-central-1_/)
    assert.equal(pool.Arn, `arn:aws:cognito-idp:eu-central-1:000000000000:userpool/${pool.Id}`)
  })

  test('gives pools of one name different ids', async () => {
    const [a, b] = await Promise.all([create(), create()])
    assert.notEqual(a.Id, b.Id)
  })
})

suite('a schema', () => {
  test('has the standard attributes as they were changed, then the custom ones', async () => {
    const { SchemaAttributes } = await create({
      Schema: [
        { Name: 'team', AttributeDataType: 'String', StringAttributeConstraints: { MaxLength: '9' } },
        { Name: 'email', Required: true, Mutable: false },
        { Name: 'level', AttributeDataType: 'Number', DeveloperOnlyAttribute: true, Mutable: false },
      ],
    })
    const custom = { DeveloperOnlyAttribute: false, Mutable: true, Required: false }
    assert.deepEqual(SchemaAttributes?.slice(20), [
      { Name: 'custom:team', AttributeDataType: 'String', ...custom, StringAttributeConstraints: { MaxLength: '9' } },
      {
        Name: 'dev:custom:level',
        AttributeDataType: 'Number',
        DeveloperOnlyAttribute: true,
        Mutable: false,
        Required: false,
        NumberAttributeConstraints: {},
      },
    ])
    const email = SchemaAttributes?.[10]
    assert.deepEqual([email?.Name, email?.Required, email?.Mutable], ['email', true, false])
  })
})

const validation = (...parts: string[]) =>
  `${parts.length} validation error${parts.length > 1 ? 's' : ''} detected: ${parts.join('; ')}`
const IPE = 'InvalidParameterException'

const own: Refusal[] = [
  [
    'alias and username attributes together',
    { AliasAttributes: ['email'], UsernameAttributes: ['email'] },
    IPE,
    'Only one of the aliasAttributes or usernameAttributes can be set in a User pool.',
  ],
  [
    'a required custom attribute',
    { Schema: [{ Name: 'x', AttributeDataType: 'String', Required: true }] },
    IPE,
    'Required custom attributes are not supported currently.',
  ],
  [
    'a custom attribute twice',
    { Schema: [1, 2].map(() => ({ Name: 'x', AttributeDataType: 'String' as const })) },
    IPE,
    'Duplicate custom attribute names custom:x are not allowed in a user pool schema.',
  ],
  [
    'a name that is too long',
    { Schema: [{ Name: 'x'.repeat(21), AttributeDataType: 'String' }] },
    IPE,
    validation(
      `Value '${'x'.repeat(21)}' at 'schema.1.member.name' failed to satisfy constraint: Member must have length less than or equal to 20`,
    ),
  ],
]

suite('refuses', () => {
  for (const [name, change, error, message] of [...own, ...refusals]) {
    test(name, () => assert.rejects(create(change), serviceError(error, message)))
  }

  test('a name that is missing or of other characters', async () => {
    await assert.rejects(
      create({ PoolName: undefined }),
      serviceError(IPE, validation("Value null at 'poolName' failed to satisfy constraint: Member must not be null")),
    )
    await assert.rejects(
      create({ PoolName: 'a/b', DeletionProtection: 'X' as 'ACTIVE' }),
      serviceError(
        IPE,
        validation(
          "Value 'a/b' at 'poolName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w\\s+=,.@-]+",
          "Value 'X' at 'deletionProtection' failed to satisfy constraint: Member must satisfy enum value set: [ACTIVE, INACTIVE]",
        ),
      ),
    )
  })
})

test('V60 tags named like members of every object are tags', async () => {
  const tags = { constructor: 'a', toString: 'b', hasOwnProperty: 'c', valueOf: 'd' }
  const pool = await create({ UserPoolTags: tags })
  assert.deepEqual({ ...pool.UserPoolTags }, tags)
  assert.equal(({} as { x?: string }).x, undefined)
})

test('a Region takes 1000 pools', async () => {
  const { Id = '' } = await create({}, 'ap-south-1')
  const pool = await server.ctx.store.pools.find(Id)
  assert.ok(pool)
  await server.ctx.store.transaction(async (tx) => {
    for (let index = 1; index < 1000; index++) await tx.pools.insert({ ...pool, id: `ap-south-1_${index}` })
  })
  await assert.rejects(
    create({}, 'ap-south-1'),
    serviceError('LimitExceededException', 'Maximum number of user pools has been reached.'),
  )
})
