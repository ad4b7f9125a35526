import { setDeviceStatus } from '../../flows/devices/manage.ts'
import { required, structure } from '../../wire/schema.ts'
import { TokenModelType } from '../../wire/shapes/auth.ts'
import { DeviceKeyType, DeviceRememberedStatusType } from '../../wire/shapes/device.ts'
import { operation } from '../operation.ts'

/**
 * Remembers a device of the token's user, so that it can stand for a second factor, or stops to.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateDeviceStatus.html
 */
export const UpdateDeviceStatus = operation({
  auth: 'token',
  quota: 'UserResourceUpdate',
  input: structure({
    AccessToken: required(TokenModelType),
    DeviceKey: required(DeviceKeyType),
    DeviceRememberedStatus: DeviceRememberedStatusType,
  }),
  async handle(input, ctx) {
    const { pool, user } = ctx.caller
    await setDeviceStatus(ctx, pool, user, { key: input.DeviceKey, status: input.DeviceRememberedStatus })
    return {}
  },
})
