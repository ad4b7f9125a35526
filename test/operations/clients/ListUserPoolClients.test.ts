import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  ListUserPoolClientsCommand,
  type ListUserPoolClientsCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { serviceError, useServer } from '../../harness.ts'
import { createClient, createPool } from './pool.ts'

const server = useServer()
const list = (UserPoolId: string, rest: Partial<ListUserPoolClientsCommandInput> = {}) =>
  server.client().send(new ListUserPoolClientsCommand({ UserPoolId, ...rest }))
const refused = serviceError('InvalidParameterException', 'Invalid pagination token')

suite('a list', () => {
  test('is empty, and has no token', async () => {
    const { $metadata: _, ...answer } = await list(await createPool(server))
    assert.deepEqual(answer, { UserPoolClients: [] })
  })

  test('shows the clients of its pool in short', async () => {
    const [poolId, other] = [await createPool(server), await createPool(server)]
    const { ClientId } = await createClient(server, poolId, { GenerateSecret: true })
    await createClient(server, other)
    const expected = [{ ClientId, UserPoolId: poolId, ClientName: 'client' }]
    assert.deepEqual((await list(poolId)).UserPoolClients, expected)
    assert.deepEqual((await list(poolId, { ClientType: 'REGULAR' })).UserPoolClients, expected)
    assert.deepEqual((await list(poolId, { ClientType: 'DCR' })).UserPoolClients, [])
  })

  test('goes on page by page and shows each client once; 60 at a time unless stated', async () => {
    const poolId = await createPool(server)
    for (let index = 0; index < 61; index++) await createClient(server, poolId, { ClientName: `client-${index}` })
    const first = await list(poolId)
    const second = await list(poolId, { NextToken: first.NextToken, MaxResults: 5 })
    const names = [first, second].flatMap((page) => page.UserPoolClients?.map(({ ClientName }) => ClientName))
    assert.deepEqual([first.UserPoolClients?.length, second.UserPoolClients?.length], [60, 1])
    assert.equal(new Set(names).size, 61)
    assert.equal(second.NextToken, undefined)
  })
})

suite('V58 tokens', () => {
  test('are refused in another pool, with another type, and when altered', async () => {
    const [poolId, other] = [await createPool(server), await createPool(server)]
    for (const ClientName of ['a', 'b']) await createClient(server, poolId, { ClientName })
    const { NextToken } = await list(poolId, { MaxResults: 1 })
    assert.ok(NextToken)
    await assert.rejects(list(other, { NextToken }), refused)
    await assert.rejects(list(poolId, { NextToken, ClientType: 'REGULAR' }), refused)
    await assert.rejects(list(poolId, { NextToken, ClientType: 'DCR' }), refused)
    await assert.rejects(list(poolId, { NextToken: `${NextToken}x` }), refused)
  })
})

test('refuses a page that is too large', async () => {
  const poolId = await createPool(server)
  await assert.rejects(
    list(poolId, { MaxResults: 61 }),
    serviceError(
      'InvalidParameterException',
      "1 validation error detected: Value '61' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 60",
    ),
  )
})
