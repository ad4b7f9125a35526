import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminUpdateUserAttributesCommand,
  type AttributeType,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf, makePool, makeUser, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createUser, getUser, listOf, missing, SmsConfiguration } from './fixture.ts'

const server = useServer()

type Change = { UserPoolId?: string; Username?: string; UserAttributes?: AttributeType[] }

const send = (input: Change) =>
  server
    .client()
    .send(new AdminUpdateUserAttributesCommand({ UserPoolId: '', Username: 'jane', UserAttributes: [], ...input }))

const update = (UserPoolId: string, attributes: Record<string, string>, Username = 'jane') =>
  send({ UserPoolId, Username, UserAttributes: listOf(attributes) })

const read = async (poolId: string, username = 'jane') => (await getUser(server.client(), poolId, username)).attributes

test('replaces, adds and removes', async () => {
  const { poolId } = await makePool(server.client(), {
    Schema: [
      { Name: 'team', AttributeDataType: 'String' },
      { Name: 'rank', AttributeDataType: 'Number', DeveloperOnlyAttribute: true },
    ],
  })
  await createUser(server.client(), poolId, 'jane', { name: 'Jane', nickname: 'jj', locale: 'en' })
  const changes = { name: 'Jane Doe', nickname: '', 'custom:team': 'red', 'dev:custom:rank': '3' }
  const { $metadata, ...answer } = await update(poolId, changes)
  assert.deepEqual(answer, {})
  const expected = { name: 'Jane Doe', locale: 'en', 'custom:team': 'red', 'dev:custom:rank': '3' }
  assert.deepEqual(await read(poolId), expected)
  await send({ UserPoolId: poolId, UserAttributes: [{ Name: 'locale' }] })
  await send({ UserPoolId: poolId })
  assert.equal('locale' in (await read(poolId)), false)
})

test('V15: a new address is unverified and gets a code where the pool verifies it', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk, { AutoVerifiedAttributes: ['email'] })
  const before = {
    email: 'old@example.com',
    email_verified: 'true',
    phone_number: '+15550001111',
    phone_number_verified: 'true',
  }
  await makeUser(sdk, poolId, 'jane', before)
  await update(poolId, { email: 'new@example.com', phone_number: '+15550002222' })
  const now = {
    email: 'new@example.com',
    email_verified: 'false',
    phone_number: '+15550002222',
    phone_number_verified: 'false',
  }
  assert.deepEqual(await read(poolId), now)
  assert.deepEqual(await server.inbox('+15550002222'), [])
  const { accessToken, idToken } = await signIn(sdk, clientId, 'jane')
  assert.equal(claimsOf(idToken).email_verified, false)
  const Code = await server.code('new@example.com')
  await sdk.send(new VerifyUserAttributeCommand({ AccessToken: accessToken, AttributeName: 'email', Code }))
  assert.deepEqual(await read(poolId), { ...now, email_verified: 'true' })
})

test('both addresses get their codes, if the pool verifies both', async () => {
  const { poolId } = await makePool(server.client(), {
    AutoVerifiedAttributes: ['email', 'phone_number'],
    SmsConfiguration,
  })
  await createUser(server.client(), poolId, 'jane')
  await update(poolId, { email: 'both@example.com', phone_number: '+15550003333' })
  assert.equal((await server.inbox('both@example.com')).length, 1)
  assert.equal((await server.inbox('+15550003333')).length, 1)
})

test('an address that stays, and one for which the request vouches, get no code', async () => {
  const { poolId } = await makePool(server.client(), { AutoVerifiedAttributes: ['email'] })
  await createUser(server.client(), poolId, 'jane', { email: 'stays@example.com', email_verified: 'true' })
  await update(poolId, { email: 'stays@example.com', name: 'Jane' })
  assert.equal((await read(poolId)).email_verified, 'true')
  await update(poolId, { email: 'vouched@example.com', email_verified: 'True' })
  assert.deepEqual(await read(poolId), { email: 'vouched@example.com', email_verified: 'true', name: 'Jane' })
  await update(poolId, { email_verified: 'false' })
  assert.equal((await read(poolId)).email_verified, 'false')
  for (const to of ['stays@example.com', 'vouched@example.com']) assert.deepEqual(await server.inbox(to), [])
})

