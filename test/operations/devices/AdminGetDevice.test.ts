import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AdminGetDeviceCommand, type AdminGetDeviceCommandInput } from '@aws-sdk/client-cognito-identity-provider'
import { serviceError, useServer } from '../../harness.ts'
import { makeWorld, refusedToAdmin } from './fixture.ts'

const server = useServer()

test('answers the device with all that is known of it', async () => {
  const world = await makeWorld(server)
  const { poolId, jane } = world
  const { Device } = await world.sdk.send(
    new AdminGetDeviceCommand({ UserPoolId: world.poolId, Username: 'jane', DeviceKey: world.jane.device.key }),
  )
  const { DeviceCreateDate, DeviceLastModifiedDate, DeviceLastAuthenticatedDate, ...rest } = Device ?? {}
  assert.deepEqual(rest, {
    DeviceKey: jane.device.key,
    DeviceAttributes: [
      { Name: 'device_status', Value: 'valid' },
      { Name: 'device_name', Value: 'phone' },
      {
        Name: 'dev:device_arn',
        Value: `arn:aws:cognito-idp:us-east-1:000000000000:owner/jane.${poolId}/device/${jane.device.key}`,
      },
      { Name: 'dev:device_owner', Value: `jane.${poolId}` },
      { Name: 'last_ip_used', Value: '127.0.0.1' },
      { Name: 'dev:device_remembered_status', Value: 'remembered' },
      rest.DeviceAttributes?.at(-1),
    ],
  })
  assert.equal(rest.DeviceAttributes?.at(-1)?.Name, 'dev:device_sdk')
  assert.ok(Math.abs((DeviceCreateDate?.getTime() ?? 0) - server.ctx.now()) < 60_000)
  assert.deepEqual(DeviceLastModifiedDate, DeviceCreateDate)
  assert.equal((DeviceLastAuthenticatedDate?.getTime() ?? 1) % 1000, 0)
})

test('refusals', async (t) => {
  const world = await makeWorld(server)
  const get = (change: Partial<AdminGetDeviceCommandInput>) =>
    world.sdk.send(
      new AdminGetDeviceCommand({
        UserPoolId: world.poolId,
        Username: 'jane',
        DeviceKey: world.jane.device.key,
        ...change,
      }),
    )
  for (const [name, change, error, message] of refusedToAdmin(world, 'ResourceNotFoundException')) {
    await t.test(name, () => assert.rejects(get(change), serviceError(error, message)))
  }
})
