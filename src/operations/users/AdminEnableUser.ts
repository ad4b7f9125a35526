import { changeUser, noNames, rereadUser, transactUsers } from '../../flows/users/save.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requirePool, requireUser } from '../require.ts'

/**
 * Lets a disabled user sign in again. What was revoked by disabling stays revoked.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminEnableUser.html
 */
export const AdminEnableUser = operation({
  auth: 'iam',
  quota: 'UserUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const user = await requireUser(ctx, pool, input.Username)
    await transactUsers(ctx, async (tx) => {
      const current = await rereadUser(tx, user)
      await changeUser(tx, pool, current, { enabled: true }, ctx.now(), noNames)
    })
    return {}
  },
})
