import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminCreateUserCommand,
  DeleteUserPoolCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeClient, makePool, makeUser, PASSWORD, signIn } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'

const server = useServer()

test('V18: what one pool or client gave is worth nothing at another', async () => {
  const sdk = server.client()
  const [here, there] = [await makePool(sdk), await makePool(sdk)]
  for (const { poolId } of [here, there]) await makeUser(sdk, poolId, 'jane')
  const neighbour = await makeClient(sdk, here.poolId)
  const { refreshToken: RefreshToken } = await signIn(sdk, here.clientId, 'jane')
  for (const ClientId of [there.clientId, neighbour.clientId]) {
    await assert.rejects(
      sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken })),
      serviceError('NotAuthorizedException', 'Invalid Refresh Token'),
    )
    await sdk.send(new RevokeTokenCommand({ ClientId, Token: RefreshToken })).catch(() => {})
  }
  await sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId: here.clientId, RefreshToken }))
})

test('a pool that is gone takes its tokens, keys and documents along', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk)
  await makeUser(sdk, poolId, 'jane')
  const { accessToken: AccessToken, refreshToken } = await signIn(sdk, clientId, 'jane')
  await sdk.send(new DeleteUserPoolCommand({ UserPoolId: poolId }))
  await assert.rejects(sdk.send(new GetUserCommand({ AccessToken })), serviceError('NotAuthorizedException'))
  await assert.rejects(
    sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken: refreshToken })),
    serviceError('ResourceNotFoundException'),
  )
  for (const path of ['jwks.json', 'openid-configuration']) {
    assert.equal((await fetch(`${server.url}/${poolId}/.well-known/${path}`)).status, 404)
  }
})

test('V83: a Session with any character changed, cut or added is no Session', async () => {
  const sdk = server.client()
  const { poolId, clientId: ClientId } = await makePool(sdk)
  await sdk.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: 'jane',
      TemporaryPassword: PASSWORD,
      MessageAction: 'SUPPRESS',
    }),
  )
  const { Session = '' } = await sdk.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'jane', PASSWORD },
    }),
  )
  const answer = (given: string) =>
    sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session: given,
        ChallengeResponses: { USERNAME: 'jane', NEW_PASSWORD: 'Another-horse-7' },
      }),
    )
  const altered = Array.from({ length: 40 }, (_, step) => {
    const at = Math.floor((step * Session.length) / 40)
    return Session.slice(0, at) + (Session[at] === 'A' ? 'B' : 'A') + Session.slice(at + 1)
  })
  for (const given of [
    ...altered,
    Session.slice(0, -1),
    `${Session}A`,
    `${Session}=`,
    Session.repeat(2),
    `x.${Session}`,
  ]) {
    await assert.rejects(answer(given), serviceError('NotAuthorizedException', 'Invalid session for the user.'))
  }
  await answer(Session)
})
