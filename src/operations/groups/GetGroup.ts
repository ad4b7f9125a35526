import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { GroupNameType } from '../../wire/shapes/group.ts'
import { operation } from '../operation.ts'
import { requireGroup, requirePool } from '../require.ts'
import { toGroupType } from './present.ts'

/**
 * Answers a group.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetGroup.html
 */
export const GetGroup = operation({
  auth: 'iam',
  quota: 'UserPoolResourceRead',
  input: structure({
    GroupName: required(GroupNameType),
    UserPoolId: required(UserPoolIdType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    return { Group: toGroupType(await requireGroup(ctx, pool, input.GroupName)) }
  },
})
