import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { NO_POOL, sessionCalls } from './fixture.ts'

const server = useServer()

test('answers the default of a client that never set it, whether the pool tracks sessions or not', async () => {
  const sdk = server.client()
  const { getClient, setPool } = sessionCalls(sdk)
  const { poolId, clientId } = await makePool(sdk)
  const expected = { UserPoolId: poolId, ClientId: clientId, SSOSession: { MaxValidityMinutes: 60 } }
  assert.deepEqual(await getClient(poolId, clientId), expected)
  await setPool(poolId)
  assert.deepEqual(await getClient(poolId, clientId), expected)
})

test('refusals', async (t) => {
  const sdk = server.client()
  const { getClient } = sessionCalls(sdk)
  const [one, other] = [await makePool(sdk), await makePool(sdk)]
  const noClient = (id: string) => ['ResourceNotFoundException', `User pool client ${id} does not exist.`] as const
  const rows: [string, string, string, readonly [string, string]][] = [
    ['an unknown pool', 'us-east-1_nosuchone', one.clientId, NO_POOL],
    ['an unknown client', one.poolId, 'unknown', noClient('unknown')],
    ["another pool's client", one.poolId, other.clientId, noClient(other.clientId)],
  ]
  for (const [name, poolId, clientId, fault] of rows) {
    await t.test(name, () => assert.rejects(getClient(poolId, clientId), serviceError(...fault)))
  }
})
