import type { AgePosition } from '../../store/rows.ts'
import { required, structure } from '../../wire/schema.ts'
import { PaginationKeyType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { ListProvidersLimitType } from '../../wire/shapes/identity-provider.ts'
import { operation } from '../operation.ts'
import { pageSize } from '../page-size.ts'
import { decodePageToken, encodePageToken } from '../page-token.ts'
import { requirePool } from '../require.ts'
import { toProviderDescription } from './present.ts'

/**
 * The identity providers of a pool, oldest first, without their details.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListIdentityProviders.html
 */
export const ListIdentityProviders = operation({
  auth: 'iam',
  quota: 'UserPoolResourceRead',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    MaxResults: ListProvidersLimitType,
    NextToken: PaginationKeyType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const scope = ['ListIdentityProviders', pool.id]
    const after = decodePageToken<AgePosition>(ctx, scope, input.NextToken)
    const { items, next } = await ctx.store.identityProviders.list(pool.id, pageSize(input.MaxResults), after)
    return { Providers: items.map(toProviderDescription), NextToken: encodePageToken(ctx, scope, next) }
  },
})
