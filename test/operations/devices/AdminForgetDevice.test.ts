import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminForgetDeviceCommand,
  type AdminForgetDeviceCommandInput,
  AdminListDevicesCommand,
  GetUserCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { serviceError, useServer } from '../../harness.ts'
import { makeWorld, refusedToAdmin } from './fixture.ts'

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
  await sdk.send(
    new AdminForgetDeviceCommand({ UserPoolId: world.poolId, Username: 'jane', DeviceKey: world.jane.device.key }),
  )
  const { Devices } = await sdk.send(new AdminListDevicesCommand({ UserPoolId: poolId, Username: 'jane' }))
  assert.deepEqual(Devices, [])
  await assert.rejects(refresh(jane), serviceError('NotAuthorizedException'))
  // As with the service, only new tokens are refused.
  await sdk.send(new GetUserCommand({ AccessToken: jane.accessToken }))
  await refresh(mary)
  await assert.rejects(
    sdk.send(
      new AdminForgetDeviceCommand({ UserPoolId: world.poolId, Username: 'jane', DeviceKey: world.jane.device.key }),
    ),
    serviceError('ResourceNotFoundException', 'Device does not exist.'),
  )
})

test('refusals', async (t) => {
  const world = await makeWorld(server)
  const forget = (change: Partial<AdminForgetDeviceCommandInput>) =>
    world.sdk.send(
      new AdminForgetDeviceCommand({
        UserPoolId: world.poolId,
        Username: 'jane',
        DeviceKey: world.jane.device.key,
        ...change,
      }),
    )
  for (const [name, change, error, message] of refusedToAdmin(world, 'UserNotFoundException')) {
    await t.test(name, () => assert.rejects(forget(change), serviceError(error, message)))
  }
})
