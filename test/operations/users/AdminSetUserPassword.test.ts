import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminSetUserPasswordCommand,
  type AdminSetUserPasswordCommandInput,
  ForgotPasswordCommand,
  GetUserCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser, PASSWORD, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createUser, getUser, missing } from './fixture.ts'

const server = useServer()
const DAY_MS = 24 * 60 * 60 * 1000
const OTHER = 'Other-horse-10'

const set = (input: Partial<AdminSetUserPasswordCommandInput>) =>
  server
    .client()
    .send(new AdminSetUserPasswordCommand({ UserPoolId: '', Username: 'jane', Password: PASSWORD, ...input }))

test('a lasting password confirms the user, and sessions go on', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk)
  await createUser(sdk, poolId, 'jane')
  const { $metadata, ...answer } = await set({ UserPoolId: poolId, Permanent: true })
  assert.deepEqual(answer, {})
  assert.equal((await getUser(sdk, poolId, 'jane')).status, 'CONFIRMED')
  const { accessToken } = await signIn(sdk, clientId, 'jane')

  await set({ UserPoolId: poolId, Password: OTHER, Permanent: true })
  await assert.rejects(signIn(sdk, clientId, 'jane'), serviceError('NotAuthorizedException'))
  await signIn(sdk, clientId, 'jane', OTHER)
  await sdk.send(new GetUserCommand({ AccessToken: accessToken }))
})

test('a temporary password is to be changed, and ends', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk)
  await makeUser(sdk, poolId, 'jane')
  await set({ UserPoolId: poolId, Password: OTHER })
  assert.equal((await getUser(sdk, poolId, 'jane')).status, 'FORCE_CHANGE_PASSWORD')
  const signing = new InitiateAuthCommand({
    ClientId: clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'jane', PASSWORD: OTHER },
  })
  assert.equal((await sdk.send(signing)).ChallengeName, 'NEW_PASSWORD_REQUIRED')
  server.travel(7 * DAY_MS)
  await assert.rejects(sdk.send(signing), serviceError('NotAuthorizedException', /^Temporary password has expired/))
  await set({ UserPoolId: poolId, Password: OTHER, Permanent: true })
  assert.ok((await sdk.send(signing)).AuthenticationResult)
})

test('a code of a forgotten password is void afterwards', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk)
  await makeUser(sdk, poolId, 'jane', { email: 'forgot@example.com', email_verified: 'true' })
  await sdk.send(new ForgotPasswordCommand({ ClientId: clientId, Username: 'jane' }))
  const { sub } = await getUser(sdk, poolId, 'jane')
  assert.ok(await server.ctx.store.codes.find(poolId, sub, 'forgot_password'))
  await set({ UserPoolId: poolId, Permanent: true })
  assert.equal(await server.ctx.store.codes.find(poolId, sub, 'forgot_password'), undefined)
})

test('former passwords do not come back where the pool remembers them', async () => {
  const sdk = server.client()
  const PasswordPolicy = { MinimumLength: 8, PasswordHistorySize: 2 }
  const { poolId } = await makePool(sdk, { Policies: { PasswordPolicy } })
  await createUser(sdk, poolId, 'jane', {}, { TemporaryPassword: 'password-0' })
  const setTo = (Password: string) => {
    server.travel(1000)
    return set({ UserPoolId: poolId, Password, Permanent: true })
  }
  const used = serviceError('PasswordHistoryPolicyViolationException', 'Password has previously been used')
  await assert.rejects(setTo('password-0'), used)
  await setTo('password-1')
  await assert.rejects(setTo('password-0'), used)
  await assert.rejects(setTo('password-1'), used)
  await setTo('password-2')
  await assert.rejects(setTo('password-1'), used)
  await setTo('password-0')
})

test('refusals', async (t) => {
  const { poolId } = await makePool(server.client())
  await createUser(server.client(), poolId, 'jane')
  const policy = 'Password did not conform with policy: '
  const rows: [string, Partial<AdminSetUserPasswordCommandInput>, string, string][] = [
    ...missing(poolId).map(([...row]) => row as [string, object, string, string]),
    ['a short password', { Password: 'Ab1!' }, 'InvalidPasswordException', `${policy}Password not long enough`],
    [
      'no symbol',
      { Password: 'Abcdefg1' },
      'InvalidPasswordException',
      `${policy}Password must have symbol characters`,
    ],
    [
      'a space',
      { Password: 'Abcd efg1!' },
      'InvalidParameterException',
      String.raw`1 validation error detected: Value at 'password' failed to satisfy constraint: Member must satisfy regular expression pattern: [\S]+`,
    ],
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () => assert.rejects(set({ UserPoolId: poolId, ...change }), serviceError(error, message)))
  }
})
