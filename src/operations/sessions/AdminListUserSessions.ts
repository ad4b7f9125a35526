import { required, structure } from '../../wire/schema.ts'
import { PaginationKey, UserPoolIdType } from '../../wire/shapes/common.ts'
import { UsernameType } from '../../wire/shapes/user.ts'
import { operation } from '../operation.ts'
import { requirePool, requireUser } from '../require.ts'
import { presentSessions } from './list.ts'

/**
 * Lists the active sessions of a user: the tokens of each client of the pool, and browsers that are signed in on
 * its pages. None of them is the current one.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListUserSessions.html
 */
export const AdminListUserSessions = operation({
  auth: 'iam',
  quota: 'UserResourceRead',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    NextToken: PaginationKey,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const user = await requireUser(ctx, pool, input.Username)
    return presentSessions(ctx, 'AdminListUserSessions', { pool, user, familyId: undefined }, input.NextToken)
  },
})
