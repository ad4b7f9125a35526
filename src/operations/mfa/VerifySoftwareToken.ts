import { verifyNewToken } from '../../flows/mfa/software-token.ts'
import { verifyInSession } from '../../flows/sign-in/set-up-token.ts'
import { verifyAccessToken } from '../../flows/tokens/verify-access.ts'
import { required, structure } from '../../wire/schema.ts'
import { SessionType, TokenModelType } from '../../wire/shapes/auth.ts'
import { StringType } from '../../wire/shapes/common.ts'
import { SoftwareTokenMFAUserCodeType } from '../../wire/shapes/mfa.ts'
import { operation } from '../operation.ts'
import { requireCredential } from './credential.ts'

/**
 * Takes the first code of an authenticator app, which is the user's from then on. With an access token
 * it is not turned on by that (SetUserMFAPreference is for it); with the Session of MFA_SETUP, the
 * Session that comes back answers the challenge, and that turns it on.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifySoftwareToken.html
 */
export const VerifySoftwareToken = operation({
  auth: 'public',
  quota: 'UserResourceUpdate',
  input: structure({
    AccessToken: TokenModelType,
    Session: SessionType,
    UserCode: required(SoftwareTokenMFAUserCodeType),
    FriendlyDeviceName: StringType,
  }),
  async handle(input, ctx) {
    const credential = requireCredential(input)
    const first = { code: input.UserCode, friendlyName: input.FriendlyDeviceName }
    if ('session' in credential) {
      return { Status: 'SUCCESS' as const, Session: await verifyInSession(ctx, credential.session, first) }
    }
    const { pool, user } = await verifyAccessToken(ctx, credential.accessToken)
    await verifyNewToken(ctx, { pool, user }, first)
    return { Status: 'SUCCESS' as const }
  },
})
