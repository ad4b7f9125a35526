import { checkSessionTier } from '../../domain/pool-tiers.ts'
import { requireSessionTracking } from '../../domain/session-tracking.ts'
import { saveClient } from '../../flows/save-settings.ts'
import { required, structure } from '../../wire/schema.ts'
import { ClientIdType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { ClientSSOSessionConfigType } from '../../wire/shapes/session.ts'
import { operation } from '../operation.ts'
import { requireClient, requirePool } from '../require.ts'
import { toClientSessionConfiguration } from './present.ts'

/**
 * Sets for how long a client uses a session of the sign-in pages silently; 0 is never. Only while the
 * pool tracks sessions (the error of others is unverified), and not in Lite pools.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolClientSessionConfiguration.html
 */
export const SetUserPoolClientSessionConfiguration = operation({
  auth: 'iam',
  quota: 'UserPoolClientUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: required(ClientIdType),
    SSOSession: required(ClientSSOSessionConfigType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const before = await requireClient(ctx, pool, input.ClientId)
    checkSessionTier(pool.settings)
    requireSessionTracking(pool)
    const sessionConfiguration = { maxValidityMinutes: input.SSOSession.MaxValidityMinutes }
    const settings = { ...before.settings, sessionConfiguration }
    return toClientSessionConfiguration(await saveClient(ctx, before, { ...before, settings }))
  },
})
