import { associate, requireSoftwareTokens } from '../../flows/mfa/software-token.ts'
import { associateInSession } from '../../flows/sign-in/set-up-token.ts'
import { verifyAccessToken } from '../../flows/tokens/verify-access.ts'
import { structure } from '../../wire/schema.ts'
import { SessionType, TokenModelType } from '../../wire/shapes/auth.ts'
import { operation } from '../operation.ts'
import { refuseInsteadOf } from '../undeclared.ts'
import { requireCredential } from './credential.ts'

/**
 * Gives a user the secret of an authenticator app, once: to the holder of an access token, or in the
 * course of MFA_SETUP. It does nothing before VerifySoftwareToken takes its first code.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html
 */
export const AssociateSoftwareToken = operation({
  auth: 'public',
  quota: 'UserResourceUpdate',
  input: structure({
    AccessToken: TokenModelType,
    Session: SessionType,
  }),
  async handle(input, ctx) {
    const credential = requireCredential(input)
    if ('session' in credential) {
      const { secret, session } = await associateInSession(ctx, credential.session).catch(
        refuseInsteadOf('PasswordResetRequiredException', 'UserNotConfirmedException'),
      )
      return { SecretCode: secret, Session: session }
    }
    const { pool, user } = await verifyAccessToken(ctx, credential.accessToken).catch(
      refuseInsteadOf('UserNotFoundException', 'PasswordResetRequiredException'),
    )
    requireSoftwareTokens(pool)
    return { SecretCode: await ctx.store.transaction((tx) => associate(ctx, tx, user)) }
  },
})
