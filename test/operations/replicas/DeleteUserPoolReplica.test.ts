import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CreateUserPoolReplicaCommand,
  DeleteUserPoolReplicaCommand,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { serviceError, useServer } from '../../harness.ts'
import { arnOf, makeReplicable, makeReplicated, missingReplica, SECONDARY, setStatus } from './fixture.ts'

const server = useServer()

const remove = (UserPoolId: string, RegionName = SECONDARY, region?: string) =>
  server.client(region).send(new DeleteUserPoolReplicaCommand({ UserPoolId, RegionName }))

test('an inactive replica goes, and another one may come', async () => {
  const sdk = server.client()
  const { poolId } = await makeReplicated(sdk)
  const { UserPoolReplica } = await remove(poolId)
  assert.deepEqual(UserPoolReplica, {
    RegionName: SECONDARY,
    Role: 'SECONDARY',
    Status: 'DELETING',
    UserPoolArn: arnOf(poolId, SECONDARY),
  })
  await assert.rejects(
    server.client(SECONDARY).send(new DescribeUserPoolCommand({ UserPoolId: poolId })),
    serviceError('ResourceNotFoundException', `User pool ${poolId} does not exist.`),
  )
  await assert.rejects(remove(poolId), serviceError('ResourceNotFoundException'))
  await sdk.send(new CreateUserPoolReplicaCommand({ UserPoolId: poolId, RegionName: 'eu-central-1' }))
})

test('an active one stays, and none is deleted from its own Region', async () => {
  const sdk = server.client()
  const { poolId } = await makeReplicated(sdk, 'ACTIVE')
  await assert.rejects(
    remove(poolId),
    serviceError('InvalidParameterException', 'An active user pool replica cannot be deleted.'),
  )
  await setStatus(sdk, poolId, 'INACTIVE')
  await assert.rejects(
    remove(poolId, SECONDARY, SECONDARY),
    serviceError(
      'OperationNotEnabledException',
      'The operation is only available in the primary Region of the user pool.',
    ),
  )
  await remove(poolId)
})

test('refusals', async (t) => {
  const { poolId } = await makeReplicable(server.client())
  for (const [name, change, error, message] of missingReplica) {
    const { UserPoolId, RegionName } = { UserPoolId: poolId, RegionName: SECONDARY, ...change }
    const input = { UserPoolId, RegionName }
    await t.test(name, () =>
      assert.rejects(server.client().send(new DeleteUserPoolReplicaCommand(input)), serviceError(error, message)),
    )
  }
  await assert.rejects(
    remove(poolId),
    serviceError('ResourceNotFoundException', `User pool replica in ${SECONDARY} does not exist.`),
  )
})
