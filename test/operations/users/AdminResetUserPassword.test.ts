import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminResetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  ConfirmForgotPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser, PASSWORD, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createUser, getUser, listOf, missing } from './fixture.ts'

const server = useServer()
const OTHER = 'Other-horse-10'

const reset = (input: { UserPoolId: string; Username?: string }) =>
  server.client().send(new AdminResetUserPasswordCommand({ Username: 'jane', ...input }))

test('makes the password useless and sends a code for another, again if asked', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk)
  await makeUser(sdk, poolId, 'jane', { email: 'reset@example.com', email_verified: 'true' })
  const { $metadata, ...answer } = await reset({ UserPoolId: poolId })
  assert.deepEqual(answer, {})
  assert.equal((await getUser(sdk, poolId, 'jane')).status, 'RESET_REQUIRED')
  await assert.rejects(
    signIn(sdk, clientId, 'jane'),
    serviceError('PasswordResetRequiredException', 'Password reset required for the user'),
  )
  const [mail] = await server.inbox('reset@example.com')
  assert.match(mail?.body ?? '', /^Your verification code is \d{6}\. $/)

  const first = await server.code('reset@example.com')
  await reset({ UserPoolId: poolId })
  const second = await server.code('reset@example.com')
  const confirm = (ConfirmationCode: string) =>
    sdk.send(
      new ConfirmForgotPasswordCommand({ ClientId: clientId, Username: 'jane', ConfirmationCode, Password: OTHER }),
    )
  if (first !== second) await assert.rejects(confirm(first), serviceError('CodeMismatchException'))
  await confirm(second)
  assert.equal((await getUser(sdk, poolId, 'jane')).status, 'CONFIRMED')
  await signIn(sdk, clientId, 'jane', OTHER)
  await assert.rejects(signIn(sdk, clientId, 'jane', PASSWORD), serviceError('NotAuthorizedException'))
})

test('the code goes where the pool says', async () => {
  const sdk = server.client()
  const both = {
    email: 'v@example.com',
    email_verified: 'true',
    phone_number: '+15557654321',
    phone_number_verified: 'true',
  }
  const mechanisms = (...names: ('verified_email' | 'verified_phone_number')[]) => ({
    AccountRecoverySetting: { RecoveryMechanisms: names.map((Name, index) => ({ Priority: index + 1, Name })) },
  })
  const rows: [Parameters<typeof makePool>[1], string][] = [
    [mechanisms('verified_email', 'verified_phone_number'), both.email],
    [mechanisms('verified_phone_number', 'verified_email'), both.phone_number],
    [mechanisms('verified_phone_number'), both.phone_number],
  ]
  for (const [settings, address] of rows) {
    const { poolId } = await makePool(sdk, settings)
    await makeUser(sdk, poolId, 'jane', both)
    await reset({ UserPoolId: poolId })
    const [newest] = await server.inbox()
    assert.deepEqual([newest?.poolId, newest?.to], [poolId, address])
  }
})

test('V47a: a code that went to a former address resets nothing', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk)
  await makeUser(sdk, poolId, 'jane', { email: 'former@example.com', email_verified: 'true' })
  await reset({ UserPoolId: poolId })
  const ConfirmationCode = await server.code('former@example.com')
  const UserAttributes = listOf({ email: 'present@example.com', email_verified: 'true' })
  await sdk.send(new AdminUpdateUserAttributesCommand({ UserPoolId: poolId, Username: 'jane', UserAttributes }))
  await assert.rejects(
    sdk.send(
      new ConfirmForgotPasswordCommand({ ClientId: clientId, Username: 'jane', ConfirmationCode, Password: OTHER }),
    ),
    serviceError('ExpiredCodeException', 'Invalid code provided, please request a code again.'),
  )
})

test('refusals', async (t) => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  const adminOnly = await makePool(sdk, {
    AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: 'admin_only' }] },
  })
  const verified = { email: 'verified@example.com', email_verified: 'true' }
  await createUser(sdk, poolId, 'invited', verified)
  await makeUser(sdk, poolId, 'unreachable', { email: 'unverified@example.com' })
  await makeUser(sdk, adminOnly.poolId, 'jane', verified)
  const rows: [string, { UserPoolId: string; Username?: string }, string, string][] = [
    ...missing(poolId).map(([...row]) => row as [string, { UserPoolId: string }, string, string]),
    [
      'a user who did not come yet',
      { UserPoolId: poolId, Username: 'invited' },
      'NotAuthorizedException',
      'User password cannot be reset in the current state.',
    ],
    [
      'a user without a verified address',
      { UserPoolId: poolId, Username: 'unreachable' },
      'InvalidParameterException',
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    ],
    [
      'a pool whose users do not recover by themselves',
      { UserPoolId: adminOnly.poolId },
      'NotAuthorizedException',
      'Contact administrator to reset password.',
    ],
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () => assert.rejects(reset(change), serviceError(error, message)))
  }
  assert.equal((await getUser(sdk, poolId, 'unreachable')).status, 'CONFIRMED')
})
