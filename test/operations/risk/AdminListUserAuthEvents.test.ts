import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminListUserAuthEventsCommand,
  type AdminListUserAuthEventsCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { eventsOf, makeWatchedPool, missingPool, notWatched } from './fixture.ts'

const server = useServer()

const list = (input: AdminListUserAuthEventsCommandInput) =>
  server.client().send(new AdminListUserAuthEventsCommand(input))

const fixture = async (signIns = 0) => {
  const sdk = server.client()
  const { poolId, clientId } = await makeWatchedPool(sdk)
  await makeUser(sdk, poolId, 'jane')
  await makeUser(sdk, poolId, 'john')
  for (let count = 0; count < signIns; count++) await signIn(sdk, clientId, 'jane')
  return { sdk, poolId, clientId }
}

test("a user without events has none, and nobody else's", async () => {
  const { poolId, sdk } = await fixture(1)
  assert.deepEqual(await eventsOf(sdk, poolId, 'john'), [])
  const [event] = await eventsOf(sdk, poolId, 'jane')
  const sub = await server.ctx.store.users.nameHolder(poolId, 'jane')
  assert.deepEqual(await eventsOf(sdk, poolId, sub ?? ''), [event], 'by sub as well')
})

test('pages follow each other, newest first, while events come', async () => {
  const { sdk, poolId, clientId } = await fixture(5)
  const all = await eventsOf(sdk, poolId, 'jane')
  assert.deepEqual(
    all.map(({ CreationDate }) => CreationDate?.getTime()),
    all.map(({ CreationDate }) => CreationDate?.getTime()).toSorted((a = 0, b = 0) => b - a),
  )
  const names: string[] = []
  let NextToken: string | undefined
  do {
    const page = await list({ UserPoolId: poolId, Username: 'jane', MaxResults: 2, NextToken })
    names.push(...(page.AuthEvents ?? []).map(({ EventId = '' }) => EventId))
    NextToken = page.NextToken
    await signIn(sdk, clientId, 'jane')
  } while (NextToken)
  assert.deepEqual(
    names,
    all.map(({ EventId }) => EventId),
  )
})

test('0 results are as many as there may be', async () => {
  const { poolId } = await fixture(3)
  assert.equal((await list({ UserPoolId: poolId, Username: 'jane', MaxResults: 0 })).AuthEvents?.length, 3)
})

test('refusals', async (t) => {
  const { poolId } = await fixture(3)
  const { NextToken } = await list({ UserPoolId: poolId, Username: 'jane', MaxResults: 1 })
  const IPE = 'InvalidParameterException'
  const rows: [string, Partial<AdminListUserAuthEventsCommandInput>, string, string][] = [
    ...missingPool,
    ['an unknown user', { Username: 'nobody' }, 'UserNotFoundException', 'User does not exist.'],
    ['a token of another user', { Username: 'john', NextToken }, IPE, 'Invalid pagination token'],
    ['a token of nobody', { NextToken: 'x' }, IPE, 'Invalid pagination token'],
    [
      'too many results',
      { MaxResults: 61 },
      IPE,
      "1 validation error detected: Value '61' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 60",
    ],
    [
      'fewer than none',
      { MaxResults: -1 },
      IPE,
      "1 validation error detected: Value '-1' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 0",
    ],
    [
      'no user',
      { Username: undefined as never }, // what the SDK's types forbid
      IPE,
      "1 validation error detected: Value at 'username' failed to satisfy constraint: Member must not be null",
    ],
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () =>
      assert.rejects(list({ UserPoolId: poolId, Username: 'jane', ...change }), serviceError(error, message)),
    )
  }
  const other = await makePool(server.client())
  await assert.rejects(list({ UserPoolId: other.poolId, Username: 'jane' }), serviceError(...notWatched))
})
