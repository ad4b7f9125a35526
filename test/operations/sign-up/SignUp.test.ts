import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminGetUserCommand,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  ListUsersCommand,
  SignUpCommand,
  type SignUpCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, PASSWORD } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { rawAnswer } from '../raw-answer.ts'

const server = useServer()

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

const fixture = async (
  pool: Partial<CreateUserPoolCommandInput> = {},
  client: Partial<CreateUserPoolClientCommandInput> = {},
) => {
  const sdk = server.client()
  const made = await makePool(sdk, pool, client)
  const signUp = (input: Partial<SignUpCommandInput> = {}) =>
    sdk.send(new SignUpCommand({ ClientId: made.clientId, Username: 'jane', Password: PASSWORD, ...input }))
  const userOf = async (Username: string) => {
    const { $metadata: _, ...user } = await sdk.send(new AdminGetUserCommand({ UserPoolId: made.poolId, Username }))
    return user
  }
  return { ...made, sdk, signUp, userOf }
}

const attributes = (given: Record<string, string>) => Object.entries(given).map(([Name, Value]) => ({ Name, Value }))

test('a user signs up and is sent a code', async () => {
  const { signUp, userOf, poolId } = await fixture({ AutoVerifiedAttributes: ['email'] })
  const { $metadata, ...answer } = await signUp({
    UserAttributes: attributes({ email: 'jane@example.com', name: 'Jane' }),
  })
  assert.equal($metadata.httpStatusCode, 200)
  assert.match(answer.UserSub ?? '', UUID)
  assert.deepEqual(answer, {
    UserConfirmed: false,
    CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'j***@e***' },
    UserSub: answer.UserSub,
  })
  const user = await userOf('jane')
  assert.equal(user.UserStatus, 'UNCONFIRMED')
  assert.equal(user.Enabled, true)
  assert.deepEqual(user.UserAttributes, [
    { Name: 'sub', Value: answer.UserSub },
    ...attributes({ email: 'jane@example.com', name: 'Jane', email_verified: 'false' }),
  ])
  const [message] = await server.inbox('jane@example.com')
  assert.equal(message?.poolId, poolId)
  assert.equal(message?.username, 'jane')
  assert.match(message?.code ?? '', /^\d{6}$/, 'V09: six digits')
})

test('with both addresses the phone alone gets a code', async () => {
  const { signUp } = await fixture({
    AutoVerifiedAttributes: ['email', 'phone_number'],
    SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' },
  })
  const { CodeDeliveryDetails } = await signUp({
    UserAttributes: attributes({ email: 'both@example.com', phone_number: '+15550001234' }),
  })
  assert.deepEqual(CodeDeliveryDetails, {
    AttributeName: 'phone_number',
    DeliveryMedium: 'SMS',
    Destination: '+*******1234',
  })
  assert.equal((await server.inbox('both@example.com')).length, 0)
  assert.match(await server.code('+15550001234'), /^\d{6}$/)
})

test('where nothing is verified by itself no code is sent', async () => {
  const { signUp } = await fixture()
  const { $metadata: _, ...answer } = await signUp({ UserAttributes: attributes({ email: 'quiet@example.com' }) })
  assert.deepEqual(answer, { UserConfirmed: false, UserSub: answer.UserSub })
  assert.equal((await server.inbox('quiet@example.com')).length, 0)
})

test('an address stands for the username', async () => {
  const { signUp, userOf } = await fixture({ UsernameAttributes: ['email'], AutoVerifiedAttributes: ['email'] })
  const { UserSub } = await signUp({ Username: 'jane.doe@example.com' })
  const user = await userOf('jane.doe@example.com')
  assert.equal(user.Username, UserSub)
  assert.deepEqual(
    user.UserAttributes?.find(({ Name }) => Name === 'email'),
    { Name: 'email', Value: 'jane.doe@example.com' },
  )
})

