import { revokeOtherSession } from '../../flows/sessions/revoke.ts'
import { required, string, structure } from '../../wire/schema.ts'
import { TokenModelType } from '../../wire/shapes/auth.ts'
import { RevokeAssociatedSessionsType } from '../../wire/shapes/session.ts'
import { operation } from '../operation.ts'

/**
 * Ends another session of the token's user: tokens of a client, or a browser that is signed in on the pages. The
 * token's own session is not ended so, but signed out or revoked by its refresh token. LINKED also ends the
 * browser's session that the tokens came from, or the tokens that came from the browser's, the caller's among them.
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
    const { pool, user, familyId } = ctx.caller
    const withLinked = input.RevokeAssociatedSessions === 'LINKED'
    await revokeOtherSession(ctx, { pool, user, sessionId: input.SessionId, withLinked }, familyId)
    return {}
  },
})
