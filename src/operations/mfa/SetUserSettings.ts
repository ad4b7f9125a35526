import { changeLegacySms } from '../../domain/mfa-preference.ts'
import { changePreference } from '../../flows/mfa/preference.ts'
import { required, structure } from '../../wire/schema.ts'
import { TokenModelType } from '../../wire/shapes/auth.ts'
import { MFAOptionListType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { toLegacySms } from './preference-input.ts'

/**
 * The older SetUserMFAPreference, of text messages alone: with an option they are turned on for the
 * token's user, without any they are turned off.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserSettings.html
 */
export const SetUserSettings = operation({
  auth: 'token',
  quota: 'UserResourceUpdate',
  input: structure({
    AccessToken: required(TokenModelType),
    MFAOptions: required(MFAOptionListType),
  }),
  async handle({ MFAOptions }, ctx) {
    const { pool, user } = ctx.caller
    const enabled = toLegacySms(MFAOptions)
    await changePreference(ctx, { pool, user, byAdmin: false, change: (owner) => changeLegacySms(owner, enabled) })
    return {}
  },
})
