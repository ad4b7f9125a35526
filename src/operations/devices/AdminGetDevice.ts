import { requireDevice } from '../../flows/devices/manage.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { DeviceKeyType } from '../../wire/shapes/device.ts'
import { UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { requireOwner } from './owner.ts'
import { toDeviceType } from './present.ts'

/**
 * Answers a device of a user.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetDevice.html
 */
export const AdminGetDevice = operation({
  auth: 'iam',
  quota: 'UserResourceRead',
  input: structure({
    DeviceKey: required(DeviceKeyType),
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const user = await requireOwner(ctx, pool, input.Username)
    return { Device: toDeviceType(ctx, pool, user)(await requireDevice(ctx, pool, user, input.DeviceKey)) }
  },
})
