import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  DescribeUserPoolClientCommand,
  type SetUserPoolClientSessionConfigurationCommandInput,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeClient, makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { LITE, NO_POOL, sessionCalls } from './fixture.ts'

const server = useServer()

/** A pool that tracks sessions, with a client. */
const fixture = async () => {
  const sdk = server.client()
  const calls = sessionCalls(sdk)
  const made = await makePool(sdk)
  await calls.setPool(made.poolId)
  return { sdk, ...calls, ...made }
}

test('answers and keeps what it was given, of this client alone', async () => {
  const { sdk, poolId, clientId, setClient, getClient } = await fixture()
  const other = await makeClient(sdk, poolId)
  for (const MaxValidityMinutes of [0, 129_600, 1]) {
    const stated = { UserPoolId: poolId, ClientId: clientId, SSOSession: { MaxValidityMinutes } }
    assert.deepEqual(await setClient(poolId, clientId, stated), stated)
    assert.deepEqual(await getClient(poolId, clientId), stated)
  }
  assert.deepEqual((await getClient(poolId, other.clientId)).SSOSession, { MaxValidityMinutes: 60 })
})

test('other operations on the client neither show nor lose it', async () => {
  const { sdk, poolId, clientId, setClient, getClient } = await fixture()
  const names = { UserPoolId: poolId, ClientId: clientId }
  const describe = async () => (await sdk.send(new DescribeUserPoolClientCommand(names))).UserPoolClient ?? {}
  const { LastModifiedDate: _, ...before } = await describe()
  const stated = await setClient(poolId, clientId)
  const { LastModifiedDate: __, ...after } = await describe()
  assert.deepEqual(after, before)
  const { UserPoolClient } = await sdk.send(new UpdateUserPoolClientCommand({ ...names, ClientName: 'renamed' }))
  assert.ok(!JSON.stringify(UserPoolClient).includes('axValidityMinutes'))
  assert.deepEqual(await getClient(poolId, clientId), stated)
})

test('sleeps while the pool does not track sessions', async () => {
  const { poolId, clientId, setClient, getClient, setPool } = await fixture()
  const stated = await setClient(poolId, clientId)
  await setPool(poolId, { UserSessionTracking: 'DISABLED' })
  assert.deepEqual(await getClient(poolId, clientId), stated)
  await setPool(poolId)
  assert.deepEqual(await getClient(poolId, clientId), stated)
})

test('refusals', async (t) => {
  const { sdk, poolId, clientId, setClient, getClient } = await fixture()
  const [untracked, lite] = [await makePool(sdk), await makePool(sdk, { UserPoolTier: 'LITE' })]
  const IPE = 'InvalidParameterException'
  const RNF = 'ResourceNotFoundException'
  const rows: [string, Partial<SetUserPoolClientSessionConfigurationCommandInput>, string, string][] = [
    ['an unknown pool', { UserPoolId: 'us-east-1_nosuchone' }, ...NO_POOL],
    ['an unknown client', { ClientId: 'unknown' }, RNF, 'User pool client unknown does not exist.'],
    [
      "another pool's client",
      { ClientId: untracked.clientId },
      RNF,
      `User pool client ${untracked.clientId} does not exist.`,
    ],
    ['a Lite pool', { UserPoolId: lite.poolId, ClientId: lite.clientId }, ...LITE],
    [
      'a pool that does not track sessions',
      { UserPoolId: untracked.poolId, ClientId: untracked.clientId },
      IPE,
      'User session tracking is not enabled for the user pool.',
    ],
    [
      'less than no time',
      { SSOSession: { MaxValidityMinutes: -1 } },
      IPE,
      "1 validation error detected: Value '-1' at 'sSOSession.maxValidityMinutes' failed to satisfy constraint: Member must have value greater than or equal to 0",
    ],
    [
      'more than 90 days',
      { SSOSession: { MaxValidityMinutes: 129_601 } },
      IPE,
      "1 validation error detected: Value '129601' at 'sSOSession.maxValidityMinutes' failed to satisfy constraint: Member must have value less than or equal to 129600",
    ],
    [
      'nothing of sessions',
      { SSOSession: undefined },
      IPE,
      "1 validation error detected: Value null at 'sSOSession' failed to satisfy constraint: Member must not be null",
    ],
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () => assert.rejects(setClient(poolId, clientId, change), serviceError(error, message)))
  }
  assert.deepEqual((await getClient(poolId, clientId)).SSOSession, { MaxValidityMinutes: 60 })
})
