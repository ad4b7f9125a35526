import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminGetDeviceCommand,
  UpdateDeviceStatusCommand,
  type UpdateDeviceStatusCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { serviceError, useServer } from '../../harness.ts'
import { attributesOf, makeWorld, refusedToUser } from './fixture.ts'

const server = useServer()

test('the device is remembered as it is told', async () => {
  const world = await makeWorld(server)
  const update = (DeviceRememberedStatus?: 'remembered' | 'not_remembered') =>
    world.sdk.send(
      new UpdateDeviceStatusCommand({
        AccessToken: world.jane.accessToken,
        DeviceKey: world.jane.device.key,
        DeviceRememberedStatus,
      }),
    )
  const read = async () => {
    const { Device } = await world.sdk.send(
      new AdminGetDeviceCommand({ UserPoolId: world.poolId, Username: 'jane', DeviceKey: world.jane.device.key }),
    )
    return {
      status: attributesOf(Device)['dev:device_remembered_status'],
      at: Device?.DeviceLastModifiedDate?.getTime(),
    }
  }
  const before = await read()
  assert.equal(before.status, 'remembered')
  server.travel(5000)
  await update()
  assert.deepEqual(await read(), before)
  const { $metadata, ...answer } = await update('not_remembered')
  assert.deepEqual(answer, {})
  const after = await read()
  assert.equal(after.status, 'not_remembered')
  assert.ok((after.at ?? 0) > (before.at ?? 0))
  await update('remembered')
  assert.equal((await read()).status, 'remembered')
})

test('refusals', async (t) => {
  const world = await makeWorld(server)
  const update = (change: Partial<UpdateDeviceStatusCommandInput>) =>
    world.sdk.send(
      new UpdateDeviceStatusCommand({
        AccessToken: world.jane.accessToken,
        DeviceKey: world.jane.device.key,
        DeviceRememberedStatus: 'remembered',
        ...change,
      }),
    )
  for (const [name, change, error, message] of refusedToUser(world)) {
    await t.test(name, () => assert.rejects(update(change), serviceError(error, message)))
  }
  await t.test('another status', () =>
    assert.rejects(
      update({ DeviceRememberedStatus: 'forgotten' as 'remembered' }),
      serviceError(
        'InvalidParameterException',
        "1 validation error detected: Value 'forgotten' at 'deviceRememberedStatus' failed to satisfy constraint: Member must satisfy enum value set: [remembered, not_remembered]",
      ),
    ),
  )
})
