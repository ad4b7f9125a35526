import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  DescribeResourceServerCommand,
  type DescribeResourceServerCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createServer, missingServer, scopes } from './fixture.ts'

const server = useServer()

const describe = (input: Partial<DescribeResourceServerCommandInput>) =>
  server.client().send(new DescribeResourceServerCommand({ UserPoolId: '', Identifier: 'api', ...input }))

test('answers the resource server of this pool', async () => {
  const sdk = server.client()
  const [one, other] = [await makePool(sdk), await makePool(sdk)]
  await createServer(sdk, one.poolId)
  await createServer(sdk, other.poolId, { Name: 'Another API' })
  const { $metadata, ...answer } = await describe({ UserPoolId: one.poolId })
  assert.deepEqual(answer, {
    ResourceServer: {
      UserPoolId: one.poolId,
      Identifier: 'api',
      Name: 'An API',
      Scopes: scopes('read', 'write'),
    },
  })
})

test('refusals', async (t) => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  await createServer(sdk, poolId)
  for (const [name, change, error, message] of missingServer()) {
    await t.test(name, () => assert.rejects(describe({ UserPoolId: poolId, ...change }), serviceError(error, message)))
  }
})
