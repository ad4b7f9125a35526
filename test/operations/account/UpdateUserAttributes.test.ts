import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminGetUserCommand,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf, makePool, makeUser, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'

const server = useServer()

const fixture = async (
  pool: Partial<CreateUserPoolCommandInput> = {},
  client: Partial<CreateUserPoolClientCommandInput> = {},
  username = 'jane',
) => {
  const sdk = server.client()
  const made = await makePool(sdk, { AutoVerifiedAttributes: ['email'], ...pool }, client)
  const email = `${made.clientId}@old.example`
  const name = username === 'jane' ? username : email
  await makeUser(sdk, made.poolId, name, { email, email_verified: 'true' })
  const { accessToken } = await signIn(sdk, made.clientId, name)
  const update = (attributes: Record<string, string>) =>
    sdk.send(
      new UpdateUserAttributesCommand({
        AccessToken: accessToken,
        UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
      }),
    )
  const attributesOf = async (Username: string): Promise<Record<string, string | undefined>> => {
    const user = await sdk.send(new AdminGetUserCommand({ UserPoolId: made.poolId, Username }))
    return Object.fromEntries((user.UserAttributes ?? []).map(({ Name = '', Value }) => [Name, Value]))
  }
  return { ...made, sdk, email, name, accessToken, update, attributesOf }
}

const waiting: Partial<CreateUserPoolCommandInput> = {
  UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
}

test('attributes are set, replaced and removed', async () => {
  const { update, attributesOf } = await fixture()
  const { $metadata, ...answer } = await update({ name: 'Jane', locale: 'en' })
  assert.equal($metadata.httpStatusCode, 200)
  assert.deepEqual(answer, { CodeDeliveryDetailsList: [] })
  await update({ name: 'Janet', locale: '' })
  const { name, locale, email_verified } = await attributesOf('jane')
  assert.deepEqual([name, locale, email_verified], ['Janet', undefined, 'true'])
})

test('V15: a new address is stored unverified at once, in new tokens too', async () => {
  const { sdk, clientId, update, attributesOf } = await fixture()
  const { $metadata: _, ...answer } = await update({ email: 'new@new.example' })
  assert.deepEqual(answer, {
    CodeDeliveryDetailsList: [{ AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'n***@n***' }],
  })
  assert.match(await server.code('new@new.example'), /^\d{6}$/)
  const { email, email_verified } = await attributesOf('jane')
  assert.deepEqual([email, email_verified], ['new@new.example', 'false'])
  const claims = claimsOf((await signIn(sdk, clientId, 'jane')).idToken)
  assert.deepEqual([claims.email, claims.email_verified], ['new@new.example', false])
})

test('V15: where the pool says so the old address stays until the new one is verified', async () => {
  const { sdk, clientId, email, accessToken, update, attributesOf } = await fixture(waiting)
  await update({ email: 'later@new.example', name: 'Jane' })
  const before = await attributesOf('jane')
  assert.deepEqual([before.email, before.email_verified, before.name], [email, 'true', 'Jane'])
  const claims = claimsOf((await signIn(sdk, clientId, 'jane')).idToken)
  assert.deepEqual([claims.email, claims.email_verified], [email, true])
  const Code = await server.code('later@new.example')
  await sdk.send(new VerifyUserAttributeCommand({ AccessToken: accessToken, AttributeName: 'email', Code }))
  const after = await attributesOf('jane')
  assert.deepEqual([after.email, after.email_verified], ['later@new.example', 'true'])
})

