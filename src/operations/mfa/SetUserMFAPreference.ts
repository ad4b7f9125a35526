import { changeFactors } from '../../domain/mfa-preference.ts'
import { changePreference } from '../../flows/mfa/preference.ts'
import { required, structure } from '../../wire/schema.ts'
import { TokenModelType } from '../../wire/shapes/auth.ts'
import { operation } from '../operation.ts'
import { preferenceMembers, toFactorSettings } from './preference-input.ts'

/**
 * Turns second factors of the token's user on and off, and makes one preferred. A user turns none off
 * that the pool requires.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html
 */
export const SetUserMFAPreference = operation({
  auth: 'token',
  quota: 'UserResourceUpdate',
  input: structure({
    ...preferenceMembers,
    AccessToken: required(TokenModelType),
  }),
  async handle(input, ctx) {
    const { pool, user } = ctx.caller
    const settings = toFactorSettings(input)
    await changePreference(ctx, { pool, user, byAdmin: false, change: (owner) => changeFactors(owner, settings) })
    return {}
  },
})
