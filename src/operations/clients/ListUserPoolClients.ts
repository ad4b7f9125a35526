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
 * The app clients of a user pool, oldest first. None registered itself, so that DCR lists nothing.
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
    if (input.ClientType === 'DCR') return { UserPoolClients: [] }
    const { items, next } = await ctx.store.clients.list(pool.id, input.MaxResults ?? DEFAULT_RESULTS, after)
    return { UserPoolClients: items.map(toUserPoolClientDescription), NextToken: encodePageToken(ctx, scope, next) }
  },
})
