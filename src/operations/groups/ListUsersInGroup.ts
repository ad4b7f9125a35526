import { groupKey } from '../../domain/group.ts'
import type { UserPosition } from '../../store/user-lists.ts'
import { required, structure } from '../../wire/schema.ts'
import { PaginationKey, QueryLimitType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { GroupNameType } from '../../wire/shapes/group.ts'
import { operation } from '../operation.ts'
import { pageSize } from '../page-size.ts'
import { decodePageToken, encodePageToken } from '../page-token.ts'
import { requireGroup, requirePool } from '../require.ts'
import { toUserType } from '../users/present.ts'

/**
 * Lists the members of a group in the order in which they joined.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsersInGroup.html
 */
export const ListUsersInGroup = operation({
  auth: 'iam',
  quota: 'UserList',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    GroupName: required(GroupNameType),
    Limit: QueryLimitType,
    NextToken: PaginationKey,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const group = await requireGroup(ctx, pool, input.GroupName)
    const nameKey = groupKey(group.name)
    const scope = ['ListUsersInGroup', pool.id, nameKey]
    const after = decodePageToken<UserPosition>(ctx, scope, input.NextToken)
    const selection = { by: 'group', nameKey } as const
    const { items, next } = await ctx.store.userLists.list(pool.id, selection, pageSize(input.Limit), after)
    return { Users: items.map((user) => toUserType(user)), NextToken: next && encodePageToken(ctx, scope, next) }
  },
})
