import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  DeleteResourceServerCommand,
  type DeleteResourceServerCommandInput,
  DeleteUserPoolCommand,
  DescribeResourceServerCommand,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeClient, makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createServer, missingServer } from './fixture.ts'

const server = useServer()

const remove = (input: Partial<DeleteResourceServerCommandInput>) =>
  server.client().send(new DeleteResourceServerCommand({ UserPoolId: '', Identifier: 'api', ...input }))
const describe = (UserPoolId: string) =>
  server.client().send(new DescribeResourceServerCommand({ UserPoolId, Identifier: 'api' }))

test('deletes the resource server of this pool alone; its clients keep the names of its scopes', async () => {
  const sdk = server.client()
  const [one, other] = [await makePool(sdk), await makePool(sdk)]
  await createServer(sdk, one.poolId)
  await createServer(sdk, other.poolId)
  const { clientId } = await makeClient(sdk, one.poolId, { AllowedOAuthScopes: ['api/read'] })
  const { $metadata, ...answer } = await remove({ UserPoolId: one.poolId })
  assert.deepEqual(answer, {})
  await assert.rejects(
    describe(one.poolId),
    serviceError('ResourceNotFoundException', 'Resource server api does not exist.'),
  )
  await assert.rejects(remove({ UserPoolId: one.poolId }), serviceError('ResourceNotFoundException'))
  await describe(other.poolId)
  const described = await sdk.send(new DescribeUserPoolClientCommand({ UserPoolId: one.poolId, ClientId: clientId }))
  assert.deepEqual(described.UserPoolClient?.AllowedOAuthScopes, ['api/read'])
})

test('goes with its pool', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  await createServer(sdk, poolId)
  await sdk.send(new DeleteUserPoolCommand({ UserPoolId: poolId }))
  assert.equal(await server.ctx.store.resourceServers.find(poolId, 'api'), undefined)
})

test('refusals', async (t) => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  await createServer(sdk, poolId)
  for (const [name, change, error, message] of missingServer()) {
    await t.test(name, () => assert.rejects(remove({ UserPoolId: poolId, ...change }), serviceError(error, message)))
  }
  await describe(poolId)
})