test('V15: the sign-in name follows the address', async (t) => {
  await t.test('at once where addresses are usernames', async () => {
    const { sdk, clientId, email, update } = await fixture({ UsernameAttributes: ['email'] }, {}, 'email')
    await update({ email: 'renamed@new.example' })
    await signIn(sdk, clientId, 'renamed@new.example')
    await assert.rejects(signIn(sdk, clientId, email), serviceError('UserNotFoundException'))
  })
  await t.test('after the proof where the pool says so', async () => {
    const pool = { UsernameAttributes: ['email' as const], ...waiting }
    const { sdk, clientId, email, accessToken, update } = await fixture(pool, {}, 'email')
    await update({ email: 'proved@new.example' })
    await signIn(sdk, clientId, email)
    await assert.rejects(signIn(sdk, clientId, 'proved@new.example'), serviceError('UserNotFoundException'))
    const Code = await server.code('proved@new.example')
    await sdk.send(new VerifyUserAttributeCommand({ AccessToken: accessToken, AttributeName: 'email', Code }))
    await signIn(sdk, clientId, 'proved@new.example')
    await assert.rejects(signIn(sdk, clientId, email), serviceError('UserNotFoundException'))
  })
  await t.test('neither address while an alias is not proved', async () => {
    const { sdk, clientId, email, accessToken, update } = await fixture({ AliasAttributes: ['email'] })
    await signIn(sdk, clientId, email)
    await update({ email: 'alias@new.example' })
    for (const name of [email, 'alias@new.example']) {
      await assert.rejects(signIn(sdk, clientId, name), serviceError('UserNotFoundException'))
    }
    const Code = await server.code('alias@new.example')
    await sdk.send(new VerifyUserAttributeCommand({ AccessToken: accessToken, AttributeName: 'email', Code }))
    await signIn(sdk, clientId, 'alias@new.example')
  })
})

test('refusals', async (t) => {
  const pool: Partial<CreateUserPoolCommandInput> = {
    Schema: [
      { Name: 'role', AttributeDataType: 'String', Mutable: true },
      { Name: 'badge', AttributeDataType: 'String', Mutable: false },
      { Name: 'level', AttributeDataType: 'Number', Mutable: true, DeveloperOnlyAttribute: true },
      { Name: 'nickname', Required: true, Mutable: true },
    ],
  }
  const plain = await fixture(pool)
  const limited = await fixture(pool, { WriteAttributes: ['name', 'nickname'] })
  const named = await fixture({ UsernameAttributes: ['email'] }, {}, 'email')
  await makeUser(named.sdk, named.poolId, 'other@new.example')
  const wrote = 'A client attempted to write unauthorized attribute'
  const rows: [string, { update: typeof plain.update }, Record<string, string>, string, string][] = [
    ['V14 email_verified', plain, { email_verified: 'true' }, 'NotAuthorizedException', wrote],
    ['V14 sub', plain, { sub: 'x' }, 'NotAuthorizedException', wrote],
    ['V14 identities', plain, { identities: '[]' }, 'NotAuthorizedException', wrote],
    ['V14 a claim', plain, { 'cognito:groups': 'admin' }, 'NotAuthorizedException', wrote],
    ['V14 an unknown attribute', plain, { 'custom:unknown': 'x' }, 'NotAuthorizedException', wrote],
    ["V14 a developers' attribute", plain, { 'dev:custom:level': '9' }, 'NotAuthorizedException', wrote],
    [
      'V14 an attribute that the client may not write',
      limited,
      { 'custom:role': 'admin' },
      'NotAuthorizedException',
      wrote,
    ],
    [
      'an immutable attribute',
      plain,
      { 'custom:badge': '1' },
      'InvalidParameterException',
      'user.custom:badge: Attribute cannot be updated.\n',
    ],
    [
      'a required attribute removed',
      plain,
      { nickname: '' },
      'InvalidParameterException',
      'user.nickname: Required attribute cannot be deleted.',
    ],
    ['no e-mail address', plain, { email: 'jane' }, 'InvalidParameterException', 'Invalid email address format.'],
    [
      'a value out of bounds',
      plain,
      { birthdate: '1999' },
      'InvalidParameterException',
      'user.birthdate: String must be no shorter than 10 characters\n',
    ],
    [
      "another user's address",
      named,
      { email: 'other@new.example' },
      'AliasExistsException',
      'An account with the given email already exists.',
    ],
  ]
  for (const [name, { update }, attributes, error, message] of rows) {
    await t.test(name, () => assert.rejects(update(attributes), serviceError(error, message)))
  }
  await t.test('nothing was sent or stored', async () => {
    assert.deepEqual(await server.inbox('other@new.example'), [])
    assert.equal((await named.attributesOf(named.name)).email, named.email)
  })
})

test('parallel updates of different attributes all stand', async () => {
  const { update, attributesOf } = await fixture()
  const names = ['name', 'given_name', 'family_name', 'nickname', 'profile', 'website']
  await Promise.all(names.map((name) => update({ [name]: `new ${name}` })))
  const attributes = await attributesOf('jane')
  for (const name of names) assert.equal(attributes[name], `new ${name}`)
})
