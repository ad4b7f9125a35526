import { requireDevice } from '../../flows/devices/manage.ts'
import { required, structure } from '../../wire/schema.ts'
import { TokenModelType } from '../../wire/shapes/auth.ts'
import { DeviceKeyType } from '../../wire/shapes/device.ts'
import { operation } from '../operation.ts'
import { requireHolder } from './owner.ts'
import { toDeviceType } from './present.ts'

/**
 * Answers a device of the token's user.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetDevice.html
 */
export const GetDevice = operation({
  auth: 'public',
  quota: 'UserResourceRead',
  input: structure({
    DeviceKey: required(DeviceKeyType),
    AccessToken: TokenModelType,
  }),
  async handle(input, ctx) {
    const { pool, user } = await requireHolder(ctx, input.AccessToken)
    return { Device: toDeviceType(ctx, pool, user)(await requireDevice(ctx, pool, user, input.DeviceKey)) }
  },
})