test('V47: a code proves the address that it went to, and no other', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk, { AutoVerifiedAttributes: ['email'] })
  await makeUser(sdk, poolId, 'jane')
  const { accessToken } = await signIn(sdk, clientId, 'jane')
  const verify = (Code: string) =>
    sdk.send(new VerifyUserAttributeCommand({ AccessToken: accessToken, AttributeName: 'email', Code }))
  const expired = serviceError('ExpiredCodeException', 'Invalid code provided, please request a code again.')
  await update(poolId, { email: 'one@example.com' })
  const first = await server.code('one@example.com')
  await update(poolId, { email: 'two@example.com', email_verified: 'true' })
  await assert.rejects(verify(first), expired)
  await update(poolId, { email: 'three@example.com' })
  const second = await server.code('three@example.com')
  await update(poolId, { email: '' })
  await assert.rejects(verify(second), expired)
  assert.deepEqual(await read(poolId), {})
})

test('the old address stays until the new one is proved, where the pool says so', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk, {
    AutoVerifiedAttributes: ['email'],
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
  })
  const before = { email: 'was@example.com', email_verified: 'true' }
  await makeUser(sdk, poolId, 'jane', before)
  await update(poolId, { email: 'becomes@example.com', email_verified: 'false', name: 'Jane' })
  assert.deepEqual(await read(poolId), { ...before, name: 'Jane' })
  await update(poolId, { name: 'Jane Doe' })
  const { accessToken } = await signIn(sdk, clientId, 'jane')
  const Code = await server.code('becomes@example.com')
  await sdk.send(new VerifyUserAttributeCommand({ AccessToken: accessToken, AttributeName: 'email', Code }))
  assert.deepEqual(await read(poolId), { email: 'becomes@example.com', email_verified: 'true', name: 'Jane Doe' })
  await update(poolId, { email: 'at-once@example.com', email_verified: 'true' })
  assert.equal((await read(poolId)).email, 'at-once@example.com')
})

test('V47: whoever keeps the old address takes back the change that waits', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk, {
    AutoVerifiedAttributes: ['email'],
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
  })
  await createUser(sdk, poolId, 'jane', { email: 'kept@example.com', email_verified: 'true' })
  const { sub } = await getUser(sdk, poolId, 'jane')
  const pending = () => server.ctx.store.codes.find(poolId, sub, 'verify:email')
  await update(poolId, { email: 'waits@example.com' })
  assert.equal((await pending())?.destination, 'waits@example.com')
  await update(poolId, { email: 'kept@example.com' })
  assert.equal(await pending(), undefined)
})

test('V47a: a verified alias moves, and its old holder has it unverified', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk, { AliasAttributes: ['email', 'preferred_username'] })
  const email = { email: 'alias@example.com' }
  await makeUser(sdk, poolId, 'jane', { ...email, email_verified: 'true', preferred_username: 'jj' })
  await makeUser(sdk, poolId, 'mary')
  await update(poolId, { ...email, email_verified: 'false' }, 'mary')
  assert.equal((await getUser(sdk, poolId, 'alias@example.com')).username, 'jane')
  await update(poolId, { email_verified: 'true' }, 'mary')
  assert.equal((await getUser(sdk, poolId, 'alias@example.com')).username, 'mary')
  assert.equal((await read(poolId, 'jane')).email_verified, 'false')
  const { idToken } = await signIn(sdk, clientId, 'jane')
  assert.equal(claimsOf(idToken).email_verified, false)
  await assert.rejects(
    update(poolId, { preferred_username: 'jj' }, 'mary'),
    serviceError('AliasExistsException', 'An account with the given preferred_username already exists.'),
  )
  await assert.rejects(
    update(poolId, { preferred_username: 'jane' }, 'mary'),
    serviceError('AliasExistsException', 'An account with the given preferred_username already exists.'),
  )
})

