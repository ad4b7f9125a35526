import type { Context } from '../context.ts'
import { endSsoSession, findSsoSession } from '../flows/sso/session.ts'
import { readIdTokenHint } from '../flows/tokens/id-token-hint.ts'
import { deviates } from './deviations.ts'
import { PageError } from './errors.ts'
import type { OAuthRequest } from './message.ts'
import { findPlace, findPool, type Place } from './place.ts'

/** The cookies of a browser's sessions, by the pools that they are of. */
export type SessionCookies = ReadonlyMap<string, string>

/** What becomes of a logout: a redirect, after which the pools' cookies are gone, or a page. */
export type Logout =
  | { readonly kind: 'redirect'; readonly to: string; readonly poolIds: readonly string[] }
  /** Asks the user first: nobody has shown that it is the client who wants it. */
  | { readonly kind: 'confirm' }

/** What the sign-in page gets of a logout that leads back to it. */
const signInParameters = ['response_type', 'client_id', 'redirect_uri', 'scope', 'state', 'nonce'] as const

const end = async (ctx: Context, { pool }: Place, cookies: SessionCookies, to: string): Promise<Logout> => {
  await endSsoSession(ctx, pool, cookies.get(pool.id))
  return { kind: 'redirect', to, poolIds: [pool.id] }
}

/** The service's own two ways: to a registered URL, or back to the sign-in page. */
const endForClient = async (
  ctx: Context,
  place: Place,
  { parameters }: OAuthRequest,
  cookies: SessionCookies,
): Promise<Logout | undefined> => {
  const { client } = place
  const logoutUri = parameters.get('logout_uri')
  if (logoutUri !== undefined) {
    if (!client.settings.logoutURLs?.includes(logoutUri)) throw new PageError('redirect_mismatch', client.id)
    return end(ctx, place, cookies, logoutUri)
  }
  const redirectUri = parameters.get('redirect_uri')
  if (redirectUri === undefined || !parameters.has('response_type')) return undefined
  if (!client.settings.callbackURLs?.includes(redirectUri)) throw new PageError('redirect_mismatch', client.id)
  const query = new URLSearchParams()
  for (const name of signInParameters) {
    const value = parameters.get(name)
    if (value !== undefined) query.set(name, value)
  }
  return end(ctx, place, cookies, `/login?${query}`)
}

/** The client of a logout by OpenID Connect, which its ID token shows. Raises PageError for a token that does not. */
const hintedPlace = async (ctx: Context, { parameters, host }: OAuthRequest, clientId: string | undefined) => {
  const hint = parameters.get('id_token_hint')
  if (hint === undefined) return undefined
  const read = await readIdTokenHint(ctx, hint)
  const place = read && (await findPlace(ctx, host, read.clientId))
  if (!place || place.pool.id !== read.pool.id || (clientId !== undefined && clientId !== read.clientId)) {
    throw new PageError('invalid_request', clientId)
  }
  return { ...place, sub: read.sub }
}

/** The standard's way. Without a token that says who is meant, the user is asked. */
const endByHint = async (
  ctx: Context,
  request: OAuthRequest,
  cookies: SessionCookies,
  clientId: string | undefined,
): Promise<Logout> => {
  const { parameters } = request
  const target = parameters.get('post_logout_redirect_uri')
  const hinted = await hintedPlace(ctx, request, clientId)
  if (target === undefined) return { kind: 'confirm' }
  if (!hinted?.client.settings.logoutURLs?.includes(target)) throw new PageError('redirect_mismatch', clientId)
  const standing = await findSsoSession(ctx, hinted.pool, cookies.get(hinted.pool.id))
  if (standing && standing.user.sub !== hinted.sub) return { kind: 'confirm' }
  const state = parameters.get('state')
  const added = state === undefined ? '' : `${target.includes('?') ? '&' : '?'}${new URLSearchParams({ state })}`
  return end(ctx, hinted, cookies, target + added)
}

/** As many cookies as browsers keep of a site at least (RFC 6265 section 6.1); more come from no browser. */
const MAX_SESSIONS = 50

/** The pools that a request without a client speaks of: that of its host, or those of the browser's sessions. */
const pools = async (ctx: Context, { host }: OAuthRequest, cookies: SessionCookies) => {
  const own = await findPool(ctx, host)
  if (own) return [own]
  const ids = [...cookies.keys()].slice(0, MAX_SESSIONS)
  const found = await Promise.all(ids.map((id) => ctx.store.pools.find(id)))
  return found.filter((pool) => pool !== undefined)
}

/**
 * Ends the browser's session with the pages. JSON Web Tokens stay valid. Raises PageError where the service
 * shows an error page, which in a strict pool is for what cannot be trusted only.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html
 * @see https://openid.net/specs/openid-connect-rpinitiated-1_0.html
 */
export const logout = async (ctx: Context, request: OAuthRequest, cookies: SessionCookies): Promise<Logout> => {
  const { parameters, repeated, host } = request
  if (repeated.size > 0) throw new PageError('invalid_request')
  const clientId = parameters.get('client_id')
  const place = await findPlace(ctx, host, clientId)
  if (clientId !== undefined && !place) throw new PageError('invalid_client')
  const ended = place && (await endForClient(ctx, place, request, cookies))
  if (ended) return ended
  const concerned = place ? [place.pool] : await pools(ctx, request, cookies)
  const hinted = concerned.length === 0 ? await hintedPlace(ctx, request, clientId) : undefined
  const all = hinted ? [hinted.pool] : concerned
  const asService = all.some((pool) => deviates(pool, 'silent-logout'))
  if (asService) throw new PageError('invalid_request', clientId)
  return endByHint(ctx, request, cookies, clientId)
}

/** Ends all sessions that a confirmed logout is about, and tells of which pools. */
export const logoutConfirmed = async (
  ctx: Context,
  request: OAuthRequest,
  cookies: SessionCookies,
): Promise<readonly string[]> => {
  const concerned = await pools(ctx, request, cookies)
  await Promise.all(concerned.map((pool) => endSsoSession(ctx, pool, cookies.get(pool.id))))
  return concerned.map(({ id }) => id)
}
