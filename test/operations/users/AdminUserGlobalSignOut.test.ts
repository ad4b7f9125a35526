import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminUserGlobalSignOutCommand,
  GetUserCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { missing } from './fixture.ts'

const server = useServer()

const signOut = (input: { UserPoolId: string; Username?: string }) =>
  server.client().send(new AdminUserGlobalSignOutCommand({ Username: 'jane', ...input }))

test('V20: ends every session of this user and of no other', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk)
  await makeUser(sdk, poolId, 'jane')
  await makeUser(sdk, poolId, 'mary')
  const [one, two, other] = [
    await signIn(sdk, clientId, 'jane'),
    await signIn(sdk, clientId, 'jane'),
    await signIn(sdk, clientId, 'mary'),
  ]
  const { $metadata, ...answer } = await signOut({ UserPoolId: poolId })
  assert.deepEqual(answer, {})
  for (const { accessToken, refreshToken } of [one, two]) {
    await assert.rejects(
      sdk.send(new GetUserCommand({ AccessToken: accessToken })),
      serviceError('NotAuthorizedException', 'Access Token has been revoked'),
    )
    const refresh = new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: refreshToken },
    })
    await assert.rejects(sdk.send(refresh), serviceError('NotAuthorizedException', 'Refresh Token has been revoked'))
  }
  await sdk.send(new GetUserCommand({ AccessToken: other.accessToken }))
  const again = await signIn(sdk, clientId, 'jane')
  await sdk.send(new GetUserCommand({ AccessToken: again.accessToken }))
})

test('refusals', async (t) => {
  const { poolId } = await makePool(server.client())
  for (const [name, change, error, message] of missing(poolId)) {
    await t.test(name, () => assert.rejects(signOut(change), serviceError(error, message)))
  }
})
