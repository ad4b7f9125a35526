import type { Context } from '../context.ts'
import type { AuthorizationRequest } from '../domain/authorization-request.ts'
import type { Client, OAuthFlow } from '../domain/client.ts'
import { grantUserScopes, listScopes } from '../domain/client-scopes.ts'
import { isChallenge } from '../domain/pkce.ts'
import { findScopes } from '../flows/scopes.ts'
import { readIdTokenHint } from '../flows/tokens/id-token-hint.ts'
import { deviates } from './deviations.ts'
import { OAuthError, type OAuthErrorCode, PageError } from './errors.ts'
import type { OAuthRequest, Parameters } from './message.ts'
import { findPlace, type Place } from './place.ts'

/** To where a client hears of an error, once client and URL are known to belong together. */
export type ReturnAddress = Pick<AuthorizationRequest, 'pool' | 'redirectUri' | 'responseType' | 'state'>

/** An error that the browser takes back to the client. */
export class ReturnedError extends OAuthError {
  readonly to: ReturnAddress

  constructor(to: ReturnAddress, code: OAuthErrorCode, description?: string) {
    super(code, description)
    this.to = to
  }
}

const MAX_TEXT = 4096
/** Of all parameters as a query has them, which every page of a sign-in has in its address. */
const MAX_QUERY = 12_000
const prompts: ReadonlySet<string> = new Set(['none', 'login', 'select_account', 'consent'])
const flows: Readonly<Record<AuthorizationRequest['responseType'], OAuthFlow>> = { code: 'code', token: 'implicit' }

/** The URL to which a client may have its users sent: one of those registered, to the letter (RFC 9700 section 2.1). */
const redirectUriOf = ({ id, settings }: Client, given: string | undefined): string => {
  const registered = settings.callbackURLs ?? []
  // A client of one provider alone may leave the URL out where there is no doubt about it.
  const isPlain = settings.supportedIdentityProviders?.length === 1
  const only = registered.length === 1 ? registered[0] : undefined
  const wanted = given ?? (isPlain ? (settings.defaultRedirectURI ?? only) : undefined)
  if (wanted === undefined || !registered.includes(wanted)) throw new PageError('redirect_mismatch', id)
  return wanted
}

const requirePlace = async (ctx: Context, { parameters, host }: OAuthRequest): Promise<Place> => {
  const place = await findPlace(ctx, host, parameters.get('client_id'))
  if (!place) throw new PageError('invalid_client')
  if (!place.client.settings.allowedOAuthFlowsUserPoolClient)
    throw new PageError('unauthorized_client', place.client.id)
  return place
}

type Refuse = (code: OAuthErrorCode, description?: string) => ReturnedError

const checkResponseType = ({ pool, client }: Place, given: string | undefined, refuse: Refuse) => {
  if (given !== 'code' && given !== 'token') {
    const isMissing = given === undefined || deviates(pool, 'response-type-error')
    throw refuse(isMissing ? 'invalid_request' : 'unsupported_response_type', 'response_type must be code or token')
  }
  if (!client.settings.allowedOAuthFlows?.includes(flows[given])) {
    throw refuse('unauthorized_client', `The client may not use the response type ${given}`)
  }
}

const challengeOf = (parameters: Parameters, refuse: Refuse): string | undefined => {
  const [challenge, method] = [parameters.get('code_challenge'), parameters.get('code_challenge_method')]
  if (challenge === undefined && method === undefined) return undefined
  if (method !== 'S256') throw refuse('invalid_request', 'code_challenge_method must be S256')
  if (!challenge || !isChallenge(challenge)) throw refuse('invalid_request', 'code_challenge is not one by S256')
  return challenge
}

const promptOf = (parameters: Parameters, refuse: Refuse): ReadonlySet<string> => {
  const prompt = new Set(parameters.get('prompt')?.split(' '))
  for (const one of prompt)
    if (!prompts.has(one)) throw refuse('invalid_request', 'prompt is not one that is supported')
  if (prompt.has('none') && prompt.size > 1) throw refuse('invalid_request', 'prompt none stands alone')
  return prompt
}

const maxAgeOf = (parameters: Parameters, refuse: Refuse): number | undefined => {
  const given = parameters.get('max_age')
  if (given !== undefined && !/^\d{1,10}$/.test(given))
    throw refuse('invalid_request', 'max_age is no number of seconds')
  return given === undefined ? undefined : Number(given)
}

