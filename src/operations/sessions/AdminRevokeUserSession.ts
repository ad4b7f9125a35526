import { revokeSession } from '../../flows/sessions/revoke.ts'
import { required, string, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { RevokeAssociatedSessionsType } from '../../wire/shapes/session.ts'
import { UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requirePool, requireUser } from '../require.ts'

/**
 * Ends a session of a user, with its refresh and access tokens; one of another user is not found.
 * Sessions of the API come from no other session, so that RevokeAssociatedSessions adds none.
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
    await revokeSession(ctx, pool, user, input.SessionId)
    return {}
  },
})
