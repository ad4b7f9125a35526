import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  ForgotPasswordCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser, PASSWORD, signIn } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'
import { factors, makeMfaPool } from '../mfa.ts'
import { rawAnswer } from '../operations/raw-answer.ts'
import { outcome } from './between.ts'

const server = useServer({ CENOTE_QUOTAS: 'UserCreation=1000,UserAccountRecovery=1000,UserUpdate=1000' })
const AutoVerifiedAttributes = ['email' as const]

/** How many guesses are compared with a code in an hour, however often a new one is asked for. */
const guesses = async (operation: string, input: object, renew: () => Promise<unknown>) => {
  let compared = 0
  for (let round = 0; round < 40; round++) {
    await outcome(renew())
    const answers = await Promise.all(Array.from({ length: 8 }, () => rawAnswer(server, operation, input)))
    compared += answers.filter(({ body }) => JSON.parse(body).__type === 'CodeMismatchException').length
  }
  return compared
}

test('V06, V09: parallel guesses across new codes are at most 20 an hour, which is 0.05 % a day', async (t) => {
  const sdk = server.client()
  const { poolId, clientId: ClientId } = await makePool(sdk, { AutoVerifiedAttributes })
  await t.test('of a forgotten password', async () => {
    await makeUser(sdk, poolId, 'jane', { email: 'jane-guess@example.com', email_verified: 'true' })
    const me = { ClientId, Username: 'jane' }
    const compared = await guesses('ConfirmForgotPassword', { ...me, ConfirmationCode: 'x', Password: PASSWORD }, () =>
      sdk.send(new ForgotPasswordCommand(me)),
    )
    assert.ok(compared > 0 && compared <= 20, `${compared}`)
  })
  await t.test('of a sign-up', async () => {
    const me = { ClientId, Username: 'fresh' }
    const UserAttributes = [{ Name: 'email', Value: 'fresh-guess@example.com' }]
    await sdk.send(new SignUpCommand({ ...me, Password: PASSWORD, UserAttributes }))
    const compared = await guesses('ConfirmSignUp', { ...me, ConfirmationCode: 'x' }, () =>
      sdk.send(new ResendConfirmationCodeCommand(me)),
    )
    assert.ok(compared > 0 && compared <= 15, `${compared}`)
  })
})

test('a user cannot have this server write to one stranger after another', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk, {
    AutoVerifiedAttributes,
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
  })
  await makeUser(sdk, poolId, 'mallory', { email: 'mallory-bomb@example.com', email_verified: 'true' })
  const { accessToken: AccessToken } = await signIn(sdk, clientId, 'mallory')
  const update = (Value: string) =>
    sdk.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name: 'email', Value }] }))
  for (let count = 0; count < 10; count++) await update('stranger@example.com')
  await assert.rejects(update('stranger@example.com'), serviceError('TooManyRequestsException', 'Rate exceeded'))
  assert.equal((await server.inbox('stranger@example.com')).length, 10)
  await sdk.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name: 'name', Value: 'Mal' }] }))
  server.travel(60 * 60 * 1000)
  const { accessToken } = await signIn(sdk, clientId, 'mallory')
  await sdk.send(
    new UpdateUserAttributesCommand({
      AccessToken: accessToken,
      UserAttributes: [{ Name: 'email', Value: 'other@example.com' }],
    }),
  )
  await sdk.send(
    new VerifyUserAttributeCommand({
      AccessToken: accessToken,
      AttributeName: 'email',
      Code: await server.code('other@example.com'),
    }),
  )
})

test('nor in the course of a sign-in, which declares no other error for it', async () => {
  const pool = await makeMfaPool(server, 'ON', factors.email)
  await makeUser(pool.sdk, pool.poolId, 'mallory')
  const setUp = async () => {
    const { Session } = await pool.begin('mallory')
    return pool.respond('MFA_SETUP', Session, 'mallory', { EMAIL: 'bombed@example.com' })
  }
  for (let count = 0; count < 5; count++) assert.equal((await setUp()).ChallengeName, 'EMAIL_OTP')
  await assert.rejects(setUp(), serviceError('TooManyRequestsException', 'Rate exceeded'))
  assert.equal((await server.inbox('bombed@example.com')).length, 5)
  server.travel(60 * 60 * 1000)
  await setUp()
})
