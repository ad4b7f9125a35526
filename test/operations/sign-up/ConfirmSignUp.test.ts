import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  type ConfirmSignUpCommandInput,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  ForgotPasswordCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf, makePool, makeUser, PASSWORD, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { rawAnswer } from '../raw-answer.ts'

const HOUR_MS = 60 * 60 * 1000
const server = useServer()

const mismatch = serviceError('CodeMismatchException', 'Invalid verification code provided, please try again.')
const expired = serviceError('ExpiredCodeException', 'Invalid code provided, please request a code again.')

/** Another code than the right one. */
const wrong = (code: string) => (code === '000000' ? '000001' : '000000')

const fixture = async (
  pool: Partial<CreateUserPoolCommandInput> = {},
  client: Partial<CreateUserPoolClientCommandInput> = {},
) => {
  const sdk = server.client()
  const made = await makePool(sdk, { AutoVerifiedAttributes: ['email'], ...pool }, client)
  const signUp = async (Username: string, email = `${Username}-${made.clientId}@example.com`) => {
    const UserAttributes = [{ Name: 'email', Value: email }]
    await sdk.send(new SignUpCommand({ ClientId: made.clientId, Username, Password: PASSWORD, UserAttributes }))
    return { email, code: await server.code(email) }
  }
  const confirm = (Username: string, ConfirmationCode: string, more: Partial<ConfirmSignUpCommandInput> = {}) =>
    sdk.send(new ConfirmSignUpCommand({ ClientId: made.clientId, Username, ConfirmationCode, ...more }))
  const userOf = async (Username: string): Promise<Record<string, string | undefined>> => {
    const user = await sdk.send(new AdminGetUserCommand({ UserPoolId: made.poolId, Username }))
    const values = Object.fromEntries((user.UserAttributes ?? []).map(({ Name = '', Value }) => [Name, Value]))
    return { status: user.UserStatus, ...values }
  }
  return { ...made, sdk, signUp, confirm, userOf }
}

test('the code confirms the user and proves the address', async () => {
  const { sdk, clientId, signUp, confirm, userOf } = await fixture()
  const { email, code } = await signUp('jane')
  await assert.rejects(
    signIn(sdk, clientId, 'jane'),
    serviceError('UserNotConfirmedException', 'User is not confirmed.'),
  )
  const { $metadata, ...answer } = await confirm('jane', code)
  assert.equal($metadata.httpStatusCode, 200)
  assert.deepEqual(answer, {})
  const { sub: _, ...user } = await userOf('jane')
  assert.deepEqual(user, { status: 'CONFIRMED', email, email_verified: 'true' })
  const { idToken } = await signIn(sdk, clientId, 'jane')
  assert.equal(claimsOf(idToken).email_verified, true)
})

test('a phone number is proved likewise, and the e-mail address is not', async () => {
  const { sdk, clientId, confirm, userOf } = await fixture({
    AutoVerifiedAttributes: ['email', 'phone_number'],
    SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' },
  })
  const UserAttributes = [
    { Name: 'email', Value: 'phoned@example.com' },
    { Name: 'phone_number', Value: '+15550002222' },
  ]
  await sdk.send(new SignUpCommand({ ClientId: clientId, Username: 'jane', Password: PASSWORD, UserAttributes }))
  await confirm('jane', await server.code('+15550002222'))
  const user = await userOf('jane')
  assert.deepEqual([user.phone_number_verified, user.email_verified], ['true', 'false'])
})

