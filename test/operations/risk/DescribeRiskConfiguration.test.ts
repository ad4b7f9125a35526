import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  DescribeRiskConfigurationCommand,
  type DescribeRiskConfigurationCommandInput,
  SetRiskConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { makeWatchedPool, missingPool, notWatched } from './fixture.ts'

const server = useServer()

const describe = async (input: DescribeRiskConfigurationCommandInput, region?: string) => {
  const { RiskConfiguration } = await server.client(region).send(new DescribeRiskConfigurationCommand(input))
  return RiskConfiguration
}

test('a pool that never set anything has a configuration without parts', async () => {
  const { poolId, clientId } = await makeWatchedPool(server.client())
  assert.deepEqual(await describe({ UserPoolId: poolId }), { UserPoolId: poolId })
  assert.deepEqual(await describe({ UserPoolId: poolId, ClientId: clientId }), { UserPoolId: poolId })
})

test('a client has what the pool has, until it has its own', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makeWatchedPool(sdk)
  const blocked = (range: string) => ({ RiskExceptionConfiguration: { BlockedIPRangeList: [range] } })
  await sdk.send(new SetRiskConfigurationCommand({ UserPoolId: poolId, ...blocked('192.0.2.0/24') }))
  const inherited = await describe({ UserPoolId: poolId, ClientId: clientId })
  assert.deepEqual(inherited, await describe({ UserPoolId: poolId }))
  assert.equal(inherited?.ClientId, undefined)
  const own = { UserPoolId: poolId, ClientId: clientId, ...blocked('198.51.100.0/24') }
  await sdk.send(new SetRiskConfigurationCommand(own))
  const described = await describe({ UserPoolId: poolId, ClientId: clientId })
  assert.deepEqual(described, { ...own, LastModifiedDate: described?.LastModifiedDate })
})

const refusals: [string, Partial<DescribeRiskConfigurationCommandInput>, string, string][] = [
  ...missingPool,
  [
    'an unknown client',
    { ClientId: 'nobodys' },
    'ResourceNotFoundException',
    'User pool client nobodys does not exist.',
  ],
  [
    'a client id of another form',
    { ClientId: 'no client' },
    'InvalidParameterException',
    String.raw`1 validation error detected: Value at 'clientId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+]+`,
  ],
]

test('refusals', async (t) => {
  const sdk = server.client()
  const { poolId } = await makeWatchedPool(sdk)
  for (const [name, change, error, message] of refusals) {
    await t.test(name, () => assert.rejects(describe({ UserPoolId: poolId, ...change }), serviceError(error, message)))
  }
  await assert.rejects(describe({ UserPoolId: poolId }, 'eu-west-1'), serviceError('ResourceNotFoundException'))
  const { poolId: other } = await makePool(sdk)
  await assert.rejects(describe({ UserPoolId: other }), serviceError(...notWatched))
})
