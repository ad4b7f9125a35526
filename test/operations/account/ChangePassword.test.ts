import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminResetUserPasswordCommand,
  ChangePasswordCommand,
  type ChangePasswordCommandInput,
  type CreateUserPoolCommandInput,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser, PASSWORD, signIn } from '../../fixture.ts'
import { serviceError, startTestServer, useServer } from '../../harness.ts'

const NEW_PASSWORD = 'Another-horse-7'
const server = useServer()

const fixture = async (pool: Partial<CreateUserPoolCommandInput> = {}, at = server) => {
  const sdk = at.client()
  const { poolId, clientId } = await makePool(sdk, pool)
  await makeUser(sdk, poolId, 'jane', { email: 'jane@example.com', email_verified: 'true' })
  const { accessToken } = await signIn(sdk, clientId, 'jane')
  const change = (input: Partial<ChangePasswordCommandInput> = {}) =>
    sdk.send(
      new ChangePasswordCommand({
        AccessToken: accessToken,
        PreviousPassword: PASSWORD,
        ProposedPassword: NEW_PASSWORD,
        ...input,
      }),
    )
  return { sdk, poolId, clientId, accessToken, change }
}

test('the new password takes the place of the old, and sessions go on', async () => {
  const { sdk, clientId, accessToken, change } = await fixture()
  const { $metadata, ...answer } = await change()
  assert.equal($metadata.httpStatusCode, 200)
  assert.deepEqual(answer, {})
  await assert.rejects(signIn(sdk, clientId, 'jane'), serviceError('NotAuthorizedException'))
  await signIn(sdk, clientId, 'jane', NEW_PASSWORD)
  await sdk.send(new GetUserCommand({ AccessToken: accessToken }))
})

test('refusals', async (t) => {
  const { sdk, poolId, change } = await fixture({
    Policies: { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 2 } },
  })
  const incorrect = 'Incorrect username or password.'
  const rows: [string, Partial<ChangePasswordCommandInput>, string, string][] = [
    ['a wrong password', { PreviousPassword: 'Wrong-horse-1' }, 'NotAuthorizedException', incorrect],
    ['no password', { PreviousPassword: undefined }, 'NotAuthorizedException', incorrect],
    [
      'a wrong one, and a new one that does not conform',
      { PreviousPassword: 'Wrong-horse-1', ProposedPassword: 'short' },
      'NotAuthorizedException',
      incorrect,
    ],
    [
      'a short new password',
      { ProposedPassword: 'short' },
      'InvalidPasswordException',
      'Password did not conform with policy: Password not long enough',
    ],
    [
      'the same password again',
      { ProposedPassword: PASSWORD },
      'PasswordHistoryPolicyViolationException',
      'Password has previously been used',
    ],
  ]
  for (const [name, input, error, message] of rows) {
    await t.test(name, () => assert.rejects(change(input), serviceError(error, message)))
  }
  await t.test('a user who is to reset it', async () => {
    await sdk.send(new AdminResetUserPasswordCommand({ UserPoolId: poolId, Username: 'jane' }))
    await assert.rejects(
      change(),
      serviceError('PasswordResetRequiredException', 'Password reset required for the user'),
    )
  })
})

test('wrong passwords count with those of sign-ins', async () => {
  const { sdk, clientId, change } = await fixture()
  const wrong = { PreviousPassword: 'Wrong-horse-1' }
  const incorrect = serviceError('NotAuthorizedException', 'Incorrect username or password.')
  for (let tries = 0; tries < 4; tries++) await assert.rejects(change(wrong), incorrect)
  await assert.rejects(signIn(sdk, clientId, 'jane', 'Wrong-horse-1'), incorrect)
  const locked = serviceError('NotAuthorizedException', 'Password attempts exceeded')
  await assert.rejects(change(), locked)
  await assert.rejects(signIn(sdk, clientId, 'jane'), locked)
  server.travel(1100)
  await change()
})

test('five changes an hour', async () => {
  const limited = await startTestServer({ CENOTE_QUOTAS: 'on' })
  try {
    const { change } = await fixture({}, limited)
    const swap = (round: number) =>
      round % 2 === 0 ? {} : { PreviousPassword: NEW_PASSWORD, ProposedPassword: PASSWORD }
    for (let round = 0; round < 5; round++) await change(swap(round))
    const over = serviceError('LimitExceededException', 'Attempt limit exceeded, please try after some time.')
    await assert.rejects(change(swap(5)), over)
    limited.travel(59 * 60 * 1000)
    await assert.rejects(change(swap(5)), over)
  } finally {
    await limited.stop()
  }
})

test('of parallel changes one succeeds', async () => {
  const { sdk, clientId, change } = await fixture()
  const proposals = Array.from({ length: 4 }, (_, index) => `Parallel-horse-${index}`)
  const results = await Promise.allSettled(proposals.map((ProposedPassword) => change({ ProposedPassword })))
  const winners = proposals.filter((_, index) => results[index]?.status === 'fulfilled')
  assert.equal(winners.length, 1)
  await signIn(sdk, clientId, 'jane', winners[0])
})
