import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  ConfirmForgotPasswordCommand,
  type ConfirmForgotPasswordCommandInput,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser, PASSWORD, signIn } from '../../fixture.ts'
import { serviceError, startTestServer, useServer } from '../../harness.ts'
import { rawAnswer } from '../raw-answer.ts'

const HOUR_MS = 60 * 60 * 1000
const NEW_PASSWORD = 'Another-horse-7'
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
  const user = async (name: string) => {
    const email = `${name}-${made.clientId}@example.com`
    await makeUser(sdk, made.poolId, name, { email, email_verified: 'true' })
    return email
  }
  const forgot = (Username: string) => sdk.send(new ForgotPasswordCommand({ ClientId: made.clientId, Username }))
  const confirm = (Username: string, ConfirmationCode: string, more: Partial<ConfirmForgotPasswordCommandInput> = {}) =>
    sdk.send(
      new ConfirmForgotPasswordCommand({
        ClientId: made.clientId,
        Username,
        ConfirmationCode,
        Password: NEW_PASSWORD,
        ...more,
      }),
    )
  const requested = async (name: string) => {
    const email = await user(name)
    await forgot(name)
    return { email, code: await server.code(email) }
  }
  return { ...made, sdk, user, forgot, confirm, requested }
}

test('the code sets a new password, once', async () => {
  const { sdk, clientId, poolId, confirm, requested } = await fixture()
  const { code } = await requested('jane')
  const { $metadata, ...answer } = await confirm('jane', code)
  assert.equal($metadata.httpStatusCode, 200)
  assert.deepEqual(answer, {})
  const { UserStatus } = await sdk.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: 'jane' }))
  assert.equal(UserStatus, 'CONFIRMED')
  await assert.rejects(signIn(sdk, clientId, 'jane'), serviceError('NotAuthorizedException'))
  await signIn(sdk, clientId, 'jane', NEW_PASSWORD)
  await assert.rejects(confirm('jane', code), expired)
})

test('a reset signs the user out everywhere', async () => {
  const { sdk, clientId, user, forgot, confirm } = await fixture()
  const email = await user('jane')
  const { accessToken, refreshToken } = await signIn(sdk, clientId, 'jane')
  await forgot('jane')
  await confirm('jane', await server.code(email))
  await assert.rejects(
    sdk.send(new GetUserCommand({ AccessToken: accessToken })),
    serviceError('NotAuthorizedException', 'Access Token has been revoked'),
  )
  await assert.rejects(
    sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken: refreshToken })),
    serviceError('NotAuthorizedException', 'Refresh Token has been revoked'),
  )
})

test('a reset that an administrator asked for ends RESET_REQUIRED', async () => {
  const { sdk, clientId, poolId, user, confirm } = await fixture()
  const email = await user('jane')
  await sdk.send(new AdminResetUserPasswordCommand({ UserPoolId: poolId, Username: 'jane' }))
  await assert.rejects(signIn(sdk, clientId, 'jane'), serviceError('PasswordResetRequiredException'))
  await confirm('jane', await server.code(email))
  await signIn(sdk, clientId, 'jane', NEW_PASSWORD)
})

test('refusals', async (t) => {
  const { sdk, poolId, user, confirm, requested } = await fixture({
    Policies: { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 3 } },
  })
  const { code } = await requested('jane')
  await user('quiet')
  const disabled = await requested('disabled')
  await sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'disabled' }))
  const rows: [string, string, string, Partial<ConfirmForgotPasswordCommandInput>, string, string][] = [
    [
      'an unknown client',
      'jane',
      code,
      { ClientId: 'nosuchclient' },
      'ResourceNotFoundException',
      'User pool client nosuchclient does not exist.',
    ],
    ['an unknown user', 'nobody', code, {}, 'UserNotFoundException', 'Username/client id combination not found.'],
    ['a disabled user', 'disabled', disabled.code, {}, 'NotAuthorizedException', 'User is disabled.'],
    [
      'a user who asked for no code',
      'quiet',
      '123456',
      {},
      'ExpiredCodeException',
      'Invalid code provided, please request a code again.',
    ],
    [
      'a short password',
      'jane',
      code,
      { Password: 'short' },
      'InvalidPasswordException',
      'Password did not conform with policy: Password not long enough',
    ],
    [
      'a wrong code',
      'jane',
      wrong(code),
      {},
      'CodeMismatchException',
      'Invalid verification code provided, please try again.',
    ],
    [
      'the password of before',
      'jane',
      code,
      { Password: PASSWORD },
      'PasswordHistoryPolicyViolationException',
      'Password has previously been used',
    ],
  ]
  for (const [name, who, given, more, error, message] of rows) {
    await t.test(name, () => assert.rejects(confirm(who, given, more), serviceError(error, message)))
  }
  await t.test('the code is good for another password after that', async () => {
    await confirm('jane', code)
  })
})

