import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminListDevicesCommand,
  ForgetDeviceCommand,
  type ForgetDeviceCommandInput,
  GetUserCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { unverifiedTexts } from '../../../src/domain/unverified-texts.ts'
import { serviceError, useServer } from '../../harness.ts'
import { makeWorld, refusedToUser } from './fixture.ts'

const server = useServer()

test('the device is gone, and with it its refresh tokens', async () => {
  const world = await makeWorld(server)
  const { sdk, poolId, clientId, jane, mary } = world
  const refresh = ({ refreshToken, device }: typeof jane) =>
    sdk.send(
      new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: refreshToken, DEVICE_KEY: device.key },
      }),
    )
  await refresh(jane)
  await sdk.send(new ForgetDeviceCommand({ AccessToken: world.jane.accessToken, DeviceKey: world.jane.device.key }))
  const { Devices } = await sdk.send(new AdminListDevicesCommand({ UserPoolId: poolId, Username: 'jane' }))
  assert.deepEqual(Devices, [])
  await assert.rejects(refresh(jane), serviceError('NotAuthorizedException'))
  // As with the service, only new tokens are refused.
  await sdk.send(new GetUserCommand({ AccessToken: jane.accessToken }))
  await refresh(mary)
  await assert.rejects(
    sdk.send(new ForgetDeviceCommand({ AccessToken: world.jane.accessToken, DeviceKey: world.jane.device.key })),
    serviceError('ResourceNotFoundException', 'Device does not exist.'),
  )
})

test('V16: without an access token', async () => {
  const world = await makeWorld(server)
  await assert.rejects(
    world.sdk.send(new ForgetDeviceCommand({ DeviceKey: world.jane.device.key })),
    serviceError('NotAuthorizedException', unverifiedTexts.accessToken),
  )
})

test('refusals', async (t) => {
  const world = await makeWorld(server)
  const forget = (change: Partial<ForgetDeviceCommandInput>) =>
    world.sdk.send(
      new ForgetDeviceCommand({
        AccessToken: world.jane.accessToken,
        DeviceKey: world.jane.device.key,
        ...change,
      }),
    )
  for (const [name, change, error, message] of refusedToUser(world)) {
    await t.test(name, () => assert.rejects(forget(change), serviceError(error, message)))
  }
})