test('a sign-up that is refused halfway leaves nothing behind', async () => {
  const { signUp } = await fixture({ UsernameAttributes: ['email', 'phone_number'], AutoVerifiedAttributes: ['email'] })
  await signUp({ Username: '+15550007777' })
  const half = { Username: 'half@example.com', UserAttributes: attributes({ phone_number: '+15550007777' }) }
  await assert.rejects(
    signUp(half),
    serviceError('UsernameExistsException', 'An account with the given phone_number already exists.'),
  )
  assert.deepEqual(await server.inbox('half@example.com'), [])
  await signUp({ Username: 'half@example.com' })
})

test('refusals', async (t) => {
  const schema: CreateUserPoolCommandInput['Schema'] = [
    { Name: 'name', Required: true, Mutable: true },
    { Name: 'role', AttributeDataType: 'String', Mutable: true },
    { Name: 'level', AttributeDataType: 'Number', Mutable: true, DeveloperOnlyAttribute: true },
  ]
  const plain = await fixture({ Schema: schema })
  const limited = await fixture({ Schema: schema }, { WriteAttributes: ['name', 'email'] })
  const closed = await fixture({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } })
  const byEmail = await fixture({ UsernameAttributes: ['email'] })
  const byEither = await fixture({ UsernameAttributes: ['email', 'phone_number'] })
  const aliased = await fixture({ AliasAttributes: ['email', 'phone_number', 'preferred_username'] })
  const anyCase = await fixture({ UsernameConfiguration: { CaseSensitive: false } })
  await plain.signUp({ Username: 'taken', UserAttributes: attributes({ name: 'Taken' }) })
  await byEmail.signUp({ Username: 'taken@example.com' })
  await byEither.signUp({ Username: '+15550009999' })
  await anyCase.signUp({ Username: 'Taken' })

  const named = (given: Record<string, string>) => ({ UserAttributes: attributes({ name: 'Jane', ...given }) })
  const wrote = 'A client attempted to write unauthorized attribute'
  const password = (text: string) => `Password did not conform with policy: ${text}`
  const rows: [string, { signUp: typeof plain.signUp }, Partial<SignUpCommandInput>, string, string][] = [
    [
      'an unknown client',
      plain,
      { ClientId: 'nosuchclient' },
      'ResourceNotFoundException',
      'User pool client nosuchclient does not exist.',
    ],
    ['a taken name', plain, { Username: 'taken', ...named({}) }, 'UsernameExistsException', 'User already exists'],
    ['a taken name in another case', anyCase, { Username: 'tAKEN' }, 'UsernameExistsException', 'User already exists'],
    [
      'a taken address',
      byEmail,
      { Username: 'taken@example.com' },
      'UsernameExistsException',
      'An account with the given email already exists.',
    ],
    [
      'a taken number',
      byEither,
      { Username: '+15550009999' },
      'UsernameExistsException',
      'An account with the given phone_number already exists.',
    ],
    [
      'V16 users are created by administrators only',
      closed,
      {},
      'NotAuthorizedException',
      'SignUp is not permitted for this user pool',
    ],
    [
      'no password',
      plain,
      { Password: undefined, ...named({}) },
      'InvalidParameterException',
      "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must not be null",
    ],
    [
      'a short password',
      plain,
      { Password: 'Ab1!', ...named({}) },
      'InvalidPasswordException',
      password('Password not long enough'),
    ],
    [
      'a password without capitals',
      plain,
      { Password: 'correct-horse-9', ...named({}) },
      'InvalidPasswordException',
      password('Password must have uppercase characters'),
    ],
    [
      'a password without small letters',
      plain,
      { Password: 'CORRECT-HORSE-9', ...named({}) },
      'InvalidPasswordException',
      password('Password must have lowercase characters'),
    ],
    [
      'a password without digits',
      plain,
      { Password: 'Correct-horse', ...named({}) },
      'InvalidPasswordException',
      password('Password must have numeric characters'),
    ],
    [
      'a password without symbols',
      plain,
      { Password: 'CorrectHorse9', ...named({}) },
      'InvalidPasswordException',
      password('Password must have symbol characters'),
    ],
    [
      'a required attribute missing',
      plain,
      {},
      'InvalidParameterException',
      'Attributes did not conform to the schema: name: The attribute is required\n',
    ],
    [
      'no e-mail address',
      plain,
      named({ email: 'jane' }),
      'InvalidParameterException',
      'Invalid email address format.',
    ],
    [
      'no phone number',
      plain,
      named({ phone_number: '5550001234' }),
      'InvalidParameterException',
      'Invalid phone number format.',
    ],
    [
      'a value out of bounds',
      plain,
      named({ birthdate: '1999' }),
      'InvalidParameterException',
      'Attributes did not conform to the schema: birthdate: String must be no shorter than 10 characters\n',
    ],
    [
      'a name where an address is due',
      byEmail,
      { Username: 'jane' },
      'InvalidParameterException',
      'Username should be an email.',
    ],
    [
      'a name where either address is due',
      byEither,
      { Username: 'jane' },
      'InvalidParameterException',
      'Username should be either an email or a phone number.',
    ],
    [
      'an address that could be an alias',
      aliased,
      { Username: 'jane@example.com' },
      'InvalidParameterException',
      'Username cannot be of email format, since user pool is configured for email alias.',
    ],
    [
      'an alias before anything is proved',
      aliased,
      { UserAttributes: attributes({ preferred_username: 'jd' }) },
      'InvalidParameterException',
      'Preferred username cannot be provided for unconfirmed account, since user pool is configured for preferred username alias.',
    ],
    [
      'V14 email_verified',
      plain,
      named({ email: 'jane@example.com', email_verified: 'true' }),
      'NotAuthorizedException',
      wrote,
    ],
    ['V14 phone_number_verified', plain, named({ phone_number_verified: 'true' }), 'NotAuthorizedException', wrote],
    ['V14 sub', plain, named({ sub: '00000000-0000-4000-8000-000000000000' }), 'NotAuthorizedException', wrote],
    ['V14 identities', plain, named({ identities: '[]' }), 'NotAuthorizedException', wrote],
    ['V14 a claim', plain, named({ 'cognito:groups': 'admin' }), 'NotAuthorizedException', wrote],
    ['V14 an unknown attribute', plain, named({ 'custom:unknown': 'x' }), 'NotAuthorizedException', wrote],
    ['V14 a property of objects', plain, named({ constructor: 'x' }), 'NotAuthorizedException', wrote],
    ["V14 a developers' attribute", plain, named({ 'dev:custom:level': '9' }), 'NotAuthorizedException', wrote],
    [
      'V14 an attribute that the client may not write',
      limited,
      named({ 'custom:role': 'admin' }),
      'NotAuthorizedException',
      wrote,
    ],
  ]
  for (const [name, { signUp }, change, error, message] of rows) {
    await t.test(name, () => assert.rejects(signUp(change), serviceError(error, message)))
  }
})

