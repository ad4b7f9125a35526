import type { AgePosition } from '../../store/rows.ts'
import { required, structure } from '../../wire/schema.ts'
import { PaginationKeyType, QueryLimit, UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { decodePageToken, encodePageToken } from '../page-token.ts'
import { requirePool } from '../require.ts'
import { toUserImportJobType } from './present.ts'

/** What an answer holds at most; requests may ask for more. */
const MAX_JOBS = 50

/**
 * Lists the import jobs of a pool, newest first.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserImportJobs.html
 */
export const ListUserImportJobs = operation({
  auth: 'iam',
  quota: 'UserPoolResourceRead',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    MaxResults: required(QueryLimit),
    PaginationToken: PaginationKeyType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const scope = ['ListUserImportJobs', pool.id]
    const after = decodePageToken<AgePosition>(ctx, scope, input.PaginationToken)
    const { items, next } = await ctx.store.importJobs.list(pool.id, Math.min(input.MaxResults, MAX_JOBS), after)
    return {
      UserImportJobs: items.map((job) => toUserImportJobType(ctx, job)),
      PaginationToken: encodePageToken(ctx, scope, next),
    }
  },
})
