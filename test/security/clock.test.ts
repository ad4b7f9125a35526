import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminCreateUserCommand,
  ChangePasswordCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { purgeOnce } from '../../src/flows/purge.ts'
import { makePool, makeUser, PASSWORD, signIn } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'
import { outcome } from './between.ts'

const server = useServer({ CENOTE_QUOTAS: 'on' })
const MINUTE = 60_000
const YEARS = 5 * 365 * 24 * 60 * MINUTE

const fixture = async () => {
  const sdk = server.client()
  server.travel(2000) // the requests of a second are limited, too
  const made = await makePool(sdk)
  await makeUser(sdk, made.poolId, 'jane')
  return { sdk, ...made }
}

test('a lockout that was made while the clock was years ahead ends with the mistake', async () => {
  const { sdk, clientId } = await fixture()
  const fail = () => outcome(signIn(sdk, clientId, 'jane', 'wrong'))
  server.travel(YEARS)
  for (let failure = 0; failure < 6; failure++) await fail()
  server.travel(-YEARS)
  await signIn(sdk, clientId, 'jane')
})

test('V04: a clock that goes back a little opens no lock', async () => {
  const { sdk, clientId } = await fixture()
  const exceeded = serviceError('NotAuthorizedException', 'Password attempts exceeded')
  for (let failure = 0; failure < 5; failure++) await outcome(signIn(sdk, clientId, 'jane', 'wrong'))
  for (const step of [-1000, -10 * MINUTE]) {
    server.travel(step)
    await assert.rejects(signIn(sdk, clientId, 'jane'), exceeded)
  }
  server.travel(11 * MINUTE)
  await signIn(sdk, clientId, 'jane')
})

test('an hourly limit that was spent while the clock was years ahead ends with the mistake', async () => {
  const { sdk, clientId } = await fixture()
  const change = async () => {
    const { accessToken: AccessToken } = await signIn(sdk, clientId, 'jane')
    return sdk.send(new ChangePasswordCommand({ AccessToken, PreviousPassword: PASSWORD, ProposedPassword: PASSWORD }))
  }
  server.travel(YEARS)
  for (let tries = 0; tries < 5; tries++) await change()
  await assert.rejects(change(), serviceError('LimitExceededException'))
  server.travel(-10 * MINUTE)
  await assert.rejects(change(), serviceError('LimitExceededException'), 'a step back does not renew it')
  server.travel(10 * MINUTE - YEARS)
  await change()
})

test('a Session that was used does not come back when the clock does', async () => {
  const { sdk, poolId, clientId } = await fixture()
  await sdk.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: 'joe',
      TemporaryPassword: PASSWORD,
      MessageAction: 'SUPPRESS',
    }),
  )
  const { Session } = await sdk.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'joe', PASSWORD },
    }),
  )
  const answer = () =>
    sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId: clientId,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session,
        ChallengeResponses: { USERNAME: 'joe', NEW_PASSWORD: 'Another-horse-7' },
      }),
    )
  await answer()
  server.travel(20 * MINUTE)
  await purgeOnce(server.ctx)
  server.travel(-20 * MINUTE)
  await assert.rejects(
    answer(),
    serviceError('NotAuthorizedException', 'Invalid session for the user, session can only be used once.'),
  )
})
