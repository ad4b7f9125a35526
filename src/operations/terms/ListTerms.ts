import type { AgePosition } from '../../store/rows.ts'
import { required, structure } from '../../wire/schema.ts'
import { StringType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { ListTermsRequestMaxResultsInteger } from '../../wire/shapes/terms.ts'
import { operation } from '../operation.ts'
import { decodePageToken, encodePageToken } from '../page-token.ts'
import { requirePool } from '../require.ts'
import { toTermsDescription } from './present.ts'

/** The largest page is the default one (unverified). */
const DEFAULT_RESULTS = 60

/**
 * The terms of all clients of a pool, oldest first.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListTerms.html
 */
export const ListTerms = operation({
  auth: 'iam',
  quota: 'UserPoolResourceRead',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    MaxResults: ListTermsRequestMaxResultsInteger,
    NextToken: StringType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const scope = ['ListTerms', pool.id]
    const after = decodePageToken<AgePosition>(ctx, scope, input.NextToken)
    const { items, next } = await ctx.store.terms.list(pool.id, input.MaxResults ?? DEFAULT_RESULTS, after)
    return { Terms: items.map(toTermsDescription), NextToken: encodePageToken(ctx, scope, next) }
  },
})
