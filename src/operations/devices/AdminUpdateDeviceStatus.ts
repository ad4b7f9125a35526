import { setDeviceStatus } from '../../flows/devices/manage.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { DeviceKeyType, DeviceRememberedStatusType } from '../../wire/shapes/device.ts'
import { UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requirePool, requireUser } from '../require.ts'

/**
 * Remembers a device of a user, so that it can stand for a second factor, or stops to.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateDeviceStatus.html
 */
export const AdminUpdateDeviceStatus = operation({
  auth: 'iam',
  quota: 'UserResourceUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    DeviceKey: required(DeviceKeyType),
    DeviceRememberedStatus: DeviceRememberedStatusType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const user = await requireUser(ctx, pool, input.Username)
    await setDeviceStatus(ctx, pool, user, { key: input.DeviceKey, status: input.DeviceRememberedStatus })
    return {}
  },
})
