import { completeRegistration } from '../../flows/passkeys/registration.ts'
import { tokenRevoked } from '../../flows/tokens/verify-access.ts'
import { document, required, structure } from '../../wire/schema.ts'
import { TokenModelType } from '../../wire/shapes/auth.ts'
import { operation } from '../operation.ts'

/**
 * Registers the passkey that the browser of the token's user has made.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CompleteWebAuthnRegistration.html
 */
export const CompleteWebAuthnRegistration = operation({
  auth: 'token',
  quota: 'UserResourceUpdate',
  userGone: tokenRevoked,
  input: structure({
    AccessToken: required(TokenModelType),
    Credential: required(document),
  }),
  async handle({ Credential }, ctx) {
    await completeRegistration(ctx, ctx.caller, Credential)
    return {}
  },
})
