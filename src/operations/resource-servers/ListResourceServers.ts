import type { AgePosition } from '../../store/rows.ts'
import { required, structure } from '../../wire/schema.ts'
import { PaginationKeyType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { ListResourceServersLimitType } from '../../wire/shapes/resource-server.ts'
import { operation } from '../operation.ts'
import { decodePageToken, encodePageToken } from '../page-token.ts'
import { requirePool } from '../require.ts'
import { toResourceServer } from './present.ts'

/** The largest page is the default one (unverified). */
const DEFAULT_RESULTS = 50

/**
 * The resource servers of a pool, oldest first.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListResourceServers.html
 */
export const ListResourceServers = operation({
  auth: 'iam',
  quota: 'UserPoolResourceRead',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    MaxResults: ListResourceServersLimitType,
    NextToken: PaginationKeyType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const scope = ['ListResourceServers', pool.id]
    const after = decodePageToken<AgePosition>(ctx, scope, input.NextToken)
    const { items, next } = await ctx.store.resourceServers.list(pool.id, input.MaxResults ?? DEFAULT_RESULTS, after)
    return { ResourceServers: items.map(toResourceServer), NextToken: encodePageToken(ctx, scope, next) }
  },
})
