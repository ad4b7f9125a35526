import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminDeleteUserCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'

const server = useServer()

for (const EnableTokenRevocation of [true, false]) {
  test(`V20: every sign-in of the user ends, and of no other (token revocation ${EnableTokenRevocation})`, async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk, {}, { EnableTokenRevocation })
    await makeUser(sdk, poolId, 'jane')
    await makeUser(sdk, poolId, 'john')
    const [here, there, john] = [
      await signIn(sdk, clientId, 'jane'),
      await signIn(sdk, clientId, 'jane'),
      await signIn(sdk, clientId, 'john'),
    ]
    const { $metadata, ...answer } = await sdk.send(new GlobalSignOutCommand({ AccessToken: here.accessToken }))
    assert.equal($metadata.httpStatusCode, 200)
    assert.deepEqual(answer, {})
    for (const { accessToken, refreshToken } of [here, there]) {
      await assert.rejects(
        sdk.send(new GetUserCommand({ AccessToken: accessToken })),
        serviceError('NotAuthorizedException', 'Access Token has been revoked'),
      )
      await assert.rejects(
        sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken: refreshToken })),
        serviceError('NotAuthorizedException', 'Refresh Token has been revoked'),
      )
    }
    await sdk.send(new GetUserCommand({ AccessToken: john.accessToken }))
    server.travel(1000)
    const later = await signIn(sdk, clientId, 'jane')
    await sdk.send(new GetUserCommand({ AccessToken: later.accessToken }))
  })
}

test('a user who was deleted hears of a revoked token: the operation declares no UserNotFoundException', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk)
  await makeUser(sdk, poolId, 'jane')
  const { accessToken } = await signIn(sdk, clientId, 'jane')
  await sdk.send(new AdminDeleteUserCommand({ UserPoolId: poolId, Username: 'jane' }))
  await assert.rejects(
    sdk.send(new GlobalSignOutCommand({ AccessToken: accessToken })),
    serviceError('NotAuthorizedException', 'Access Token has been revoked'),
  )
})
