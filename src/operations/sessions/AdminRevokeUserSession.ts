import { revokeSession } from '../../flows/sessions/revoke.ts'
import { required, string, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { RevokeAssociatedSessionsType } from '../../wire/shapes/session.ts'
import { UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requirePool, requireUser } from '../require.ts'

/**
 * Ends a session of a user: tokens of a client, or a browser that is signed in on the pages. LINKED also ends
 * the browser's session that the tokens came from, or the tokens that came from the browser's. A session of
 * another user is not found.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRevokeUserSession.html
 */
export const AdminRevokeUserSession = operation({
  auth: 'iam',
  quota: 'UserResourceUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    SessionId: required(string()),
    RevokeAssociatedSessions: RevokeAssociatedSessionsType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const user = await requireUser(ctx, pool, input.Username)
    const withLinked = input.RevokeAssociatedSessions === 'LINKED'
    await revokeSession(ctx, { pool, user, sessionId: input.SessionId, withLinked })
    return {}
  },
})
