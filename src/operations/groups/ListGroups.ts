import type { AgePosition } from '../../store/rows.ts'
import { required, structure } from '../../wire/schema.ts'
import { PaginationKey, QueryLimitType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { pageSize } from '../page-size.ts'
import { decodePageToken, encodePageToken } from '../page-token.ts'
import { requirePool } from '../require.ts'
import { toGroupType } from './present.ts'

/**
 * Lists the groups of a pool, oldest first.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListGroups.html
 */
export const ListGroups = operation({
  auth: 'iam',
  quota: 'UserPoolResourceRead',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Limit: QueryLimitType,
    NextToken: PaginationKey,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const scope = ['ListGroups', pool.id]
    const after = decodePageToken<AgePosition>(ctx, scope, input.NextToken)
    const { items, next } = await ctx.store.groups.list(pool.id, pageSize(input.Limit), after)
    return { Groups: items.map(toGroupType), NextToken: next && encodePageToken(ctx, scope, next) }
  },
})
