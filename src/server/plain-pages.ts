import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { fault, ServiceError } from '../domain/errors.ts'
import { confirmSignUp } from '../flows/sign-up/confirm.ts'
import { logout, logoutConfirmed } from '../oauth/logout.ts'
import { type Answer, type OAuthRequest, type Parameters, redirectAnswer, viaOf } from '../oauth/message.ts'
import { findPlace, type Place } from '../oauth/place.ts'
import type { Frame } from '../pages/frame.ts'
import { confirmLinkPage, confirmSignOutPage, continuePage, errorPage, signedOutPage } from '../pages/index.ts'
import { errorText } from '../pages/text.ts'
import { type Browser, browserOf, forbidden, isOwnPost } from './browser.ts'
import type { Cookies } from './cookies.ts'
import { frameOf, languageOf } from './frames.ts'
import { plainLook } from './look.ts'
import { browserError, type OAuthOptions } from './oauth.ts'
import { formOf, formParameters, queryOf, sendAnswer, toOAuthRequest } from './oauth-request.ts'
import { htmlAnswer } from './page-answer.ts'

/** A request for a page that needs no client, though it may name one. */
type Arrival = {
  readonly from: OAuthRequest
  readonly form: Parameters
  readonly place: Place | undefined
  readonly frame: Frame
  readonly cookies: Cookies
  readonly browser: Browser
}

/** What an error's code looks like: nobody's sentences get onto the page. */
const CODE = /^[a-z_]{1,64}$/

/** The address at which somebody may sign in at a client, where its pages can lead back to it. */
const signInAddress = ({ client }: Place): string | undefined => {
  const { settings } = client
  const redirectUri = settings.defaultRedirectURI ?? settings.callbackURLs?.[0]
  if (!settings.allowedOAuthFlowsUserPoolClient || redirectUri === undefined) return undefined
  const responseType = settings.allowedOAuthFlows?.includes('code') ? 'code' : 'token'
  return `/login?${new URLSearchParams({ client_id: client.id, response_type: responseType, redirect_uri: redirectUri })}`
}

/**
 * What is told of a link that does not work. Nobody gave a name or a password here; of a link for somebody who is
 * confirmed, or is not there, the page says that it is no longer good.
 */
const ofLink = (error: ServiceError): ServiceError =>
  ['NotAuthorizedException', 'UserNotFoundException'].includes(error.name) ? fault('ExpiredCodeException') : error

/** Pages that are reached without a client's request: errors, the end of a session, and the link of a message. */
export const plainPageRoutes = (app: FastifyInstance, { ctx, cookies: jar, spend }: OAuthOptions): void => {
  const arrive = async (request: FastifyRequest, isPost: boolean): Promise<Arrival> => {
    const query = queryOf(request)
    const form = isPost ? formParameters(request) : new Map<string, string>()
    const from = toOAuthRequest(request, query === '' && isPost ? formOf(request) : query)
    const cookies = jar.read(request.headers.cookie)
    const browser = browserOf(ctx, jar, cookies)
    const place = await findPlace(ctx, from.host, from.parameters.get('client_id'))
    const path = request.routeOptions.url ?? '/'
    const frame: Frame = place
      ? await frameOf(ctx, { ...place, from, cookies, browser, path })
      : { language: languageOf(from, cookies), languages: [], look: plainLook, csrf: browser.secret }
    return { from, form, place, frame, cookies, browser }
  }

  const serve =
    (act: (arrival: Arrival, request: FastifyRequest) => Promise<Answer>, isPost = false) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const answer = async (): Promise<Answer> => {
        try {
          const arrival = await arrive(request, isPost)
          const made = await act(arrival, request)
          return { ...made, cookies: [...arrival.browser.setCookies, ...(made.cookies ?? [])] }
        } catch (error) {
          return browserError(ctx, error, request.id)
        }
      }
      return sendAnswer(request, reply, await answer())
    }

  const endSessions = (poolIds: readonly string[]) => poolIds.map((poolId) => jar.endSession(poolId))

  const signOut = async ({ from, frame, cookies }: Arrival): Promise<Answer> => {
    const outcome = await logout(ctx, from, cookies.sessions)
    if (outcome.kind === 'redirect') {
      return { ...redirectAnswer(outcome.to), cookies: endSessions(outcome.poolIds) }
    }
    return htmlAnswer(confirmSignOutPage(frame, { action: '/logout' }), { status: 200 })
  }

  /** The form of the page that asks; a post without its token is a client's own request. */
  const confirmSignOut = async (arrival: Arrival, request: FastifyRequest): Promise<Answer> => {
    const { from, form, frame, browser, cookies } = arrival
    if (!form.has('_csrf')) return signOut(arrival)
    if (!isOwnPost(request, browser, form)) return forbidden(frame)
    const ended = await logoutConfirmed(ctx, from, cookies.sessions)
    return { ...htmlAnswer(signedOutPage(frame, { links: {} }), { status: 200 }), cookies: endSessions(ended) }
  }

  /** Asks for a click: programs that look at the links of messages confirm nobody so. */
  const showLink = async ({ from, frame }: Arrival): Promise<Answer> =>
    htmlAnswer(confirmLinkPage(frame, { action: `/confirmUser?${new URLSearchParams([...from.parameters])}` }), {
      status: 200,
    })

  const followLink = async (
    { from, form, frame, place, browser }: Arrival,
    request: FastifyRequest,
  ): Promise<Answer> => {
    if (!isOwnPost(request, browser, form)) return forbidden(frame)
    const { parameters } = from
    const [username, code] = [parameters.get('user_name'), parameters.get('confirmation_code')]
    const isClear = from.repeated.size === 0
    if (!isClear || !place || username === undefined || code === undefined)
      return htmlAnswer(errorPage(frame, {}), { status: 400 })
    try {
      await spend('UserCreation')
      await confirmSignUp(ctx, { ...place, username, code, forceAlias: false, session: undefined, via: viaOf(from) })
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      return htmlAnswer(errorPage(frame, { message: errorText(frame.language, ofLink(error)) }), { status: 400 })
    }
    const href = signInAddress(place)
    return htmlAnswer(continuePage(frame, { done: 'accountConfirmed', ...(href !== undefined && { href }) }), {
      status: 200,
    })
  }

  app.get(
    '/error',
    serve(async ({ from, frame }) => {
      const code = from.parameters.get('error')
      const isCode = code !== undefined && CODE.test(code)
      return htmlAnswer(errorPage(frame, isCode ? { code } : {}), { status: 400 })
    }),
  )
  app.get('/logout', serve(signOut))
  app.post('/logout', serve(confirmSignOut, true))
  app.get('/confirmUser', serve(showLink))
  app.post('/confirmUser', serve(followLink, true))
}
