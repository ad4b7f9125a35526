import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminDisableUserCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { getUser, missing } from './fixture.ts'

const server = useServer()

const disable = (input: { UserPoolId: string; Username?: string }) =>
  server.client().send(new AdminDisableUserCommand({ Username: 'jane', ...input }))

test('ends the sessions and keeps the user from new ones, once or twice', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk)
  await makeUser(sdk, poolId, 'jane')
  const { accessToken, refreshToken } = await signIn(sdk, clientId, 'jane')
  const { $metadata, ...answer } = await disable({ UserPoolId: poolId })
  assert.deepEqual(answer, {})
  await disable({ UserPoolId: poolId })

  const { enabled, status } = await getUser(sdk, poolId, 'jane')
  assert.deepEqual([enabled, status], [false, 'CONFIRMED'])
  assert.equal((await sdk.send(new ListUsersCommand({ UserPoolId: poolId }))).Users?.length, 1)
  await assert.rejects(signIn(sdk, clientId, 'jane'), serviceError('NotAuthorizedException', 'User is disabled.'))
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
})

test('refusals', async (t) => {
  const { poolId } = await makePool(server.client())
  for (const [name, change, error, message] of missing(poolId)) {
    await t.test(name, () => assert.rejects(disable(change), serviceError(error, message)))
  }
})
