import { fault } from '../../domain/errors.ts'
import { required, structure } from '../../wire/schema.ts'
import { ArnType, DescriptionType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { GroupNameType, PrecedenceType } from '../../wire/shapes/group.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { toGroupType } from './present.ts'
import { refuseForeignRole } from './role-arn.ts'

/**
 * Changes a group; what the request leaves out stays.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateGroup.html
 */
export const UpdateGroup = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    GroupName: required(GroupNameType),
    UserPoolId: required(UserPoolIdType),
    Description: DescriptionType,
    RoleArn: ArnType,
    Precedence: PrecedenceType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    refuseForeignRole(ctx, input.RoleArn)
    const group = await ctx.store.transaction(async (tx) => {
      const held = await tx.groups.hold(pool.id, input.GroupName)
      const before = held ? await tx.groups.find(pool.id, input.GroupName) : undefined
      if (!before) throw fault('ResourceNotFoundException', 'Group not found.')
      const after = {
        ...before,
        description: input.Description ?? before.description,
        roleArn: input.RoleArn ?? before.roleArn,
        precedence: input.Precedence ?? before.precedence,
        updatedAt: ctx.now(),
      }
      await tx.groups.update(after)
      return after
    })
    return { Group: toGroupType(group) }
  },
})
