import { changeUser, noNames, rereadUser, transactUsers } from '../../flows/users/save.ts'
import { signOutEverywhere } from '../../flows/users/sign-out.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requirePool, requireUser } from '../require.ts'

/**
 * Keeps a user from signing in, and ends the sessions that the user has. The user is listed as before.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableUser.html
 */
export const AdminDisableUser = operation({
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
      const signedOut = await signOutEverywhere(ctx, tx, pool, await rereadUser(tx, user))
      await changeUser(tx, pool, signedOut, { enabled: false }, ctx.now(), noNames)
    })
    return {}
  },
})
