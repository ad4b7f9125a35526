import { changeFactors } from '../../domain/mfa-preference.ts'
import { changePreference } from '../../flows/mfa/preference.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requirePool, requireUser } from '../require.ts'
import { preferenceMembers, toFactorSettings } from './preference-input.ts'

/**
 * Turns second factors of a user on and off, and makes one preferred. In a pool that requires MFA, a
 * user whose factors are all off is still asked for one.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserMFAPreference.html
 */
export const AdminSetUserMFAPreference = operation({
  auth: 'iam',
  quota: 'UserResourceUpdate',
  input: structure({
    ...preferenceMembers,
    Username: required(UsernameType),
    UserPoolId: required(UserPoolIdType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const settings = toFactorSettings(input)
    const user = await requireUser(ctx, pool, input.Username)
    await changePreference(ctx, { pool, user, byAdmin: true, change: (owner) => changeFactors(owner, settings) })
    return {}
  },
})
