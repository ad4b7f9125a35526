import { revokeOtherSession } from '../../flows/sessions/revoke.ts'
import { required, string, structure } from '../../wire/schema.ts'
import { TokenModelType } from '../../wire/shapes/auth.ts'
import { RevokeAssociatedSessionsType } from '../../wire/shapes/session.ts'
import { operation } from '../operation.ts'

/**
 * Ends another session of the token's user, with its refresh and access tokens. The token's own session
 * is not ended so, but signed out or revoked by its refresh token. Sessions of the API come from no
 * other session, so that RevokeAssociatedSessions adds none.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeUserSession.html
 */
export const RevokeUserSession = operation({
  auth: 'token',
  quota: 'UserResourceUpdate',
  input: structure({
    AccessToken: required(TokenModelType),
    SessionId: required(string()),
    RevokeAssociatedSessions: RevokeAssociatedSessionsType,
  }),
  async handle(input, ctx) {
    await revokeOtherSession(ctx, ctx.caller, input.SessionId)
    return {}
  },
})
