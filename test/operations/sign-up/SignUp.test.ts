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

const NO_PASSWORD =
  "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must not be null"
const SHORT = 'String must be no shorter than 10 characters\n'
const EMAIL_FORMAT = 'Username cannot be of email format, since user pool is configured for email alias.'
const EARLY_ALIAS =
  'Preferred username cannot be provided for unconfirmed account, since user pool is configured for preferred username alias.'

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
  const refuse = (
    name: string,
    { signUp }: { signUp: typeof plain.signUp },
    change: Partial<SignUpCommandInput>,
    ...[error, message]: [string, string]
  ) => t.test(name, () => assert.rejects(signUp(change), serviceError(error, message)))

  const exists = 'UsernameExistsException'
  await refuse('a taken name', plain, { Username: 'taken', ...named({}) }, exists, 'User already exists')
  await refuse('a taken name in another case', anyCase, { Username: 'tAKEN' }, exists, 'User already exists')
  const taken = (attribute: string) => `An account with the given ${attribute} already exists.`
  await refuse('a taken address', byEmail, { Username: 'taken@example.com' }, exists, taken('email'))
  await refuse('a taken number', byEither, { Username: '+15550009999' }, exists, taken('phone_number'))

  const unknown = 'User pool client nosuchclient does not exist.'
  await refuse('an unknown client', plain, { ClientId: 'nosuchclient' }, 'ResourceNotFoundException', unknown)
  const notPermitted = 'SignUp is not permitted for this user pool'
  await refuse('V16 users are created by administrators only', closed, {}, 'NotAuthorizedException', notPermitted)

  const passwords: Record<string, string> = {
    'Ab1!': 'Password not long enough',
    'correct-horse-9': 'Password must have uppercase characters',
    'CORRECT-HORSE-9': 'Password must have lowercase characters',
    'Correct-horse': 'Password must have numeric characters',
    CorrectHorse9: 'Password must have symbol characters',
  }
  for (const [Password, text] of Object.entries(passwords)) {
    const message = `Password did not conform with policy: ${text}`
    await refuse(text, plain, { Password, ...named({}) }, 'InvalidPasswordException', message)
  }

  const schemaFault = 'Attributes did not conform to the schema: '
  const invalid: [string, typeof plain, Partial<SignUpCommandInput>, string][] = [
    ['no password', plain, { Password: undefined, ...named({}) }, NO_PASSWORD],
    ['a required attribute missing', plain, {}, `${schemaFault}name: The attribute is required\n`],
    ['no e-mail address', plain, named({ email: 'jane' }), 'Invalid email address format.'],
    ['no phone number', plain, named({ phone_number: '5550001234' }), 'Invalid phone number format.'],
    ['a short value', plain, named({ birthdate: '1999' }), `${schemaFault}birthdate: ${SHORT}`],
    ['a name for an address', byEmail, {}, 'Username should be an email.'],
    ['a name for either address', byEither, {}, 'Username should be either an email or a phone number.'],
    ['an address that could be an alias', aliased, { Username: 'jane@example.com' }, EMAIL_FORMAT],
    ['an alias before anything is proved', aliased, named({ preferred_username: 'jd' }), EARLY_ALIAS],
  ]
  for (const [name, at, change, message] of invalid) {
    await refuse(name, at, change, 'InvalidParameterException', message)
  }

  const unauthorized: [typeof plain, Record<string, string>][] = [
    [plain, { email: 'jane@example.com', email_verified: 'true' }],
    [plain, { phone_number_verified: 'true' }],
    [plain, { sub: '00000000-0000-4000-8000-000000000000' }],
    [plain, { identities: '[]' }],
    [plain, { 'cognito:groups': 'admin' }],
    [plain, { 'custom:unknown': 'x' }],
    [plain, { constructor: 'x' }],
    [plain, { 'dev:custom:level': '9' }],
    [limited, { 'custom:role': 'admin' }],
  ]
  const wrote = 'A client attempted to write unauthorized attribute'
  for (const [at, given] of unauthorized) {
    const name = `V14 ${Object.keys(given).join(' and ')}`
    await refuse(name, at, named(given), 'NotAuthorizedException', wrote)
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