test('refusals', async (t) => {
  const { sdk, clientId, poolId, signUp, confirm } = await fixture()
  const { code } = await signUp('jane')
  await confirm('jane', code)
  const waiting = await signUp('john')
  const disabled = await signUp('dora')
  await sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'dora' }))
  await makeUser(sdk, poolId, 'made')
  const confirmed = 'User cannot be confirmed. Current status is CONFIRMED'
  const rows: [string, string, string, Partial<ConfirmSignUpCommandInput>, string, string][] = [
    [
      'an unknown client',
      'john',
      waiting.code,
      { ClientId: 'nosuchclient' },
      'ResourceNotFoundException',
      'User pool client nosuchclient does not exist.',
    ],
    ['an unknown user', 'nobody', '123456', {}, 'UserNotFoundException', 'Username/client id combination not found.'],
    ['a user who is confirmed', 'jane', code, {}, 'NotAuthorizedException', confirmed],
    ['a user whom an administrator made', 'made', '123456', {}, 'NotAuthorizedException', confirmed],
    ['a disabled user', 'dora', disabled.code, {}, 'NotAuthorizedException', 'User is disabled.'],
    [
      'a wrong code',
      'john',
      wrong(waiting.code),
      {},
      'CodeMismatchException',
      'Invalid verification code provided, please try again.',
    ],
    [
      "another user's code",
      'john',
      wrong(wrong(waiting.code)),
      {},
      'CodeMismatchException',
      'Invalid verification code provided, please try again.',
    ],
  ]
  for (const [name, user, given, more, error, message] of rows) {
    await t.test(name, () => assert.rejects(confirm(user, given, more), serviceError(error, message)))
  }
  await t.test('no code', async () => {
    const { status, body } = await rawAnswer(server, 'ConfirmSignUp', { ClientId: clientId, Username: 'john' })
    const message =
      "1 validation error detected: Value null at 'confirmationCode' failed to satisfy constraint: Member must not be null"
    assert.deepEqual([status, JSON.parse(body)], [400, { __type: 'InvalidParameterException', message }])
  })
})

test('V09: the code of a reset does not confirm, nor the other way round', async () => {
  const { sdk, clientId, poolId, signUp, confirm } = await fixture()
  const { email, code } = await signUp('jane')
  const verified = [{ Name: 'email_verified', Value: 'true' }]
  await sdk.send(
    new AdminUpdateUserAttributesCommand({ UserPoolId: poolId, Username: 'jane', UserAttributes: verified }),
  )
  const reset = (ConfirmationCode: string) =>
    sdk.send(
      new ConfirmForgotPasswordCommand({ ClientId: clientId, Username: 'jane', ConfirmationCode, Password: PASSWORD }),
    )
  await sdk.send(new ForgotPasswordCommand({ ClientId: clientId, Username: 'jane' }))
  const resetCode = await server.code(email)
  assert.notEqual(resetCode, code, 'one in a million')
  await assert.rejects(confirm('jane', resetCode), mismatch)
  await assert.rejects(reset(code), mismatch)
})

test('V09: a new code voids the old', async () => {
  const { sdk, clientId, signUp, confirm } = await fixture()
  const { email, code } = await signUp('jane')
  await sdk.send(new ResendConfirmationCodeCommand({ ClientId: clientId, Username: 'jane' }))
  const fresh = await server.code(email)
  if (fresh !== code) await assert.rejects(confirm('jane', code), mismatch)
  await confirm('jane', fresh)
})

test('V09: a code is dead after five wrong tries, also when they are parallel', async () => {
  const { signUp, confirm } = await fixture()
  const { code } = await signUp('jane')
  const tries = await Promise.allSettled(Array.from({ length: 12 }, () => confirm('jane', wrong(code))))
  const names = tries.map((result) => (result.status === 'rejected' ? result.reason.name : 'success'))
  assert.equal(names.filter((name) => name === 'CodeMismatchException').length, 5)
  assert.equal(names.filter((name) => name === 'ExpiredCodeException').length, 7)
  await assert.rejects(confirm('jane', code), expired)
})

test('V09: a code lives for a day', async () => {
  const { signUp, confirm } = await fixture()
  const [late, early] = [await signUp('late'), await signUp('early')]
  server.travel(24 * HOUR_MS - 60_000)
  await confirm('early', early.code)
  server.travel(61_000)
  await assert.rejects(confirm('late', late.code), expired)
})

