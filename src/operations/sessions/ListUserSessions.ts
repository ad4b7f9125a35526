import { required, structure } from '../../wire/schema.ts'
import { TokenModelType } from '../../wire/shapes/auth.ts'
import { PaginationKey } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { listSessions } from './list.ts'

/**
 * Lists the active sessions of the token's user, in every client of the pool, and tells which of them
 * is the token's own. Sign-ins from before the pool tracked sessions are none.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserSessions.html
 */
export const ListUserSessions = operation({
  auth: 'token',
  quota: 'UserResourceRead',
  input: structure({
    AccessToken: required(TokenModelType),
    NextToken: PaginationKey,
  }),
  handle: (input, ctx) => listSessions(ctx, 'ListUserSessions', ctx.caller, input.NextToken),
})
