import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  GetLogDeliveryConfigurationCommand,
  SetLogDeliveryConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { missingPool } from '../risk/fixture.ts'
import { notifications } from './fixture.ts'

const server = useServer()

const get = async (UserPoolId: string, region?: string) => {
  const command = new GetLogDeliveryConfigurationCommand({ UserPoolId })
  return (await server.client(region).send(command)).LogDeliveryConfiguration
}

test('a pool that never set anything logs nothing', async () => {
  const { poolId } = await makePool(server.client())
  assert.deepEqual(await get(poolId), { UserPoolId: poolId, LogConfigurations: [] })
})

test('what is set is of its pool', async () => {
  const sdk = server.client()
  const [one, other] = [await makePool(sdk), await makePool(sdk)]
  const list = { UserPoolId: one.poolId, LogConfigurations: [notifications] }
  await sdk.send(new SetLogDeliveryConfigurationCommand(list))
  assert.deepEqual(await get(one.poolId), list)
  assert.deepEqual((await get(other.poolId))?.LogConfigurations, [])
})

test('refusals', async (t) => {
  for (const [name, { UserPoolId }, error, message] of missingPool) {
    await t.test(name, () => assert.rejects(get(UserPoolId), serviceError(error, message)))
  }
  const { poolId } = await makePool(server.client())
  await assert.rejects(get(poolId, 'eu-west-1'), serviceError('ResourceNotFoundException'))
})
