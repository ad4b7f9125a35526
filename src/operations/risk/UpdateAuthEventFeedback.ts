import { fault } from '../../domain/errors.ts'
import { requireThreatProtection } from '../../domain/risk.ts'
import { unverifiedRiskTexts } from '../../domain/unverified-risk-texts.ts'
import { giveFeedback, isFeedbackToken } from '../../flows/events/feedback.ts'
import { findUser } from '../../flows/users/find.ts'
import { required, structure } from '../../wire/schema.ts'
import { TokenModelType } from '../../wire/shapes/auth.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { EventIdType, FeedbackValueType } from '../../wire/shapes/risk.ts'
import { UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'

/**
 * Says of an event what the user thinks of it, by the token of the message that told of it. Whoever has
 * no such token hears the same of every user and event, whether they exist or not.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateAuthEventFeedback.html
 */
export const UpdateAuthEventFeedback = operation({
  auth: 'public',
  quota: 'UserResourceUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    EventId: required(EventIdType),
    FeedbackToken: required(TokenModelType),
    FeedbackValue: required(FeedbackValueType),
  }),
  async handle({ UserPoolId, Username, EventId: id, FeedbackToken: token, FeedbackValue: value }, ctx) {
    const pool = await ctx.store.pools.find(UserPoolId)
    if (!pool) throw fault('ResourceNotFoundException', `User pool ${UserPoolId} does not exist.`)
    requireThreatProtection(pool)
    const user = await findUser(ctx, pool, Username)
    const event = { poolId: pool.id, sub: user?.sub ?? '', id }
    if (!isFeedbackToken(ctx, event, token)) throw fault('NotAuthorizedException', unverifiedRiskTexts.feedbackToken)
    await giveFeedback(ctx, event, { value, provider: 'User' })
    return {}
  },
})
