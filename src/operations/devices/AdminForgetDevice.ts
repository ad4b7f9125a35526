import { forgetDevice } from '../../flows/devices/manage.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { DeviceKeyType } from '../../wire/shapes/device.ts'
import { UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requirePool, requireUser } from '../require.ts'

/**
 * Forgets a device of a user, and ends the sign-ins that are bound to it.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminForgetDevice.html
 */
export const AdminForgetDevice = operation({
  auth: 'iam',
  quota: 'UserResourceUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    DeviceKey: required(DeviceKeyType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    await forgetDevice(ctx, pool, await requireUser(ctx, pool, input.Username), input.DeviceKey)
    return {}
  },
})