test('V09: a code is dead after five wrong tries', async () => {
  const { confirm, requested } = await fixture()
  const { code } = await requested('jane')
  for (let tries = 0; tries < 5; tries++) await assert.rejects(confirm('jane', wrong(code)), mismatch)
  await assert.rejects(confirm('jane', wrong(code)), expired)
  await assert.rejects(confirm('jane', code), expired)
})

test('V09: a code lives for an hour, and a new one voids it', async () => {
  const { forgot, confirm, requested } = await fixture()
  const { email, code } = await requested('jane')
  await forgot('jane')
  const fresh = await server.code(email)
  if (fresh !== code) await assert.rejects(confirm('jane', code), mismatch)
  server.travel(HOUR_MS + 1000)
  await assert.rejects(confirm('jane', fresh), expired)
})

test('a code does not work once its address is not the verified one of the user', async () => {
  const { sdk, poolId, confirm, requested } = await fixture()
  const { code } = await requested('jane')
  const moved = [
    { Name: 'email', Value: 'moved@example.com' },
    { Name: 'email_verified', Value: 'true' },
  ]
  await sdk.send(new AdminUpdateUserAttributesCommand({ UserPoolId: poolId, Username: 'jane', UserAttributes: moved }))
  await assert.rejects(confirm('jane', code), expired)
})

test('of parallel confirmations with the right code one succeeds', async () => {
  const { confirm, requested } = await fixture()
  const { code } = await requested('jane')
  const results = await Promise.allSettled(Array.from({ length: 5 }, () => confirm('jane', code)))
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
})

test('V01: a client that hides users hears the same of whoever there is', async (t) => {
  const { sdk, clientId, poolId, user, forgot } = await fixture({}, { PreventUserExistenceErrors: 'ENABLED' })
  await user('known')
  await user('disabled')
  await sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'disabled' }))
  await makeUser(sdk, poolId, 'bare')
  const names = ['known', 'disabled', 'bare']
  const answerTo = (Username: string, Password = NEW_PASSWORD) =>
    rawAnswer(server, 'ConfirmForgotPassword', { ClientId: clientId, Username, ConfirmationCode: 'guess', Password })
  const compare = async (label: string, expected: string, password?: string) => {
    const reference = await answerTo('unknown', password)
    assert.equal(JSON.parse(reference.body).__type, expected, label)
    for (const name of names) {
      await t.test(`${label}: ${name}`, async () => assert.deepEqual(await answerTo(name, password), reference))
    }
  }
  await compare('before a code is asked for', 'ExpiredCodeException')
  for (const name of [...names, 'unknown']) await forgot(name)
  await compare('a password that does not conform', 'InvalidPasswordException', 'short')
  for (let tries = 1; tries <= 5; tries++) await compare(`try ${tries}`, 'CodeMismatchException')
  await compare('after five wrong tries', 'ExpiredCodeException')
  for (const name of [...names, 'unknown']) await forgot(name)
  await compare('with a new code', 'CodeMismatchException')
  server.travel(HOUR_MS + 1000)
  await compare('when the code is too old', 'ExpiredCodeException')
})

test('V01: no code that was never sent is ever right', async () => {
  const dev = await startTestServer({ CENOTE_DEV_CODE: '123456' })
  try {
    const sdk = dev.client()
    const { poolId, clientId } = await makePool(sdk, {}, { PreventUserExistenceErrors: 'ENABLED' })
    await makeUser(sdk, poolId, 'bare', { email: 'bare@example.com' })
    await makeUser(sdk, poolId, 'disabled', { email: 'disabled@example.com', email_verified: 'true' })
    await sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'disabled' }))
    for (const Username of ['unknown', 'bare', 'disabled']) {
      await sdk.send(new ForgotPasswordCommand({ ClientId: clientId, Username }))
      const given = { ClientId: clientId, Username, ConfirmationCode: '123456', Password: NEW_PASSWORD }
      await assert.rejects(sdk.send(new ConfirmForgotPasswordCommand(given)), (error: Error) =>
        /^(CodeMismatch|ExpiredCode)Exception$/.test(error.name),
      )
    }
    await signIn(sdk, clientId, 'bare')
  } finally {
    await dev.stop()
  }
})
