import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { GroupNameType } from '../../wire/shapes/group.ts'
import { UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requireGroup, requirePool, requireUser } from '../require.ts'

/**
 * Takes a user out of a group; one who is no member is none afterwards either.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRemoveUserFromGroup.html
 */
export const AdminRemoveUserFromGroup = operation({
  auth: 'iam',
  quota: 'UserUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    GroupName: required(GroupNameType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const user = await requireUser(ctx, pool, input.Username)
    const group = await requireGroup(ctx, pool, input.GroupName)
    await ctx.store.transaction((tx) => tx.groups.removeMember(pool.id, group.name, user.sub))
    return {}
  },
})