test('an address that names users is taken from nobody, and a free one signs in at once', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk, { UsernameAttributes: ['email'] })
  await makeUser(sdk, poolId, 'a@example.com')
  await makeUser(sdk, poolId, 'b@example.com')
  await assert.rejects(
    update(poolId, { email: 'a@example.com', email_verified: 'true' }, 'b@example.com'),
    serviceError('AliasExistsException', 'An account with the given email already exists.'),
  )
  await update(poolId, { email: 'c@example.com' }, 'b@example.com')
  await signIn(sdk, clientId, 'c@example.com')
  await assert.rejects(getUser(sdk, poolId, 'b@example.com'), serviceError('UserNotFoundException'))
})

test('of parallel claims on one alias, the last one has it', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk, { AliasAttributes: ['email'] })
  const names = ['u0', 'u1', 'u2', 'u3']
  for (const name of names) await createUser(sdk, poolId, name)
  const claim = { email: 'claimed@example.com', email_verified: 'true' }
  await Promise.all(names.map((name) => update(poolId, claim, name)))
  const users = await Promise.all(names.map((name) => read(poolId, name)))
  assert.equal(users.filter(({ email_verified }) => email_verified === 'true').length, 1)
})

test('parallel changes of different attributes are all made', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  await createUser(sdk, poolId, 'jane')
  const changes = { name: 'Jane', nickname: 'jj', locale: 'en', gender: 'f' }
  await Promise.all(Object.entries(changes).map(([name, value]) => update(poolId, { [name]: value })))
  const found = await read(poolId)
  assert.deepEqual({ ...changes, ...found }, found)
})

test('refusals', async (t) => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk, {
    Schema: [
      { Name: 'email', AttributeDataType: 'String', Required: true },
      { Name: 'once', AttributeDataType: 'String', Mutable: false },
      { Name: 'code', AttributeDataType: 'String', StringAttributeConstraints: { MinLength: '2', MaxLength: '4' } },
      { Name: 'age', AttributeDataType: 'Number', NumberAttributeConstraints: { MinValue: '1', MaxValue: '99' } },
    ],
  })
  const attributes = { email: 'jane@example.com', 'custom:once': 'x' }
  await createUser(sdk, poolId, 'jane', attributes)
  const rows: [string, Record<string, string>, string][] = [
    ['an unknown attribute', { 'custom:x': '1' }, 'user.custom:x: Attribute does not exist in the schema.\n'],
    ['V60: a name of JavaScript', { constructor: '1' }, 'user.constructor: Attribute does not exist in the schema.\n'],
    ['V14: the sub', { sub: '1' }, 'user.sub: Attribute cannot be updated.\n'],
    ['what is written once', { 'custom:once': 'y' }, 'user.custom:once: Attribute cannot be updated.\n'],
    ['a short value', { 'custom:code': '1' }, 'user.custom:code: String must be no shorter than 2 characters\n'],
    ['a long value', { 'custom:code': '12345' }, 'user.custom:code: String must be no longer than 4 characters\n'],
    ['a low number', { 'custom:age': '0' }, 'user.custom:age: Number must be no less than 1\n'],
    ['a high number', { 'custom:age': '100' }, 'user.custom:age: Number must be no greater than 99\n'],
    ['no e-mail address', { email: 'jane' }, 'Invalid email address format.'],
    ['no phone number', { phone_number: '555' }, 'Invalid phone number format.'],
    [
      'a flag without a number',
      { phone_number_verified: 'true' },
      'Phone Number is required to verify/un-verify a phone number',
    ],
    ['a required attribute, blank', { email: '' }, 'user.email: Required attribute cannot be deleted.'],
  ]
  for (const [name, change, message] of rows) {
    const all = { name: 'Jane', ...change }
    await t.test(name, () => assert.rejects(update(poolId, all), serviceError('InvalidParameterException', message)))
  }
  for (const [name, change, error, message] of missing(poolId)) {
    await t.test(name, () => assert.rejects(send(change), serviceError(error, message)))
  }
  assert.deepEqual(await read(poolId), attributes)
})
