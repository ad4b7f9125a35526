import { checkSessionTier } from '../../domain/pool-tiers.ts'
import { savePool } from '../../flows/save-settings.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { UserPoolTokenSessionConfigType, UserSessionTrackingType } from '../../wire/shapes/session.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { toPoolSessionConfiguration } from './present.ts'

/**
 * Turns the tracking of sessions on or off and sets how many token sessions a user may have; whoever
 * has more is brought within the limit by the next sign-in. What clients have set stays while tracking
 * is off, and has effect again when it is on. Not in Lite pools.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolSessionConfiguration.html
 */
export const SetUserPoolSessionConfiguration = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    UserSessionTracking: required(UserSessionTrackingType),
    TokenSession: required(UserPoolTokenSessionConfigType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    checkSessionTier(pool.settings)
    const sessionConfiguration = {
      tracking: input.UserSessionTracking === 'ENABLED',
      maxPerUser: input.TokenSession.MaxPerUser,
    }
    const after = { ...pool, settings: { ...pool.settings, sessionConfiguration } }
    await savePool(ctx, pool, after)
    return toPoolSessionConfiguration(after)
  },
})
