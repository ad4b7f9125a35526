import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  DescribeResourceServerCommand,
  UpdateResourceServerCommand,
  type UpdateResourceServerCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createServer, missingServer, scopes } from './fixture.ts'

const server = useServer()

const update = async (input: Partial<UpdateResourceServerCommandInput>) => {
  const command = new UpdateResourceServerCommand({ UserPoolId: '', Identifier: 'api', Name: 'Renamed', ...input })
  return (await server.client().send(command)).ResourceServer
}
const describe = async (UserPoolId: string) =>
  (await server.client().send(new DescribeResourceServerCommand({ UserPoolId, Identifier: 'api' }))).ResourceServer

test('replaces name and scopes, of this pool alone', async () => {
  const sdk = server.client()
  const [one, other] = [await makePool(sdk), await makePool(sdk)]
  await createServer(sdk, one.poolId)
  const untouched = await createServer(sdk, other.poolId)
  const answer = await update({ UserPoolId: one.poolId, Scopes: scopes('write', 'admin') })
  assert.deepEqual(answer, {
    UserPoolId: one.poolId,
    Identifier: 'api',
    Name: 'Renamed',
    Scopes: scopes('write', 'admin'),
  })
  assert.deepEqual(await describe(one.poolId), answer)
  assert.deepEqual(await describe(other.poolId), untouched)
})

test('leaves no scopes where the request has none', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  await createServer(sdk, poolId)
  assert.deepEqual((await update({ UserPoolId: poolId }))?.Scopes, [])
  assert.deepEqual((await describe(poolId))?.Scopes, [])
})

test('refusals', async (t) => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  const made = await createServer(sdk, poolId)
  const rows: [string, Partial<UpdateResourceServerCommandInput>, string, string][] = [
    ...missingServer(),
    [
      'no name',
      { Name: undefined },
      'InvalidParameterException',
      "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null",
    ],
    [
      'a scope that is there twice',
      { Scopes: scopes('a', 'a') },
      'InvalidParameterException',
      'Duplicate scope name: a',
    ],
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () => assert.rejects(update({ UserPoolId: poolId, ...change }), serviceError(error, message)))
  }
  assert.deepEqual(await describe(poolId), made)
})