/** Any URL that could be a server or an app; nobody looks for it among the pool's resource servers. */
const resourceOf = (parameters: Parameters, refuse: Refuse): string | undefined => {
  const given = parameters.get('resource')
  if (given === undefined) return undefined
  const url = URL.parse(given)
  const isWeb = url?.protocol === 'https:' || (url?.protocol === 'http:' && url.hostname === 'localhost')
  const isApp = url !== null && !['http:', 'https:', 'javascript:', 'data:', 'file:', 'blob:'].includes(url.protocol)
  if (!(isWeb || isApp) || given.includes('#') || given.length > 2048) {
    throw refuse('invalid_target', 'resource is no URL of a server or an app')
  }
  return given
}

const scopeOf = async (ctx: Context, { pool, client }: Place, given: string | undefined, refuse: Refuse) => {
  const asked = listScopes(given)
  const allowed = client.settings.allowedOAuthScopes ?? []
  const granted = asked && grantUserScopes(allowed, asked, await findScopes(ctx, pool.id, allowed))
  if (!granted) throw refuse('invalid_scope', 'The client may not use this scope')
  return granted.join(' ')
}

/** The user of an ID token that the client has from before (OIDC Core section 3.1.2.1). */
const hintedSubOf = async (ctx: Context, { pool, client }: Place, hint: string | undefined, refuse: Refuse) => {
  if (hint === undefined || deviates(pool, 'hint-ignored')) return undefined
  const read = await readIdTokenHint(ctx, hint)
  if (read?.pool.id !== pool.id || read.clientId !== client.id)
    throw refuse('invalid_request', 'id_token_hint is not valid')
  return read.sub
}

/**
 * Ways to say a request that are not taken here; to ignore them would be to read another request than was meant.
 * And what is too long to be kept.
 */
const refuseUnsupported = (parameters: Parameters, responseType: string, refuse: Refuse) => {
  if (parameters.has('request')) throw refuse('request_not_supported')
  if (parameters.has('request_uri')) throw refuse('request_uri_not_supported')
  const mode = parameters.get('response_mode')
  const own = responseType === 'code' ? 'query' : 'fragment'
  if (mode !== undefined && mode !== own) throw refuse('invalid_request', `response_mode must be ${own}`)
  if (new URLSearchParams([...parameters]).toString().length > MAX_QUERY) {
    throw refuse('invalid_request', 'The request is too long')
  }
  for (const name of ['state', 'nonce', 'login_hint', 'acr_values']) {
    if ((parameters.get(name)?.length ?? 0) > MAX_TEXT) throw refuse('invalid_request', `${name} is too long`)
  }
}

/**
 * Reads a request for authorization, as clients send it with a browser to `/oauth2/authorize` and to each
 * page. Raises PageError until it is known where errors may go, and ReturnedError for all that is wrong then.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html
 */
export const readAuthorization = async (ctx: Context, request: OAuthRequest): Promise<AuthorizationRequest> => {
  const { parameters, repeated } = request
  if (repeated.has('client_id') || repeated.has('redirect_uri')) throw new PageError('invalid_request')
  const place = await requirePlace(ctx, request)
  const redirectUri = redirectUriOf(place.client, parameters.get('redirect_uri'))
  const given = parameters.get('response_type')
  const responseType = given === 'token' ? 'token' : 'code'
  const state = repeated.has('state') ? undefined : parameters.get('state')
  const refuse: Refuse = (code, description) =>
    new ReturnedError(
      { pool: place.pool, redirectUri, responseType, state: state?.slice(0, MAX_TEXT) },
      code,
      description,
    )
  if (repeated.size > 0) throw refuse('invalid_request', 'A parameter is given more than once')
  checkResponseType(place, given, refuse)
  const scope = await scopeOf(ctx, place, parameters.get('scope'), refuse)
  refuseUnsupported(parameters, responseType, refuse)
  return {
    ...place,
    redirectUri,
    responseType,
    state,
    scope,
    nonce: parameters.get('nonce'),
    challenge: challengeOf(parameters, refuse),
    resource: resourceOf(parameters, refuse),
    prompt: promptOf(parameters, refuse),
    maxAgeSeconds: maxAgeOf(parameters, refuse),
    loginHint: parameters.get('login_hint'),
    hintedSub: await hintedSubOf(ctx, place, parameters.get('id_token_hint'), refuse),
    // The plan without levels ignores them.
    acrValues: (place.pool.settings.userPoolTier !== 'LITE' && parameters.get('acr_values')) || '',
    identityProvider: parameters.get('identity_provider'),
  }
}
