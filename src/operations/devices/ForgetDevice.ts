import { forgetDevice } from '../../flows/devices/manage.ts'
import { required, structure } from '../../wire/schema.ts'
import { TokenModelType } from '../../wire/shapes/auth.ts'
import { DeviceKeyType } from '../../wire/shapes/device.ts'
import { operation } from '../operation.ts'
import { requireHolder } from './owner.ts'

/**
 * Forgets a device of the token's user, and ends the sign-ins that are bound to it.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgetDevice.html
 */
export const ForgetDevice = operation({
  auth: 'public',
  quota: 'UserResourceUpdate',
  input: structure({
    AccessToken: TokenModelType,
    DeviceKey: required(DeviceKeyType),
  }),
  async handle(input, ctx) {
    const { pool, user } = await requireHolder(ctx, input.AccessToken)
    await forgetDevice(ctx, pool, user, input.DeviceKey)
    return {}
  },
})
