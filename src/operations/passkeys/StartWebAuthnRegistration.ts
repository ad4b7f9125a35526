import { startRegistration } from '../../flows/passkeys/registration.ts'
import { tokenRevoked } from '../../flows/tokens/verify-access.ts'
import { required, structure } from '../../wire/schema.ts'
import { TokenModelType } from '../../wire/shapes/auth.ts'
import { operation } from '../operation.ts'

/**
 * Tells what a browser is to make a passkey with for the token's user. It is registered by
 * CompleteWebAuthnRegistration, by the same client and within five minutes.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StartWebAuthnRegistration.html
 */
export const StartWebAuthnRegistration = operation({
  auth: 'token',
  quota: 'UserResourceUpdate',
  userGone: tokenRevoked,
  input: structure({
    AccessToken: required(TokenModelType),
  }),
  async handle(_input, ctx) {
    return { CredentialCreationOptions: await startRegistration(ctx, ctx.caller) }
  },
})
