/** What the triggers around a sign-in may do to it. Those of CUSTOM_AUTH are in test/flows/custom-auth.test.ts. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminListUserAuthEventsCommand,
  AdminResetUserPasswordCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeClient, makeUser, PASSWORD, signIn } from '../fixture.ts'
import { serviceError } from '../harness.ts'
import { makeWorld } from '../trigger-events/world.ts'
import { makeTriggerPool, useTriggers } from '../triggers.ts'

const { server, answering, eventsOf } = useTriggers()

const fixture = async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makeTriggerPool(sdk)
  await makeUser(sdk, poolId, 'jane')
  return { sdk, poolId, clientId }
}

describe('PreAuthentication', () => {
  const error = { PreAuthentication_Authentication: { error: 'not from here' } }
  const refusal = serviceError('UserLambdaValidationException', 'PreAuthentication failed with error not from here.')

  test('refuses a sign-in before its secret is looked at: a wrong one is no guess then', async () => {
    const { sdk, clientId } = await fixture()
    for (let guess = 1; guess <= 10; guess++) {
      const request = answering(error, () => signIn(sdk, clientId, 'jane', 'Wrong-horse-9'))
      await assert.rejects(request, refusal)
    }
    assert.ok((await signIn(sdk, clientId, 'jane')).accessToken)
  })

  test('refuses SRP at its beginning', async () => {
    const world = await makeWorld(server)
    await world.user()
    await assert.rejects(
      answering(error, () => world.startSrp()),
      refusal,
    )
  })

  test('cannot make anybody of a name that nobody has', async () => {
    const { sdk, poolId } = await fixture()
    const { clientId } = await makeClient(sdk, poolId, { PreventUserExistenceErrors: 'ENABLED' })
    const message = 'Incorrect username or password.'
    await assert.rejects(signIn(sdk, clientId, 'nobody'), serviceError('NotAuthorizedException', message))
    await assert.rejects(
      answering(error, () => signIn(sdk, clientId, 'nobody')),
      refusal,
    )
  })

  test('is asked after locks and of nobody disabled, and before a reset', async () => {
    const { sdk, poolId, clientId } = await fixture()
    await makeUser(sdk, poolId, 'john')
    await makeUser(sdk, poolId, 'ann', { email: 'ann@example.com', email_verified: 'true' })
    const { clientId: hiding } = await makeClient(sdk, poolId, { PreventUserExistenceErrors: 'ENABLED' })
    const disabled = serviceError('NotAuthorizedException', 'User is disabled.')
    const locked = serviceError('NotAuthorizedException', 'Password attempts exceeded')
    await sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'john' }))
    await sdk.send(new AdminResetUserPasswordCommand({ UserPoolId: poolId, Username: 'ann' }))
    const heard = async (client: string, name: string, expected: (error: unknown) => boolean, asked: number) => {
      const events = await eventsOf(() => assert.rejects(signIn(sdk, client, name, 'Wrong-horse-9'), expected), error)
      assert.equal(events.length, asked, name)
    }
    await server.freeze(async () => {
      await heard(clientId, 'john', disabled, 0)
      await heard(hiding, 'john', refusal, 1)
      await heard(clientId, 'ann', refusal, 1)
      for (const name of ['jane', 'nobody']) {
        for (let failure = 0; failure < 5; failure++) await assert.rejects(signIn(sdk, hiding, name, 'Wrong-horse-9'))
        await heard(hiding, name, locked, 0)
      }
      await heard(clientId, 'jane', locked, 0)
    })
  })

  test('is not asked when tokens are refreshed', async () => {
    const { sdk, clientId } = await fixture()
    const { refreshToken } = await signIn(sdk, clientId, 'jane')
    const AuthParameters = { REFRESH_TOKEN: refreshToken }
    const refresh = new InitiateAuthCommand({ ClientId: clientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters })
    assert.ok((await answering(error, () => sdk.send(refresh))).AuthenticationResult?.IdToken)
  })
})

describe('PostAuthentication', () => {
  const error = { PostAuthentication_Authentication: { error: 'not now' } }
  const refusal = serviceError('UserLambdaValidationException', 'PostAuthentication failed with error not now.')

  test('withholds the tokens of somebody who has proved all, and is no failed guess', async () => {
    const { sdk, clientId } = await fixture()
    for (let times = 1; times <= 10; times++) {
      await assert.rejects(
        answering(error, () => signIn(sdk, clientId, 'jane')),
        refusal,
      )
    }
    assert.ok((await signIn(sdk, clientId, 'jane')).accessToken)
  })

  test('leaves the user as they were, and the same answer may be given again', async () => {
    const world = await makeWorld(server)
    const sdk = server.client()
    const { clientId: ClientId, poolId: UserPoolId } = world
    await world.adminCreateUser({ MessageAction: 'SUPPRESS', TemporaryPassword: PASSWORD })
    const AuthParameters = { USERNAME: 'jane', PASSWORD }
    const { Session } = await sdk.send(
      new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }),
    )
    const ChallengeResponses = { USERNAME: 'jane', NEW_PASSWORD: 'Battery-staple-7' }
    const answer = () =>
      sdk.send(
        new RespondToAuthChallengeCommand({
          ClientId,
          ChallengeName: 'NEW_PASSWORD_REQUIRED',
          Session,
          ChallengeResponses,
        }),
      )
    const user = new AdminGetUserCommand({ UserPoolId, Username: 'jane' })
    const { $metadata: _, ...before } = await sdk.send(user)
    await assert.rejects(answering(error, answer), refusal)
    const { $metadata: __, ...after } = await sdk.send(user)
    assert.deepEqual(after, before)
    assert.ok((await answer()).AuthenticationResult?.AccessToken)
  })

  test('does not record a sign-in that came to nothing as a success', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makeTriggerPool(sdk, {
      UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
      UserPoolTier: 'PLUS',
    })
    await makeUser(sdk, poolId, 'jane')
    await assert.rejects(
      answering(error, () => signIn(sdk, clientId, 'jane')),
      refusal,
    )
    const list = new AdminListUserAuthEventsCommand({ UserPoolId: poolId, Username: 'jane' })
    const { AuthEvents = [] } = await sdk.send(list)
    assert.deepEqual(
      AuthEvents.filter(({ EventType, EventResponse }) => EventType === 'SignIn' && EventResponse === 'Pass'),
      [],
    )
  })
})

test('a trigger whose function is taken away is not asked any more', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makeTriggerPool(sdk, { LambdaConfig: {} })
  await makeUser(sdk, poolId, 'jane')
  assert.deepEqual(await eventsOf(() => signIn(sdk, clientId, 'jane')), [])
})
