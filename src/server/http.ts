import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Context } from '../context.ts'
import { fault } from '../domain/errors.ts'
import { type ApiAnswer, answerFault, makeApi, TOO_LARGE } from './api.ts'
import { makeCookies } from './cookies.ts'
import { discoveryRoutes } from './discovery.ts'
import { healthRoutes } from './health.ts'
import type { Authenticate } from './iam.ts'
import { importLogRoutes } from './import-log.ts'
import { logoRoutes } from './logos.ts'
import { lookRoutes } from './look.ts'
import { oauthRoutes } from './oauth.ts'
import { signInPageRoutes } from './pages.ts'
import { plainPageRoutes } from './plain-pages.ts'
import { UPLOAD_ROUTE, uploadRoutes } from './uploads.ts'

/** The largest API request of all operations, in bytes. */
const MAX_BODY = 2 * 1024 * 1024
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
}
const PREFLIGHT = {
  ...CORS,
  'access-control-allow-methods': 'POST, GET, OPTIONS',
  'access-control-allow-headers':
    'authorization, content-type, cache-control, x-amz-content-sha256, x-amz-date, x-amz-security-token, x-amz-target, x-amz-user-agent, amz-sdk-invocation-id, amz-sdk-request',
  'access-control-max-age': '172800',
}

/** Files may take their time; other bodies may not (below). */
const LONGEST_REQUEST_MS = 900_000
const BODY_MS = 30_000

/** Ends a request whose body does not come. */
const limitBody = (request: IncomingMessage) => {
  const timer = setTimeout(() => {
    if (!request.complete) request.destroy()
  }, BODY_MS).unref()
  request.once('close', () => clearTimeout(timer))
}

/** What the routes need. */
export type HttpOptions = {
  ctx: Context
  authenticate: Authenticate
  spend: (category: string) => Promise<void>
  trustedProxies: readonly string[]
  /** Routes that only some modes have. */
  extend?: (app: FastifyInstance) => void
}

/**
 * Answers past Fastify's own sending, which adds a charset that the service's content type has not.
 * Headers and body leave in one write.
 */
const send = (reply: FastifyReply, { status, headers, body }: ApiAnswer) => {
  reply.hijack()
  // A server that stops ends its connections with their answers.
  const isStopping = !reply.server.server.listening
  reply.raw.writeHead(status, {
    ...headers,
    ...CORS,
    'content-length': Buffer.byteLength(body),
    ...(isStopping && { connection: 'close' }),
  })
  reply.raw.end(body)
}

/** What HTTP itself refuses, as the service's errors. */
const refusal = (error: { statusCode?: number; code?: string }) => {
  if (error.statusCode === 413) return fault('RequestEntityTooLargeException', TOO_LARGE)
  return fault('SerializationException', 'The request cannot be read.')
}

/** Builds the server's routes over a context. `listen` and `close` are the caller's. */
export const buildHttp = ({ ctx, authenticate, spend, trustedProxies, extend }: HttpOptions): FastifyInstance => {
  const app = Fastify({
    bodyLimit: MAX_BODY,
    requestTimeout: LONGEST_REQUEST_MS,
    connectionTimeout: 60_000,
    keepAliveTimeout: 65_000,
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 2_000, maxHeaderSize: 16_384 },
    forceCloseConnections: 'idle',
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    genReqId: () => randomUUID(),
    onProtoPoisoning: 'ignore', // bodies are parsed by wire/json.ts alone
    logger: false,
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

  const api = makeApi({ ctx, authenticate, spend })
  const peerOf = (request: FastifyRequest) => ({
    ipAddress: request.ip,
    userAgent: request.headers['user-agent'],
    requestId: request.id,
  })

  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url !== UPLOAD_ROUTE) limitBody(request.raw)
    if (request.headers['content-encoding'] !== undefined) {
      return send(
        reply,
        answerFault(fault('SerializationException', 'Compressed requests are not supported.'), request.id),
      )
    }
    return undefined
  })
  app.post('/', async (request, reply) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const { method, url, headers } = request
    send(reply, await api({ method, url, headers, body }, peerOf(request)))
  })
  app.options('/*', async (_request, reply) => reply.code(200).headers(PREFLIGHT).send())
  discoveryRoutes(app, ctx)
  healthRoutes(app, ctx)
  logoRoutes(app, ctx)
  uploadRoutes(app, ctx)
  importLogRoutes(app, ctx, authenticate)
  lookRoutes(app, ctx)
  const pages = { ctx, spend, cookies: makeCookies(ctx.settings.publicUrl.startsWith('https:')) }
  oauthRoutes(app, pages)
  signInPageRoutes(app, pages)
  plainPageRoutes(app, pages)
  extend?.(app)

  app.setNotFoundHandler((request, reply) => {
    const error = fault('UnknownOperationException', 'The server did not understand the operation that was requested.')
    send(reply, { ...answerFault(error, request.id), status: 404 })
  })
  app.setErrorHandler((error: { statusCode?: number; code?: string }, request, reply) => {
    if (error.statusCode === undefined || error.statusCode >= 500) {
      ctx.log.error({ err: error, requestId: request.id }, 'request failed')
      send(reply, answerFault(fault('InternalErrorException'), request.id))
      return
    }
    send(reply, { ...answerFault(refusal(error), request.id), status: error.statusCode })
  })
  return app
}
