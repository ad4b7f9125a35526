import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminRemoveUserFromGroupCommand,
  type AdminRemoveUserFromGroupCommandInput,
  ListUsersInGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createUser, missing } from '../users/fixture.ts'
import { addToGroup, createGroup, missingGroup } from './fixture.ts'

const server = useServer()

const remove = (input: Partial<AdminRemoveUserFromGroupCommandInput>) =>
  server
    .client()
    .send(new AdminRemoveUserFromGroupCommand({ UserPoolId: '', Username: 'jane', GroupName: 'staff', ...input }))

test('takes this member out of this group, and one who is none already', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  for (const group of ['Staff', 'admins']) await createGroup(sdk, poolId, group)
  for (const user of ['jane', 'mary']) {
    await createUser(sdk, poolId, user)
    for (const group of ['Staff', 'admins']) await addToGroup(sdk, poolId, user, group)
  }
  const members = async (GroupName: string) =>
    (await sdk.send(new ListUsersInGroupCommand({ UserPoolId: poolId, GroupName }))).Users?.map((user) => user.Username)
  const { $metadata, ...answer } = await remove({ UserPoolId: poolId })
  assert.deepEqual(answer, {})
  await remove({ UserPoolId: poolId })
  assert.deepEqual(await members('Staff'), ['mary'])
  assert.deepEqual((await members('admins'))?.sort(), ['jane', 'mary'])
})

test('refusals', async (t) => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  await createUser(sdk, poolId, 'jane')
  await createGroup(sdk, poolId, 'staff')
  const rows: [string, Partial<AdminRemoveUserFromGroupCommandInput>, string, string][] = [
    ...missing(poolId).map(([...row]) => row as [string, object, string, string]),
    ...missingGroup(poolId),
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () => assert.rejects(remove({ UserPoolId: poolId, ...change }), serviceError(error, message)))
  }
})
