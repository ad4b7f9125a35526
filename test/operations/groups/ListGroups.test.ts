import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ListGroupsCommand, type ListGroupsCommandInput } from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createGroup, ROLE } from './fixture.ts'

const server = useServer()

const list = (input: Partial<ListGroupsCommandInput>) =>
  server.client().send(new ListGroupsCommand({ UserPoolId: '', ...input }))

test('lists the groups of this pool, oldest first, in pages of every size', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  const { $metadata, ...empty } = await list({ UserPoolId: poolId })
  assert.deepEqual(empty, { Groups: [] })
  const made = []
  for (const name of ['zeta', 'Alpha', 'mid', 'beta', 'omega']) {
    made.push((await createGroup(sdk, poolId, name, { RoleArn: ROLE, Precedence: made.length })).Group)
    server.travel(1000)
  }
  await createGroup(sdk, (await makePool(sdk)).poolId, 'elsewhere')
  for (let Limit = 0; Limit <= made.length + 1; Limit++) {
    const found = []
    let NextToken: string | undefined
    do {
      const page = await list({ UserPoolId: poolId, Limit, ...(NextToken !== undefined && { NextToken }) })
      assert.ok((page.Groups?.length ?? 0) <= (Limit || 60))
      found.push(...(page.Groups ?? []))
      NextToken = page.NextToken
    } while (NextToken !== undefined)
    assert.deepEqual(found, made)
  }
})

test('refusals', async (t) => {
  const sdk = server.client()
  const [one, other] = [await makePool(sdk), await makePool(sdk)]
  for (const name of ['a', 'b']) await createGroup(sdk, one.poolId, name)
  const { NextToken = '' } = await list({ UserPoolId: one.poolId, Limit: 1 })
  const rows: [string, Partial<ListGroupsCommandInput>, string, string][] = [
    [
      'an unknown pool',
      { UserPoolId: 'us-east-1_nosuchone' },
      'ResourceNotFoundException',
      'User pool us-east-1_nosuchone does not exist.',
    ],
    [
      'a page too long',
      { Limit: 61 },
      'InvalidParameterException',
      "1 validation error detected: Value '61' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 60",
    ],
    ['V58: an invented token', { NextToken: 'x' }, 'InvalidParameterException', 'Invalid pagination token'],
    [
      "V58: another pool's token",
      { UserPoolId: other.poolId, NextToken },
      'InvalidParameterException',
      'Invalid pagination token',
    ],
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () => assert.rejects(list({ UserPoolId: one.poolId, ...change }), serviceError(error, message)))
  }
})
