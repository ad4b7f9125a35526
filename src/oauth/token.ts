import type { Context } from '../context.ts'
import { authenticateClient } from './client.ts'
import { OAuthError } from './errors.ts'
import { authorizationCode } from './grants/authorization-code.ts'
import { clientCredentials } from './grants/client-credentials.ts'
import type { Grant } from './grants/grant.ts'
import { refreshToken } from './grants/refresh-token.ts'
import { type Answer, jsonAnswer, type OAuthRequest } from './message.ts'

/** Every way to tokens, by its name in `grant_type`. */
const grants: Readonly<Record<string, Grant>> = {
  authorization_code: authorizationCode,
  refresh_token: refreshToken,
  client_credentials: clientCredentials,
}

/** Names of grants, for documents that tell of them. */
export const grantTypes: readonly string[] = Object.keys(grants)

/**
 * The token endpoint. Raises OAuthError, and what flows raise.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html
 */
export const token = async (
  ctx: Context,
  request: OAuthRequest,
  spend: (category: string) => Promise<void>,
): Promise<Answer> => {
  if (request.repeated.size > 0) throw new OAuthError('invalid_request', 'A parameter is given more than once')
  const type = request.parameters.get('grant_type')
  if (type === undefined) throw new OAuthError('invalid_request', 'grant_type is missing')
  const grant = Object.hasOwn(grants, type) ? grants[type] : undefined
  if (!grant) throw new OAuthError('unsupported_grant_type')
  await spend(grant.quota)
  const place = await authenticateClient(ctx, request)
  return jsonAnswer(await grant.exchange(ctx, place, request))
}
