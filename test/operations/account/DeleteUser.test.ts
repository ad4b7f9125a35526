import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  DeleteUserCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf, makePool, makeUser, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'

const server = useServer()

test('V20: the user is gone with their tokens, and the name is free', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk)
  await makeUser(sdk, poolId, 'jane', { email: 'jane@example.com' })
  const { accessToken, refreshToken } = await signIn(sdk, clientId, 'jane')
  const { $metadata, ...answer } = await sdk.send(new DeleteUserCommand({ AccessToken: accessToken }))
  assert.equal($metadata.httpStatusCode, 200)
  assert.deepEqual(answer, {})
  assert.deepEqual((await sdk.send(new ListUsersCommand({ UserPoolId: poolId }))).Users, [])
  const gone = serviceError('UserNotFoundException', 'User does not exist.')
  await assert.rejects(sdk.send(new GetUserCommand({ AccessToken: accessToken })), gone)
  await assert.rejects(sdk.send(new DeleteUserCommand({ AccessToken: accessToken })), gone)
  await assert.rejects(
    sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken: refreshToken })),
    serviceError('NotAuthorizedException', 'Invalid Refresh Token'),
  )
  await makeUser(sdk, poolId, 'jane')
  await assert.rejects(sdk.send(new GetUserCommand({ AccessToken: accessToken })), gone)
  const again = await signIn(sdk, clientId, 'jane')
  assert.notEqual(claimsOf(again.accessToken).sub, claimsOf(accessToken).sub)
})
