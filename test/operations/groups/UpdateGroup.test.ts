import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  GetGroupCommand,
  UpdateGroupCommand,
  type UpdateGroupCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createGroup, missingGroup, ROLE } from './fixture.ts'

const server = useServer()

const update = (input: Partial<UpdateGroupCommandInput>) =>
  server.client().send(new UpdateGroupCommand({ UserPoolId: '', GroupName: 'staff', ...input }))

test('changes what is given and keeps the rest', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  const { Group: made } = await createGroup(sdk, poolId, 'Staff', { Description: 'All', RoleArn: ROLE, Precedence: 3 })
  server.travel(5000)
  const { Group } = await update({ UserPoolId: poolId, Precedence: 0 })
  assert.deepEqual(Group, { ...made, Precedence: 0, LastModifiedDate: Group?.LastModifiedDate })
  assert.ok(Number(Group?.LastModifiedDate) >= Number(made?.LastModifiedDate) + 5000)
  assert.deepEqual((await sdk.send(new GetGroupCommand({ UserPoolId: poolId, GroupName: 'staff' }))).Group, Group)
  const renamed = await update({ UserPoolId: poolId, GroupName: 'STAFF', Description: 'Some' })
  assert.equal(renamed.Group?.GroupName, 'Staff')
})

test('parallel changes of different members are all made', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  await createGroup(sdk, poolId, 'staff')
  const changes = [{ Description: 'All' }, { RoleArn: ROLE }, { Precedence: 7 }]
  await Promise.all(changes.map((change) => update({ UserPoolId: poolId, ...change })))
  const { Group } = await sdk.send(new GetGroupCommand({ UserPoolId: poolId, GroupName: 'staff' }))
  assert.deepEqual([Group?.Description, Group?.RoleArn, Group?.Precedence], ['All', ROLE, 7])
})

test('refusals', async (t) => {
  const { poolId } = await makePool(server.client())
  await createGroup(server.client(), poolId, 'staff')
  const rows: [string, Partial<UpdateGroupCommandInput>, string, string][] = [
    ...missingGroup(poolId),
    [
      'a role of another account',
      { RoleArn: 'arn:aws:iam::123456789012:role/staff' },
      'InvalidParameterException',
      'Cross-account pass role is not allowed.',
    ],
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () => assert.rejects(update({ UserPoolId: poolId, ...change }), serviceError(error, message)))
  }
})
