import { required, structure } from '../../wire/schema.ts'
import { TokenModelType } from '../../wire/shapes/auth.ts'
import { PaginationKey } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { presentSessions } from './list.ts'

/**
 * Lists the active sessions of the token's user: the tokens of each client of the pool, of which one is the
 * caller's own, and browsers that are signed in on its pages. Tokens from before the pool tracked sessions are
 * none; a browser from then that still is signed in is one, as it can be ended.
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
  handle: (input, ctx) => presentSessions(ctx, 'ListUserSessions', ctx.caller, input.NextToken),
})
