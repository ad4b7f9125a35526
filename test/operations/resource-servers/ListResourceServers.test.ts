import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  ListResourceServersCommand,
  type ListResourceServersCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createServer } from './fixture.ts'

const server = useServer()

const list = (input: Partial<ListResourceServersCommandInput>) =>
  server.client().send(new ListResourceServersCommand({ UserPoolId: '', ...input }))

test('lists the resource servers of this pool, oldest first, in pages of every size', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  const { $metadata, ...empty } = await list({ UserPoolId: poolId })
  assert.deepEqual(empty, { ResourceServers: [] })
  const made = []
  for (const Identifier of ['zeta', 'Alpha', 'mid', 'beta', 'omega']) {
    made.push(await createServer(sdk, poolId, { Identifier }))
    server.travel(1000)
  }
  await createServer(sdk, (await makePool(sdk)).poolId, { Identifier: 'elsewhere' })
  for (const MaxResults of [1, 2, 3, 4, 5, 50, undefined]) {
    const found = []
    let NextToken: string | undefined
    do {
      const page = await list({ UserPoolId: poolId, MaxResults, ...(NextToken !== undefined && { NextToken }) })
      assert.ok((page.ResourceServers?.length ?? 0) <= (MaxResults ?? 50))
      found.push(...(page.ResourceServers ?? []))
      NextToken = page.NextToken
    } while (NextToken !== undefined)
    assert.deepEqual(found, made)
  }
})

test('refusals', async (t) => {
  const sdk = server.client()
  const [one, other] = [await makePool(sdk), await makePool(sdk)]
  for (const Identifier of ['a', 'b']) await createServer(sdk, one.poolId, { Identifier })
  const { NextToken = '' } = await list({ UserPoolId: one.poolId, MaxResults: 1 })
  const IPE = 'InvalidParameterException'
  const rows: [string, Partial<ListResourceServersCommandInput>, string, string][] = [
    [
      'an unknown pool',
      { UserPoolId: 'us-east-1_nosuchone' },
      'ResourceNotFoundException',
      'User pool us-east-1_nosuchone does not exist.',
    ],
    [
      'a page too long',
      { MaxResults: 51 },
      IPE,
      "1 validation error detected: Value '51' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 50",
    ],
    [
      'a page of nothing',
      { MaxResults: 0 },
      IPE,
      "1 validation error detected: Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    ['V58: an invented token', { NextToken: 'x' }, IPE, 'Invalid pagination token'],
    ["V58: another pool's token", { UserPoolId: other.poolId, NextToken }, IPE, 'Invalid pagination token'],
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () => assert.rejects(list({ UserPoolId: one.poolId, ...change }), serviceError(error, message)))
  }
})
