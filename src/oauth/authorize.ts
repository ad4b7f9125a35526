import type { Context } from '../context.ts'
import type { AuthorizationRequest } from '../domain/authorization-request.ts'
import { servesClient } from '../domain/sso-session.ts'
import { issueCode, issueTokens } from '../flows/authorization/grant.ts'
import { findSsoSession, type StandingSession } from '../flows/sso/session.ts'
import { fulfilsAcrValues } from '../flows/sso/wish.ts'
import { issuerOf } from '../flows/tokens/issuer.ts'
import { deviates } from './deviations.ts'
import { errorMembers, toOAuthError } from './errors.ts'
import { type Answer, type OAuthRequest, redirectAnswer, viaOf } from './message.ts'
import { hasOpenid } from './openid.ts'
import { type ReturnAddress, ReturnedError } from './request.ts'

const SECOND_MS = 1000

/** Takes members back to the client: in the query, or in the fragment where tokens are among what may come. */
const returnTo = (
  ctx: Pick<Context, 'settings'>,
  { pool, redirectUri, responseType, state }: ReturnAddress,
  members: Readonly<Record<string, string>>,
): Answer => {
  const iss = deviates(pool, 'no-issuer') ? {} : { iss: issuerOf(ctx.settings, pool) }
  const added = new URLSearchParams({ ...members, ...iss, ...(state !== undefined && { state }) })
  if (responseType === 'token') return redirectAnswer(`${redirectUri}#${added}`)
  return redirectAnswer(`${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${added}`)
}

/** Takes an error back to the client that asked (RFC 6749 section 4.1.2.1). */
export const returnError = (ctx: Pick<Context, 'settings'>, error: ReturnedError): Answer =>
  returnTo(ctx, error.to, errorMembers(error))

const implicitMembers = async (
  ctx: Context,
  request: AuthorizationRequest,
  standing: StandingSession,
  from: OAuthRequest,
): Promise<Record<string, string>> => {
  const { idToken, accessToken, expiresIn } = await issueTokens(ctx, request, standing, viaOf(from))
  const id = hasOpenid(request.scope) && { id_token: idToken }
  return { ...id, access_token: accessToken, token_type: 'bearer', expires_in: String(expiresIn) }
}

/**
 * Sends the browser back to the client with what it asked for on behalf of a user who is signed in.
 * Raises ReturnedError for what functions and limits refuse, and where it is another user than the client means.
 */
export const grant = async (
  ctx: Context,
  request: AuthorizationRequest,
  standing: StandingSession,
  from: OAuthRequest,
): Promise<Answer> => {
  const { hintedSub } = request
  if (hintedSub !== undefined && hintedSub !== standing.user.sub) throw new ReturnedError(request, 'login_required')
  const make = async (): Promise<Record<string, string>> =>
    request.responseType === 'token'
      ? implicitMembers(ctx, request, standing, from)
      : { code: await issueCode(ctx, request, standing, viaOf(from)) }
  try {
    return returnTo(ctx, request, await make())
  } catch (error) {
    const known = toOAuthError(error, 'access_denied')
    throw known ? new ReturnedError(request, known.code, known.description) : error
  }
}

/** Whether a session is recent enough, and of the user whom the client means. */
export const isRecent = (
  ctx: Pick<Context, 'now'>,
  request: AuthorizationRequest,
  { session }: StandingSession,
): boolean => {
  const { pool, client, prompt, maxAgeSeconds, hintedSub } = request
  const now = ctx.now()
  if (hintedSub !== undefined && session.sub !== hintedSub) return false
  if (prompt.has('login') || !servesClient(session, { pool, client, now })) return false
  return maxAgeSeconds === undefined || now - session.authTime <= maxAgeSeconds * SECOND_MS
}

/** A browser that asks: its cookie of the pool's session, and what pays for the answers that it gets without a page. */
export type Asking = {
  readonly cookie: string | undefined
  /** Spends one request of an operation's quota. Raises TooManyRequestsException. */
  spend(category: string): Promise<void>
}

/** What comes of a session counts as what comes of a refresh token, or one browser could fill the tables. */
const pay = async (request: AuthorizationRequest, spend: Asking['spend']): Promise<void> => {
  try {
    await spend('UserToken')
  } catch (error) {
    const known = toOAuthError(error)
    throw known ? new ReturnedError(request, known.code, known.description) : error
  }
}

/** What becomes of a request: an answer at once, or a sign-in. */
export type Decision = { readonly kind: 'answer'; readonly answer: Answer } | { readonly kind: 'sign-in' }

/**
 * Decides on a request for authorization: who is signed in goes back to the client at once, and others to
 * the sign-in page, unless the client wants to hear that they would. Raises ReturnedError.
 */
export const authorize = async (
  ctx: Context,
  request: AuthorizationRequest,
  from: OAuthRequest,
  { cookie, spend }: Asking,
): Promise<Decision> => {
  const standing = await findSsoSession(ctx, request.pool, cookie)
  if (standing && isRecent(ctx, request, standing) && (await fulfilsAcrValues(ctx, request, standing, viaOf(from)))) {
    await pay(request, spend)
    return { kind: 'answer', answer: await grant(ctx, request, standing, from) }
  }
  if (request.prompt.has('none')) throw new ReturnedError(request, 'login_required')
  return { kind: 'sign-in' }
}
