import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminListGroupsForUserCommand,
  type AdminListGroupsForUserCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createUser, missing } from '../users/fixture.ts'
import { addToGroup, createGroup } from './fixture.ts'

const server = useServer()

const list = (input: Partial<AdminListGroupsForUserCommandInput>) =>
  server.client().send(new AdminListGroupsForUserCommand({ UserPoolId: '', Username: 'jane', ...input }))

test('lists the groups of the user by precedence, in pages of every size', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  await createUser(sdk, poolId, 'jane')
  const { $metadata, ...empty } = await list({ UserPoolId: poolId })
  assert.deepEqual(empty, { Groups: [] })
  const precedences: [string, number | undefined][] = [
    ['none', undefined],
    ['third', 9],
    ['alike', 5],
    ['second', 5],
    ['first', 0],
    ['also-none', undefined],
  ]
  const made = new Map<string, unknown>()
  for (const [name, Precedence] of precedences) {
    const { Group } = await createGroup(sdk, poolId, name, Precedence === undefined ? {} : { Precedence })
    made.set(name, Group)
    await addToGroup(sdk, poolId, 'jane', name)
  }
  await createGroup(sdk, poolId, 'not-hers')
  const expected = ['first', 'alike', 'second', 'third', 'also-none', 'none'].map((name) => made.get(name))
  for (let Limit = 0; Limit <= expected.length + 1; Limit++) {
    const found = []
    let NextToken: string | undefined
    do {
      const page = await list({ UserPoolId: poolId, Limit, ...(NextToken !== undefined && { NextToken }) })
      assert.ok((page.Groups?.length ?? 0) <= (Limit || 60))
      found.push(...(page.Groups ?? []))
      NextToken = page.NextToken
    } while (NextToken !== undefined)
    assert.deepEqual(found, expected)
  }
})

test('refusals', async (t) => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  for (const user of ['jane', 'mary']) await createUser(sdk, poolId, user)
  for (const group of ['a', 'b']) {
    await createGroup(sdk, poolId, group)
    for (const user of ['jane', 'mary']) await addToGroup(sdk, poolId, user, group)
  }
  const { NextToken = '' } = await list({ UserPoolId: poolId, Limit: 1 })
  const rows: [string, Partial<AdminListGroupsForUserCommandInput>, string, string][] = [
    ...missing(poolId).map(([...row]) => row as [string, object, string, string]),
    [
      'a page too long',
      { Limit: 61 },
      'InvalidParameterException',
      "1 validation error detected: Value '61' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 60",
    ],
    [
      "V58: another user's token",
      { Username: 'mary', NextToken },
      'InvalidParameterException',
      'Invalid pagination token',
    ],
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () => assert.rejects(list({ UserPoolId: poolId, ...change }), serviceError(error, message)))
  }
})
