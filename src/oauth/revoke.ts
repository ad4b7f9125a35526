import type { Context } from '../context.ts'
import { revokeRefreshToken } from '../flows/tokens/revoke.ts'
import { authenticateClient } from './client.ts'
import { OAuthError } from './errors.ts'
import type { Answer, OAuthRequest } from './message.ts'

/**
 * Ends the sign-in of a refresh token (RFC 7009). A token that is unknown, or another client's, is
 * answered like one that was revoked.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/revocation-endpoint.html
 */
export const revoke = async (ctx: Context, request: OAuthRequest): Promise<Answer> => {
  if (request.repeated.size > 0) throw new OAuthError('invalid_request', 'A parameter is given more than once')
  const { client } = await authenticateClient(ctx, request, { strictly: true })
  const token = request.parameters.get('token')
  if (token === undefined || !client.settings.enableTokenRevocation) throw new OAuthError('invalid_request')
  const outcome = await revokeRefreshToken(ctx, client, token)
  if (outcome === 'not-a-refresh-token') throw new OAuthError('unsupported_token_type')
  return { status: 200 }
}
