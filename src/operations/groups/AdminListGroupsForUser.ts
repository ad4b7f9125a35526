import type { GroupPosition } from '../../store/groups.ts'
import { required, structure } from '../../wire/schema.ts'
import { PaginationKey, QueryLimitType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { pageSize } from '../page-size.ts'
import { decodePageToken, encodePageToken } from '../page-token.ts'
import { requirePool, requireUser } from '../require.ts'
import { toGroupType } from './present.ts'

/**
 * Lists the groups of a user, those that count most first.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListGroupsForUser.html
 */
export const AdminListGroupsForUser = operation({
  auth: 'iam',
  quota: 'UserResourceRead',
  input: structure({
    Username: required(UsernameType),
    UserPoolId: required(UserPoolIdType),
    Limit: QueryLimitType,
    NextToken: PaginationKey,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const user = await requireUser(ctx, pool, input.Username)
    const scope = ['AdminListGroupsForUser', pool.id, user.sub]
    const after = decodePageToken<GroupPosition>(ctx, scope, input.NextToken)
    const { items, next } = await ctx.store.groups.ofUser(pool.id, user.sub, pageSize(input.Limit), after)
    return { Groups: items.map(toGroupType), NextToken: next && encodePageToken(ctx, scope, next) }
  },
})
