import type { Context } from '../context.ts'
import { readableAttributes } from '../domain/attributes.ts'
import { attributeClaim } from '../domain/claims.ts'
import { ServiceError } from '../domain/errors.ts'
import { attributesInScope } from '../domain/scope-claims.ts'
import { type TokenHolder, verifyAccessToken } from '../flows/tokens/verify-access.ts'
import { bearerRefusal, bearerToken } from './bearer.ts'
import { deviates } from './deviations.ts'
import { type Answer, jsonAnswer, type OAuthRequest } from './message.ts'
import { hasOpenid } from './openid.ts'

/** Texts of the service, which quotes none in a description of its own. */
const texts = {
  request: 'Bad OAuth2 request at UserInfo Endpoint',
  token: 'Access token is expired, disabled, or deleted, or the user has globally signed out.',
  scope: 'The access token has no scope openid.',
}

/** The token of a request, and whether it came in a form's body, which the service does not take. */
const bearerOf = ({ authorization, parameters, repeated }: OAuthRequest) => {
  const inHeader = bearerToken(authorization)
  const inBody = parameters.get('access_token')
  if ((inHeader !== undefined && inBody !== undefined) || repeated.size > 0) return undefined
  if (authorization !== undefined && inHeader === undefined) return undefined
  const text = inHeader ?? inBody
  return text === undefined ? undefined : { text, isInBody: inHeader === undefined }
}

const holderOf = async (ctx: Context, token: string): Promise<TokenHolder> => {
  try {
    return await verifyAccessToken(ctx, token, { mayServe: () => true })
  } catch (error) {
    throw error instanceof ServiceError ? bearerRefusal('invalid_token', texts.token) : error
  }
}

/** An attribute by its type in the standard, or as the service has it: as text, whatever it is. */
const shown = ({ pool }: TokenHolder, name: string, value: string): unknown => {
  if (deviates(pool, 'flags-as-text')) return value
  return name === 'updated_at' ? Number(value) : attributeClaim(name, value)
}

/**
 * What the client may know of the user of an access token (OIDC Core section 5.3).
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/userinfo-endpoint.html
 */
export const userinfo = async (ctx: Context, request: OAuthRequest): Promise<Answer> => {
  const bearer = bearerOf(request)
  if (!bearer) throw bearerRefusal('invalid_request', texts.request)
  const holder = await holderOf(ctx, bearer.text)
  const { pool, client, user, scope } = holder
  if (bearer.isInBody && deviates(pool, 'form-body-token')) throw bearerRefusal('invalid_request', texts.request)
  if (!hasOpenid(scope)) throw bearerRefusal('insufficient_scope', texts.scope)
  const readable = readableAttributes(pool.schema, client.settings.readAttributes)
  const told = attributesInScope(pool.schema, scope, readable)
  const attributes = [...user.attributes].filter(([name]) => told.has(name))
  return jsonAnswer({
    sub: user.sub,
    ...Object.fromEntries(attributes.map(([name, value]) => [name, shown(holder, name, value)])),
    username: user.username,
  })
}
