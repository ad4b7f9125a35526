import { changeLegacySms } from '../../domain/mfa-preference.ts'
import { changePreference } from '../../flows/mfa/preference.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { MFAOptionListType, UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requirePool, requireUser } from '../require.ts'
import { toLegacySms } from './preference-input.ts'

/**
 * The older AdminSetUserMFAPreference, of text messages alone: with an option they are turned on for
 * a user, without any they are turned off.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserSettings.html
 */
export const AdminSetUserSettings = operation({
  auth: 'iam',
  quota: 'UserResourceUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    MFAOptions: required(MFAOptionListType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const enabled = toLegacySms(input.MFAOptions)
    const user = await requireUser(ctx, pool, input.Username)
    await changePreference(ctx, { pool, user, byAdmin: true, change: (owner) => changeLegacySms(owner, enabled) })
    return {}
  },
})
