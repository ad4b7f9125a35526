import { fault } from '../../domain/errors.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { GroupNameType } from '../../wire/shapes/group.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'

/**
 * Deletes a group; its members leave it. A group made later under the name begins without members.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteGroup.html
 */
export const DeleteGroup = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    GroupName: required(GroupNameType),
    UserPoolId: required(UserPoolIdType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const removed = await ctx.store.transaction((tx) => tx.groups.remove(pool.id, input.GroupName))
    if (!removed) throw fault('ResourceNotFoundException', 'Group not found.')
    return {}
  },
})
