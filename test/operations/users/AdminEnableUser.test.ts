import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { getUser, missing } from './fixture.ts'

const server = useServer()

const enable = (input: { UserPoolId: string; Username?: string }) =>
  server.client().send(new AdminEnableUserCommand({ Username: 'jane', ...input }))

test('lets a disabled user in again, by a new session', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk)
  await makeUser(sdk, poolId, 'jane')
  const before = await signIn(sdk, clientId, 'jane')
  await sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'jane' }))
  const { $metadata, ...answer } = await enable({ UserPoolId: poolId })
  assert.deepEqual(answer, {})
  await enable({ UserPoolId: poolId })

  assert.equal((await getUser(sdk, poolId, 'jane')).enabled, true)
  await assert.rejects(
    sdk.send(new GetUserCommand({ AccessToken: before.accessToken })),
    serviceError('NotAuthorizedException', 'Access Token has been revoked'),
  )
  const { accessToken } = await signIn(sdk, clientId, 'jane')
  assert.equal((await sdk.send(new GetUserCommand({ AccessToken: accessToken }))).Username, 'jane')
})

test('refusals', async (t) => {
  const { poolId } = await makePool(server.client())
  for (const [name, change, error, message] of missing(poolId)) {
    await t.test(name, () => assert.rejects(enable(change), serviceError(error, message)))
  }
})
