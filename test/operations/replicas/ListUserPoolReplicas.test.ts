import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ListUserPoolReplicasCommand } from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { arnOf, makeReplicated, missingReplica, PRIMARY, SECONDARY } from './fixture.ts'

const server = useServer()

const list = (UserPoolId: string, region = PRIMARY, NextToken?: string) =>
  server.client(region).send(new ListUserPoolReplicasCommand({ UserPoolId, NextToken }))

const primary = (poolId: string) => ({
  RegionName: PRIMARY,
  Role: 'PRIMARY',
  Status: 'ACTIVE',
  UserPoolArn: arnOf(poolId, PRIMARY),
})

test('a pool without a replica has its own Region', async () => {
  const { poolId } = await makePool(server.client())
  const { UserPoolReplicas, NextToken } = await list(poolId)
  assert.deepEqual(UserPoolReplicas, [primary(poolId)])
  assert.equal(NextToken, undefined)
})

test('both Regions show both', async () => {
  for (const status of ['INACTIVE', 'ACTIVE'] as const) {
    const { poolId } = await makeReplicated(server.client(), status)
    const secondary = {
      RegionName: SECONDARY,
      Role: 'SECONDARY',
      Status: status,
      UserPoolArn: arnOf(poolId, SECONDARY),
    }
    for (const region of [PRIMARY, SECONDARY]) {
      assert.deepEqual((await list(poolId, region)).UserPoolReplicas, [primary(poolId), secondary])
    }
  }
})

test('refusals', async (t) => {
  for (const [name, { UserPoolId = '' }, error, message] of missingReplica.filter(([name]) => /pool/.test(name))) {
    await t.test(name, () => assert.rejects(list(UserPoolId), serviceError(error, message)))
  }
  const { poolId } = await makePool(server.client())
  await assert.rejects(list(poolId, SECONDARY), serviceError('ResourceNotFoundException'))
  await assert.rejects(
    list(poolId, PRIMARY, 'x'),
    serviceError('InvalidParameterException', 'Invalid pagination token'),
  )
})
