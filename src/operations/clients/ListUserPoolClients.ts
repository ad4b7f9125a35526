import type { AgePosition } from '../../store/rows.ts'
import { required, structure } from '../../wire/schema.ts'
import { ClientTypeType } from '../../wire/shapes/client.ts'
import { PaginationKey, QueryLimit, UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { decodePageToken, encodePageToken } from '../page-token.ts'
import { requirePool } from '../require.ts'
import { toUserPoolClientDescription } from './present.ts'

/** The largest page is the default one. */
const DEFAULT_RESULTS = 60

/**
 * The app clients of a user pool, oldest first: all of them, or those that registered themselves (DCR), or the others.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPoolClients.html
 */
export const ListUserPoolClients = operation({
  auth: 'iam',
  quota: 'UserPoolClientRead',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    MaxResults: QueryLimit,
    NextToken: PaginationKey,
    ClientType: ClientTypeType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const scope = ['ListUserPoolClients', pool.id, input.ClientType ?? '']
    const after = decodePageToken<AgePosition>(ctx, scope, input.NextToken)
    const limit = input.MaxResults ?? DEFAULT_RESULTS
    const chosen = input.ClientType && { registered: input.ClientType === 'DCR' }
    const { items, next } = await ctx.store.clients.list(pool.id, limit, after, chosen)
    return { UserPoolClients: items.map(toUserPoolClientDescription), NextToken: encodePageToken(ctx, scope, next) }
  },
})
