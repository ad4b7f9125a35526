import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeClient, makePool, makeUser, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'

const server = useServer()
const revoked = serviceError('NotAuthorizedException', 'Access Token has been revoked')

test('V20: the sign-in of the token ends, and no other', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk)
  await makeUser(sdk, poolId, 'jane')
  const [ended, other] = [await signIn(sdk, clientId, 'jane'), await signIn(sdk, clientId, 'jane')]
  const refreshed = await sdk.send(
    new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken: ended.refreshToken }),
  )
  const revoke = () => sdk.send(new RevokeTokenCommand({ ClientId: clientId, Token: ended.refreshToken }))
  const { $metadata, ...answer } = await revoke()
  assert.equal($metadata.httpStatusCode, 200)
  assert.deepEqual(answer, {})
  for (const AccessToken of [ended.accessToken, refreshed.AuthenticationResult?.AccessToken]) {
    await assert.rejects(sdk.send(new GetUserCommand({ AccessToken })), revoked)
  }
  await assert.rejects(
    sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken: ended.refreshToken })),
    serviceError('NotAuthorizedException', 'Refresh Token has been revoked'),
  )
  await sdk.send(new GetUserCommand({ AccessToken: other.accessToken }))
  await revoke()
})

test('a rotated token ends the sign-in as well', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(
    sdk,
    {},
    { RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 } },
  )
  await makeUser(sdk, poolId, 'jane')
  const { refreshToken } = await signIn(sdk, clientId, 'jane')
  const { AuthenticationResult } = await sdk.send(
    new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken: refreshToken }),
  )
  await sdk.send(new RevokeTokenCommand({ ClientId: clientId, Token: refreshToken }))
  await assert.rejects(sdk.send(new GetUserCommand({ AccessToken: AuthenticationResult?.AccessToken })), revoked)
})

test('refusals', async (t) => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk)
  const other = await makeClient(sdk, poolId)
  const confidential = await makeClient(sdk, poolId, { GenerateSecret: true })
  const lasting = await makeClient(sdk, poolId, { EnableTokenRevocation: false })
  await makeUser(sdk, poolId, 'jane')
  const { refreshToken, accessToken, idToken } = await signIn(sdk, clientId, 'jane')
  const type = 'Only refresh tokens can be revoked.'
  const rows: [string, string, string, string | undefined, string, string][] = [
    ['an access token', clientId, accessToken, undefined, 'UnsupportedTokenTypeException', type],
    ['an ID token', clientId, idToken, undefined, 'UnsupportedTokenTypeException', type],
    ['an unknown client', 'nosuchclient', refreshToken, undefined, 'UnauthorizedException', 'Invalid client.'],
    [
      "another client's token",
      other.clientId,
      refreshToken,
      undefined,
      'UnauthorizedException',
      'The token was not issued to this client.',
    ],
    ['V13 no secret', confidential.clientId, refreshToken, undefined, 'UnauthorizedException', 'Invalid client.'],
    [
      'V13 a wrong secret',
      confidential.clientId,
      refreshToken,
      'x'.repeat(40),
      'UnauthorizedException',
      'Invalid client.',
    ],
    [
      'V13 a secret that the client does not have',
      clientId,
      refreshToken,
      'x'.repeat(40),
      'UnauthorizedException',
      'Invalid client.',
    ],
    [
      'a client whose tokens cannot be revoked',
      lasting.clientId,
      refreshToken,
      undefined,
      'UnsupportedOperationException',
      'Token revocation is not enabled for this client.',
    ],
  ]
  for (const [name, ClientId, Token, ClientSecret, error, message] of rows) {
    await t.test(name, () =>
      assert.rejects(sdk.send(new RevokeTokenCommand({ ClientId, Token, ClientSecret })), serviceError(error, message)),
    )
  }
  await t.test('none of them revoked it', async () => {
    await sdk.send(new GetUserCommand({ AccessToken: accessToken }))
  })
  await t.test('a token that nobody knows is as good as revoked (RFC 7009 section 2.2)', async () => {
    await sdk.send(new RevokeTokenCommand({ ClientId: clientId, Token: 'rt1.unknown' }))
    const { clientId: ClientId, secret: ClientSecret } = confidential
    await sdk.send(new RevokeTokenCommand({ ClientId, ClientSecret, Token: 'unknown' }))
  })
})