test('V44: a list of names is no name, and nothing is sent', async () => {
  const { clientId } = await fixture({ UsernameAttributes: ['email'], AutoVerifiedAttributes: ['email'] })
  const answer = await rawAnswer(server, 'SignUp', {
    ClientId: clientId,
    Username: ['list-a@example.com', 'list-b@example.com'],
    Password: PASSWORD,
  })
  assert.equal(answer.status, 400)
  assert.equal(JSON.parse(answer.body).__type, 'SerializationException')
  for (const to of ['list-a@example.com', 'list-b@example.com']) assert.deepEqual(await server.inbox(to), [])
})

test('of parallel sign-ups of one name one succeeds', async () => {
  const { signUp, sdk, poolId } = await fixture({ AutoVerifiedAttributes: ['email'] })
  const results = await Promise.allSettled(
    Array.from({ length: 12 }, () => signUp({ UserAttributes: attributes({ email: 'race@example.com' }) })),
  )
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
  for (const result of results) {
    if (result.status === 'rejected') serviceError('UsernameExistsException', 'User already exists')(result.reason)
  }
  assert.equal((await sdk.send(new ListUsersCommand({ UserPoolId: poolId }))).Users?.length, 1)
  assert.equal((await server.inbox('race@example.com')).length, 1)
})
