import { rereadUser, transactUsers } from '../../flows/users/save.ts'
import { signOutEverywhere } from '../../flows/users/sign-out.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requirePool, requireUser } from '../require.ts'

/**
 * Ends every session of a user: refresh tokens no longer work, access tokens are no longer accepted.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUserGlobalSignOut.html
 */
export const AdminUserGlobalSignOut = operation({
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
      await signOutEverywhere(ctx, tx, pool, await rereadUser(tx, user))
    })
    return {}
  },
})