test('a code does not prove an address that is not its own any more', async () => {
  const { sdk, poolId, signUp, confirm, userOf } = await fixture()
  const { code } = await signUp('jane')
  const moved = [{ Name: 'email', Value: 'moved@example.com' }]
  await sdk.send(new AdminUpdateUserAttributesCommand({ UserPoolId: poolId, Username: 'jane', UserAttributes: moved }))
  await assert.rejects(confirm('jane', code), expired)
  assert.equal((await userOf('jane')).status, 'UNCONFIRMED')
})

test('of parallel confirmations with the right code one succeeds', async () => {
  const { signUp, confirm } = await fixture()
  const { code } = await signUp('jane')
  const results = await Promise.allSettled(Array.from({ length: 5 }, () => confirm('jane', code)))
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
})

test('V47a: an alias is taken by an explicit request alone, and its former owner loses it', async () => {
  const { sdk, clientId, poolId, signUp, confirm, userOf } = await fixture({ AliasAttributes: ['email'] })
  const email = 'shared@example.com'
  await confirm('first', (await signUp('first', email)).code)
  const { code } = await signUp('second', email)
  assert.equal((await userOf(email)).sub, (await userOf('first')).sub)
  await assert.rejects(
    confirm('second', code),
    serviceError('AliasExistsException', 'An account with the given email already exists.'),
  )
  assert.equal((await userOf('second')).status, 'UNCONFIRMED')
  await sdk.send(new ForgotPasswordCommand({ ClientId: clientId, Username: 'first' }))
  const reset = await server.code(email)

  await confirm('second', code, { ForceAliasCreation: true })
  assert.equal((await userOf(email)).sub, (await userOf('second')).sub)
  const { idToken } = await signIn(sdk, clientId, 'first')
  assert.equal(claimsOf(idToken).email_verified, false)
  assert.equal(claimsOf((await signIn(sdk, clientId, email)).idToken)['cognito:username'], 'second')
  await assert.rejects(
    sdk.send(new ForgotPasswordCommand({ ClientId: clientId, Username: 'first' })),
    serviceError('InvalidParameterException'),
  )
  const Password = `${PASSWORD}-new`
  await assert.rejects(
    sdk.send(
      new ConfirmForgotPasswordCommand({ ClientId: clientId, Username: 'first', ConfirmationCode: reset, Password }),
    ),
    expired,
  )
  assert.ok(poolId)
})

test('V01: a client that hides users hears the same of whoever there is', async (t) => {
  const { sdk, clientId, poolId, signUp, confirm } = await fixture({}, { PreventUserExistenceErrors: 'ENABLED' })
  const waiting = await signUp('waiting')
  const late = await signUp('late')
  const done = await signUp('done')
  await confirm('done', done.code)
  const disabled = await signUp('disabled')
  await sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'disabled' }))
  await makeUser(sdk, poolId, 'made')
  const guess = wrong(waiting.code)
  const answerTo = (Username: string) =>
    rawAnswer(server, 'ConfirmSignUp', { ClientId: clientId, Username, ConfirmationCode: guess })
  const reference = await answerTo('unknown')
  assert.equal(JSON.parse(reference.body).__type, 'CodeMismatchException')
  for (const name of ['waiting', 'done', 'disabled', 'made']) {
    await t.test(name, async () => assert.deepEqual(await answerTo(name), reference))
  }
  await t.test('also when the code is dead', async () => {
    for (let tries = 0; tries < 6; tries++) assert.deepEqual(await answerTo('waiting'), reference)
  })
  await t.test('a disabled user’s code is neither taken nor spent by guesses', async () => {
    for (let tries = 0; tries < 6; tries++) assert.deepEqual(await answerTo('disabled'), reference)
    await assert.rejects(confirm('disabled', disabled.code), mismatch)
    await sdk.send(new AdminEnableUserCommand({ UserPoolId: poolId, Username: 'disabled' }))
    await confirm('disabled', disabled.code)
  })
  await t.test('whoever has the right code hears that it is too old', async () => {
    const gone = await signUp('gone')
    await sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'gone' }))
    server.travel(25 * HOUR_MS)
    assert.deepEqual(await answerTo('late'), reference)
    await assert.rejects(confirm('late', late.code), expired)
    await assert.rejects(confirm('gone', gone.code), mismatch)
  })
})
