import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../context.ts'
import { authorize, returnError } from '../oauth/authorize.ts'
import { errorAnswer, OAuthError, PageError, toOAuthError } from '../oauth/errors.ts'
import { type Answer, jsonAnswer, type OAuthRequest, redirectAnswer } from '../oauth/message.ts'
import { register } from '../oauth/register.ts'
import { ReturnedError, readAuthorization } from '../oauth/request.ts'
import { revoke } from '../oauth/revoke.ts'
import { token } from '../oauth/token.ts'
import { userinfo } from '../oauth/userinfo.ts'
import type { CookieJar } from './cookies.ts'
import { formOf, metadataOf, queryOf, sendAnswer, toOAuthRequest } from './oauth-request.ts'

/** What the endpoints need beside the context. */
export type OAuthOptions = {
  readonly ctx: Context
  readonly cookies: CookieJar
  readonly spend: (category: string) => Promise<void>
}

const CORS = { 'access-control-allow-origin': '*' }

/** Everything that goes wrong where a browser asks: taken back to the client, or shown on the error page. */
export const browserError = (ctx: Context, error: unknown, requestId: string): Answer => {
  if (error instanceof ReturnedError) return returnError(ctx, error)
  if (error instanceof PageError) {
    const client = error.clientId === undefined ? {} : { client_id: error.clientId }
    return redirectAnswer(`/error?${new URLSearchParams({ error: error.code, ...client })}`)
  }
  const known = toOAuthError(error, 'invalid_request')
  if (!known) ctx.log.error({ err: error, requestId }, 'request failed')
  return redirectAnswer(`/error?${new URLSearchParams({ error: known?.code ?? 'server_error' })}`)
}

/** The endpoints of a user pool's domain that clients talk to, and the one that begins a sign-in. */
export const oauthRoutes = (app: FastifyInstance, { ctx, cookies, spend }: OAuthOptions): void => {
  /** An endpoint that answers in JSON, to any page. */
  const json =
    (
      endpoint: (request: OAuthRequest, raw: FastifyRequest) => Promise<Answer>,
      textOf: (request: FastifyRequest) => string,
    ) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const answer = async (): Promise<Answer> => {
        try {
          return await endpoint(toOAuthRequest(request, textOf(request)), request)
        } catch (error) {
          const known = toOAuthError(error)
          if (known) return errorAnswer(known)
          ctx.log.error({ err: error, requestId: request.id }, 'request failed')
          return jsonAnswer({ error: 'server_error' }, 500)
        }
      }
      const { status, headers, body } = await answer()
      return sendAnswer(request, reply, {
        status,
        headers: { ...CORS, ...headers },
        ...(body !== undefined && { body }),
      })
    }

  const only = (methods: string) => (request: FastifyRequest, reply: FastifyReply) =>
    sendAnswer(request, reply, {
      ...errorAnswer(new OAuthError('invalid_request', `The method must be ${methods}`, { status: 405 })),
      headers: { ...CORS, allow: methods, 'content-type': 'application/json;charset=UTF-8' },
    })

  const begin =
    (textOf: (request: FastifyRequest) => string) => async (request: FastifyRequest, reply: FastifyReply) => {
      const answer = async (): Promise<Answer> => {
        try {
          const text = textOf(request)
          const from = toOAuthRequest(request, text)
          const authorization = await readAuthorization(ctx, from)
          const { sessions } = cookies.read(request.headers.cookie)
          const cookie = sessions.get(authorization.pool.id)
          const decision = await authorize(ctx, authorization, from, { cookie, spend })
          return decision.kind === 'answer'
            ? decision.answer
            : redirectAnswer(`/login?${new URLSearchParams([...from.parameters])}`)
        } catch (error) {
          return browserError(ctx, error, request.id)
        }
      }
      return sendAnswer(request, reply, await answer())
    }

  app.post(
    '/oauth2/token',
    json((request) => token(ctx, request, spend), formOf),
  )
  app.post(
    '/oauth2/revoke',
    json((request) => revoke(ctx, request), formOf),
  )
  app.get(
    '/oauth2/userInfo',
    json(
      (request) => userinfo(ctx, request),
      () => '',
    ),
  )
  app.post(
    '/oauth2/userInfo',
    json((request) => userinfo(ctx, request), formOf),
  )
  app.post(
    '/oauth2/register',
    json(async (request, raw) => {
      await spend('ClientRegistration')
      return register(ctx, request, () => metadataOf(raw))
    }, queryOf),
  )
  app.get('/oauth2/authorize', begin(queryOf))
  app.post('/oauth2/authorize', begin(formOf))
  for (const [url, methods] of [
    ['/oauth2/token', 'POST'],
    ['/oauth2/revoke', 'POST'],
    ['/oauth2/register', 'POST'],
  ] as const) {
    app.route({ method: ['GET', 'PUT', 'DELETE', 'PATCH'], url, handler: only(methods) })
  }
}
