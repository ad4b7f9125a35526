import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminListGroupsForUserCommand,
  DeleteGroupCommand,
  type DeleteGroupCommandInput,
  ListUsersInGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf, makePool, makeUser, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { addToGroup, createGroup, missingGroup } from './fixture.ts'

const server = useServer()

const remove = (input: Partial<DeleteGroupCommandInput>) =>
  server.client().send(new DeleteGroupCommand({ UserPoolId: '', GroupName: 'staff', ...input }))

test('deletes the group; one of the same name begins without members', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk)
  await makeUser(sdk, poolId, 'jane')
  await createGroup(sdk, poolId, 'Staff')
  await addToGroup(sdk, poolId, 'jane', 'Staff')
  const { $metadata, ...answer } = await remove({ UserPoolId: poolId })
  assert.deepEqual(answer, {})
  await assert.rejects(remove({ UserPoolId: poolId }), serviceError('ResourceNotFoundException', 'Group not found.'))
  const groups = await sdk.send(new AdminListGroupsForUserCommand({ UserPoolId: poolId, Username: 'jane' }))
  assert.deepEqual(groups.Groups, [])
  await createGroup(sdk, poolId, 'staff')
  const members = await sdk.send(new ListUsersInGroupCommand({ UserPoolId: poolId, GroupName: 'staff' }))
  assert.deepEqual(members.Users, [])
  const { accessToken } = await signIn(sdk, clientId, 'jane')
  assert.equal(claimsOf(accessToken)['cognito:groups'], undefined)
})

test('nobody is left in a group that goes while members come', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  const names = ['u0', 'u1', 'u2', 'u3']
  for (const name of names) await makeUser(sdk, poolId, name)
  for (let round = 0; round < 5; round++) {
    await createGroup(sdk, poolId, 'staff')
    await Promise.allSettled([
      ...names.map((name) => addToGroup(sdk, poolId, name, 'staff')),
      remove({ UserPoolId: poolId }),
    ])
    await createGroup(sdk, poolId, 'staff')
    const { Users } = await sdk.send(new ListUsersInGroupCommand({ UserPoolId: poolId, GroupName: 'staff' }))
    assert.deepEqual(Users, [])
    await remove({ UserPoolId: poolId })
  }
})

test('refusals', async (t) => {
  const { poolId } = await makePool(server.client())
  for (const [name, change, error, message] of missingGroup(poolId)) {
    await t.test(name, () => assert.rejects(remove(change), serviceError(error, message)))
  }
})
