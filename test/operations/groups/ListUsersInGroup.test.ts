import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  ListUsersCommand,
  ListUsersInGroupCommand,
  type ListUsersInGroupCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createUser } from '../users/fixture.ts'
import { addToGroup, createGroup, missingGroup } from './fixture.ts'

const server = useServer()

const list = (input: Partial<ListUsersInGroupCommandInput>) =>
  server.client().send(new ListUsersInGroupCommand({ UserPoolId: '', GroupName: 'staff', ...input }))

test('lists members as ListUsers has them, in the order in which they joined, in pages of every size', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  await createGroup(sdk, poolId, 'Staff')
  await createGroup(sdk, poolId, 'others')
  const { $metadata, ...empty } = await list({ UserPoolId: poolId })
  assert.deepEqual(empty, { Users: [] })
  const joined = ['zoe', 'anna', 'mary', 'bob', 'jane']
  for (const name of joined.toReversed()) await createUser(sdk, poolId, name, { email: `${name}@example.com` })
  for (const name of joined) {
    await addToGroup(sdk, poolId, name, 'Staff')
    server.travel(1000)
  }
  await createUser(sdk, poolId, 'outsider')
  await addToGroup(sdk, poolId, 'outsider', 'others')
  const { Users = [] } = await sdk.send(new ListUsersCommand({ UserPoolId: poolId }))
  const expected = joined.map((name) => Users.find(({ Username }) => Username === name))
  for (let Limit = 0; Limit <= joined.length + 1; Limit++) {
    const found = []
    let NextToken: string | undefined
    do {
      const page = await list({ UserPoolId: poolId, Limit, ...(NextToken !== undefined && { NextToken }) })
      assert.ok((page.Users?.length ?? 0) <= (Limit || 60))
      found.push(...(page.Users ?? []))
      NextToken = page.NextToken
    } while (NextToken !== undefined)
    assert.deepEqual(found, expected)
  }
})

test('refusals', async (t) => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  for (const group of ['staff', 'others']) await createGroup(sdk, poolId, group)
  for (const user of ['jane', 'mary']) {
    await createUser(sdk, poolId, user)
    await addToGroup(sdk, poolId, user, 'staff')
  }
  const { NextToken = '' } = await list({ UserPoolId: poolId, Limit: 1 })
  const rows: [string, Partial<ListUsersInGroupCommandInput>, string, string][] = [
    ...missingGroup(poolId),
    [
      'a page too long',
      { Limit: 61 },
      'InvalidParameterException',
      "1 validation error detected: Value '61' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 60",
    ],
    [
      "V58: another group's token",
      { GroupName: 'others', NextToken },
      'InvalidParameterException',
      'Invalid pagination token',
    ],
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () => assert.rejects(list({ UserPoolId: poolId, ...change }), serviceError(error, message)))
  }
})
