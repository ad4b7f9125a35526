import { requireThreatProtection } from '../../domain/risk.ts'
import { EVENT_LIFE_MS } from '../../flows/events/record.ts'
import type { AgePosition } from '../../store/rows.ts'
import { required, structure } from '../../wire/schema.ts'
import { PaginationKey, QueryLimitType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { pageSize } from '../page-size.ts'
import { decodePageToken, encodePageToken } from '../page-token.ts'
import { requirePool, requireUser } from '../require.ts'
import { toAuthEvent } from './present-event.ts'

/**
 * What a user did in the last two years while the pool watched its users, newest first: sign-ins, the
 * sign-up, forgotten and changed passwords. Nothing of it is assessed yet: its risk is NoRisk.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListUserAuthEvents.html
 */
export const AdminListUserAuthEvents = operation({
  auth: 'iam',
  quota: 'UserResourceRead',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    MaxResults: QueryLimitType,
    NextToken: PaginationKey,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    requireThreatProtection(pool)
    const { sub } = await requireUser(ctx, pool, input.Username)
    const scope = ['AdminListUserAuthEvents', pool.id, sub]
    const after = decodePageToken<AgePosition>(ctx, scope, input.NextToken)
    const since = ctx.now() - EVENT_LIFE_MS
    const { items, next } = await ctx.store.authEvents.list(pool.id, sub, since, pageSize(input.MaxResults), after)
    return { AuthEvents: items.map(toAuthEvent), NextToken: encodePageToken(ctx, scope, next) }
  },
})
