import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  DescribeUserPoolCommand,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolSessionConfigurationCommandInput,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { savePool } from '../../../src/flows/save-settings.ts'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { LITE, NO_POOL, sessionCalls } from './fixture.ts'

const server = useServer()

test('answers and keeps what it was given, of this pool alone', async () => {
  const sdk = server.client()
  const { setPool, getPool } = sessionCalls(sdk)
  const [{ poolId }, other] = [await makePool(sdk), await makePool(sdk)]
  for (const [UserSessionTracking, MaxPerUser] of [
    ['ENABLED', 1],
    ['DISABLED', 100],
    ['ENABLED', 100],
  ] as const) {
    const stated = { UserPoolId: poolId, UserSessionTracking, TokenSession: { MaxPerUser } }
    assert.deepEqual(await setPool(poolId, stated), stated)
    assert.deepEqual(await getPool(poolId), stated)
  }
  assert.equal((await getPool(other.poolId)).UserSessionTracking, 'DISABLED')
})

test('other operations on the pool neither show nor lose it', async () => {
  const sdk = server.client()
  const { setPool, getPool } = sessionCalls(sdk)
  const { poolId } = await makePool(sdk)
  const describe = async () => (await sdk.send(new DescribeUserPoolCommand({ UserPoolId: poolId }))).UserPool ?? {}
  const { LastModifiedDate: _, ...before } = await describe()
  const stated = await setPool(poolId, { TokenSession: { MaxPerUser: 7 } })
  const { LastModifiedDate: __, ...after } = await describe()
  assert.deepEqual(after, before)
  await sdk.send(new UpdateUserPoolCommand({ UserPoolId: poolId, PoolName: 'renamed' }))
  await sdk.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: poolId,
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    }),
  )
  assert.deepEqual(await getPool(poolId), stated)
})

test('a pool moves to Lite only without tracking', async () => {
  const sdk = server.client()
  const { setPool, getPool } = sessionCalls(sdk)
  const { poolId } = await makePool(sdk)
  await setPool(poolId)
  const move = () => sdk.send(new UpdateUserPoolCommand({ UserPoolId: poolId, UserPoolTier: 'LITE' }))
  await assert.rejects(move(), serviceError(...LITE))
  const stated = await setPool(poolId, { UserSessionTracking: 'DISABLED', TokenSession: { MaxPerUser: 3 } })
  await move()
  assert.deepEqual(await getPool(poolId), stated)
})

test('refusals', async (t) => {
  const sdk = server.client()
  const { setPool, getPool } = sessionCalls(sdk)
  const { poolId } = await makePool(sdk)
  const lite = await makePool(sdk, { UserPoolTier: 'LITE' })
  const before = await getPool(poolId)
  const IPE = 'InvalidParameterException'
  const invalid = (part: string) => `1 validation error detected: ${part}`
  const rows: [string, Partial<SetUserPoolSessionConfigurationCommandInput>, string, string][] = [
    ['an unknown pool', { UserPoolId: 'us-east-1_nosuchone' }, ...NO_POOL],
    ['a Lite pool', { UserPoolId: lite.poolId }, ...LITE],
    ['a Lite pool, also to turn it off', { UserPoolId: lite.poolId, UserSessionTracking: 'DISABLED' }, ...LITE],
    [
      'no session at all',
      { TokenSession: { MaxPerUser: 0 } },
      IPE,
      invalid(
        "Value '0' at 'tokenSession.maxPerUser' failed to satisfy constraint: Member must have value greater than or equal to 1",
      ),
    ],
    [
      'more than 100 sessions',
      { TokenSession: { MaxPerUser: 101 } },
      IPE,
      invalid(
        "Value '101' at 'tokenSession.maxPerUser' failed to satisfy constraint: Member must have value less than or equal to 100",
      ),
    ],
    [
      'no number of sessions',
      { TokenSession: { MaxPerUser: undefined } },
      IPE,
      invalid("Value null at 'tokenSession.maxPerUser' failed to satisfy constraint: Member must not be null"),
    ],
    [
      'nothing of token sessions',
      { TokenSession: undefined },
      IPE,
      invalid("Value null at 'tokenSession' failed to satisfy constraint: Member must not be null"),
    ],
    [
      'nothing of tracking',
      { UserSessionTracking: undefined },
      IPE,
      invalid("Value null at 'userSessionTracking' failed to satisfy constraint: Member must not be null"),
    ],
    [
      'tracking in another word',
      { UserSessionTracking: 'ON' as 'ENABLED' },
      IPE,
      invalid(
        "Value 'ON' at 'userSessionTracking' failed to satisfy constraint: Member must satisfy enum value set: [ENABLED, DISABLED]",
      ),
    ],
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () => assert.rejects(setPool(poolId, change), serviceError(error, message)))
  }
  await t.test('one of two changes of what both have read', async () => {
    const pool = await server.ctx.store.pools.find(poolId)
    assert.ok(pool)
    await setPool(poolId, { TokenSession: { MaxPerUser: 5 } })
    await assert.rejects(savePool(server.ctx, pool, pool), serviceError('ConcurrentModificationException'))
    await setPool(poolId, { UserSessionTracking: 'DISABLED' })
  })
  assert.deepEqual(await getPool(poolId), before)
})
