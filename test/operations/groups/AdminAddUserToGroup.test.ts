import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminAddUserToGroupCommand,
  type AdminAddUserToGroupCommandInput,
  AdminListGroupsForUserCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf, makePool, makeUser, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createUser, missing } from '../users/fixture.ts'
import { addToGroup, createGroup, missingGroup } from './fixture.ts'

const server = useServer()

const add = (input: Partial<AdminAddUserToGroupCommandInput>) =>
  server
    .client()
    .send(new AdminAddUserToGroupCommand({ UserPoolId: '', Username: 'jane', GroupName: 'staff', ...input }))

test('adds a member once, whom the next tokens name so', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk)
  await makeUser(sdk, poolId, 'jane')
  await createGroup(sdk, poolId, 'Staff', { Precedence: 2 })
  await createGroup(sdk, poolId, 'admins', { Precedence: 1 })
  const { $metadata, ...answer } = await add({ UserPoolId: poolId })
  assert.deepEqual(answer, {})
  await add({ UserPoolId: poolId, GroupName: 'STAFF' })
  await add({ UserPoolId: poolId, GroupName: 'admins' })
  const { accessToken } = await signIn(sdk, clientId, 'jane')
  assert.deepEqual(claimsOf(accessToken)['cognito:groups'], ['admins', 'Staff'])
})

test('a user is a member of at most 100 groups, however many requests come at once', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  const sub = await createUser(sdk, poolId, 'jane')
  for (let index = 0; index < 104; index++) await createGroup(sdk, poolId, `g${index}`)
  await server.ctx.store.transaction(async (tx) => {
    for (let index = 0; index < 98; index++) await tx.groups.addMember(poolId, `g${index}`, sub, 0)
  })
  const more = [98, 99, 100, 101, 102, 103].map((index) => addToGroup(sdk, poolId, 'jane', `g${index}`))
  const settled = await Promise.allSettled(more)
  assert.equal(settled.filter(({ status }) => status === 'fulfilled').length, 2)
  for (const one of settled) {
    if (one.status === 'rejected') {
      serviceError('LimitExceededException', 'A user cannot be a member of more than 100 groups.')(one.reason)
    }
  }
  assert.equal(await server.ctx.store.groups.countOfUser(poolId, sub), 100)
  await addToGroup(sdk, poolId, 'jane', 'g0')
  const listed = await sdk.send(new AdminListGroupsForUserCommand({ UserPoolId: poolId, Username: 'jane', Limit: 60 }))
  assert.equal(listed.Groups?.length, 60)
})

test('refusals', async (t) => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  await createUser(sdk, poolId, 'jane')
  await createGroup(sdk, poolId, 'staff')
  const rows: [string, Partial<AdminAddUserToGroupCommandInput>, string, string][] = [
    ...missing(poolId).map(([...row]) => row as [string, object, string, string]),
    ...missingGroup(poolId),
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () => assert.rejects(add({ UserPoolId: poolId, ...change }), serviceError(error, message)))
  }
})
