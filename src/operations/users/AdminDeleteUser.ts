import { fault } from '../../domain/errors.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requirePool, requireUser } from '../require.ts'

/**
 * Deletes a user with everything of theirs: sessions, groups, codes, passwords. The user name is free
 * for another then, who is another user: the `sub` never comes back.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteUser.html
 */
export const AdminDeleteUser = operation({
  auth: 'iam',
  quota: 'UserUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const user = await requireUser(ctx, pool, input.Username)
    const removed = await ctx.store.transaction((tx) => tx.users.remove(pool.id, user.sub))
    if (!removed) throw fault('UserNotFoundException')
    return {}
  },
})
