import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AuthorizationRequest } from '../domain/authorization-request.ts'
import { endSsoSession, findSsoSession } from '../flows/sso/session.ts'
import { fulfilsAcrValues } from '../flows/sso/wish.ts'
import { authorize, grant, isRecent } from '../oauth/authorize.ts'
import type { Answer, OAuthRequest, Parameters } from '../oauth/message.ts'
import { viaOf } from '../oauth/message.ts'
import { readAuthorization } from '../oauth/request.ts'
import type { Frame } from '../pages/frame.ts'
import { isLanguage } from '../pages/text.ts'
import { type PageRoute, pageRoutes, type Reply, type Visit } from '../pages/visits/index.ts'
import { type Browser, browserOf, forbidden, isOwnPost } from './browser.ts'
import type { Cookies } from './cookies.ts'
import { frameOf } from './frames.ts'
import { browserError, type OAuthOptions } from './oauth.ts'
import { formParameters, queryOf, sendAnswer, toOAuthRequest } from './oauth-request.ts'
import { htmlAnswer } from './page-answer.ts'

/** Parameters of pages' own, which no other page inherits. */
const ownParameters: ReadonlySet<string> = new Set(['step', 'done', '_csrf', 'error', 'error_description'])

const SECOND_MS = 1000

/** The addresses of pages, each with the request that led here in it. */
const addresses = (parameters: Parameters): Visit['to'] => {
  const inherited = Object.fromEntries([...parameters].filter(([name]) => !ownParameters.has(name)))
  return (path, changed = {}) => {
    const all = Object.entries({ ...inherited, ...changed })
    return `${path}?${new URLSearchParams(all.filter((entry): entry is [string, string] => entry[1] !== undefined))}`
  }
}

/** All that a visit is made of. */
type Arrival = {
  readonly from: OAuthRequest
  readonly authorization: AuthorizationRequest
  readonly frame: Frame
  readonly browser: Browser
  readonly cookies: Cookies
}

type SignedIn = Extract<Reply, { kind: 'signed-in' }>

/** The pages of user pools' domains. */
export const signInPageRoutes = (app: FastifyInstance, options: OAuthOptions): void => {
  const { ctx, cookies: jar, spend } = options

  const arrive = async (request: FastifyRequest): Promise<Arrival> => {
    const from = toOAuthRequest(request, queryOf(request))
    const authorization = await readAuthorization(ctx, from)
    const cookies = jar.read(request.headers.cookie)
    const browser = browserOf(ctx, jar, cookies)
    const frame = await frameOf(ctx, {
      ...authorization,
      from,
      cookies,
      browser,
      path: request.routeOptions.url ?? '/',
    })
    return { from, authorization, frame, browser, cookies }
  }

  const visitOf = async (
    { from, authorization, frame, browser, cookies }: Arrival,
    form: Visit['form'],
  ): Promise<Visit> => {
    const { parameters } = from
    const via = viaOf(from)
    const standing = await findSsoSession(ctx, authorization.pool, cookies.sessions.get(authorization.pool.id))
    return {
      ...{ authorization, frame, form, spend },
      step: parameters.get('step'),
      standing,
      isStepUp:
        authorization.acrValues !== '' &&
        standing !== undefined &&
        isRecent(ctx, authorization, standing) &&
        !parameters.has('other') &&
        !(await fulfilsAcrValues(ctx, authorization, standing, via)),
      browser: browser.secret,
      keptName: cookies.username,
      done: parameters.get('done'),
      addsPasskey: parameters.get('add') === 'passkey',
      via,
      to: addresses(parameters),
    }
  }

  /** Where somebody goes who has just signed in: back to the client, or to the page of passkeys first. */
  const onward = async (visit: Visit, { from }: Arrival, { opened, next }: SignedIn): Promise<Answer> => {
    const { authorization } = visit
    if (next === 'passkey') return { status: 303, headers: { location: visit.to('/passkeys/add') } }
    const standing = await findSsoSession(ctx, authorization.pool, opened.cookie)
    // The user was suspended a moment ago.
    if (!standing) return { status: 303, headers: { location: visit.to('/login') } }
    return grant(ctx, authorization, standing, from).catch((error) => browserError(ctx, error, from.requestId))
  }

  const signedIn = async (visit: Visit, arrival: Arrival, reply: SignedIn): Promise<Answer> => {
    const { pool } = visit.authorization
    const { cookie, session } = reply.opened
    // The session that this browser had before is nobody's any more.
    await endSsoSession(ctx, pool, arrival.cookies.sessions.get(pool.id))
    const lifetime = Math.ceil((session.expiresAt - ctx.now()) / SECOND_MS)
    const cookies = [jar.session(pool.id, cookie, lifetime), jar.username(reply.keepName ?? '')]
    return { ...(await onward(visit, arrival, reply)), status: 303, cookies }
  }

  const toAnswer = async (visit: Visit, arrival: Arrival, reply: Reply): Promise<Answer> => {
    if (reply.kind === 'signed-in') return signedIn(visit, arrival, reply)
    const cookies = [...arrival.browser.setCookies, ...languageCookie(jar, arrival.from)]
    if (reply.kind === 'go') return { status: 303, headers: { location: reply.to }, cookies }
    return htmlAnswer(reply.page, { status: reply.status, leadsToClient: true, cookies })
  }

  const serve =
    (act: NonNullable<PageRoute['act']>, isPost: boolean) => async (request: FastifyRequest, reply: FastifyReply) => {
      const answer = async (): Promise<Answer> => {
        try {
          const arrival = await arrive(request)
          const { authorization, from } = arrival
          // A client that wants no page to be shown gets none, whichever it asks for.
          if (authorization.prompt.has('none')) {
            const cookie = arrival.cookies.sessions.get(authorization.pool.id)
            const decision = await authorize(ctx, authorization, from, { cookie, spend })
            if (decision.kind === 'answer') return decision.answer
          }
          const form = isPost ? formParameters(request) : new Map<string, string>()
          if (isPost && !isOwnPost(request, arrival.browser, form)) {
            return forbidden(arrival.frame, addresses(from.parameters)('/login'))
          }
          const visit = await visitOf(arrival, form)
          return await toAnswer(visit, arrival, await act(ctx, visit))
        } catch (error) {
          const { status, ...rest } = browserError(ctx, error, request.id)
          return { ...rest, status: isPost && status === 302 ? 303 : status }
        }
      }
      return sendAnswer(request, reply, await answer())
    }

  for (const [path, route] of Object.entries(pageRoutes)) {
    if (route.show) app.get(path, serve(route.show, false))
    if (route.act) app.post(path, serve(route.act, true))
  }
}

/** Keeps a language that was asked for. */
const languageCookie = (jar: OAuthOptions['cookies'], { parameters }: OAuthRequest): readonly string[] => {
  const asked = parameters.get('lang')
  return asked !== undefined && isLanguage(asked) ? [jar.language(asked)] : []
}
