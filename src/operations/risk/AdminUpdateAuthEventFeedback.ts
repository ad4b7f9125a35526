import { requireThreatProtection } from '../../domain/risk.ts'
import { giveFeedback } from '../../flows/events/feedback.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { EventIdType, FeedbackValueType } from '../../wire/shapes/risk.ts'
import { UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requirePool, requireUser } from '../require.ts'

/**
 * Says of an event that it was the user's own doing, or that it was not. What was said before is forgotten.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateAuthEventFeedback.html
 */
export const AdminUpdateAuthEventFeedback = operation({
  auth: 'iam',
  quota: 'UserResourceUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    EventId: required(EventIdType),
    FeedbackValue: required(FeedbackValueType),
  }),
  async handle({ UserPoolId, Username, EventId: id, FeedbackValue: value }, ctx) {
    const pool = await requirePool(ctx, UserPoolId)
    requireThreatProtection(pool)
    const { sub } = await requireUser(ctx, pool, Username)
    await giveFeedback(ctx, { poolId: pool.id, sub, id }, { value, provider: 'Admin' })
    return {}
  },
})
