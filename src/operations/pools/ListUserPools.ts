import type { AgePosition } from '../../store/rows.ts'
import { required, structure } from '../../wire/schema.ts'
import { PaginationKeyType } from '../../wire/shapes/common.ts'
import { PoolQueryLimitType } from '../../wire/shapes/pool.ts'
import { operation } from '../operation.ts'
import { decodePageToken, encodePageToken } from '../page-token.ts'
import { toUserPoolDescription } from './present.ts'

/**
 * The user pools of the Region that the request is signed for and those with a replica there, oldest first.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPools.html
 */
export const ListUserPools = operation({
  auth: 'iam',
  quota: 'UserPoolRead',
  input: structure({
    NextToken: PaginationKeyType,
    MaxResults: required(PoolQueryLimitType),
  }),
  async handle(input, ctx) {
    const scope = ['ListUserPools', ctx.caller.region]
    const after = decodePageToken<AgePosition>(ctx, scope, input.NextToken)
    const { items, next } = await ctx.store.pools.list(ctx.caller.region, input.MaxResults, after)
    const replicas = await ctx.store.poolReplicas.regionsOf(items.map(({ id }) => id))
    return {
      UserPools: items.map((pool) => toUserPoolDescription(pool, replicas.get(pool.id))),
      NextToken: encodePageToken(ctx, scope, next),
    }
  },
})
