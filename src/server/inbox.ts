import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../context.ts'
import { toPlainText } from '../domain/plain-text.ts'
import { type KeptMessage, readInbox } from '../flows/messages/inbox.ts'
import { inboxPage, stylesHash } from '../pages/inbox.ts'

const ALL = 1000
const ON_PAGE = 100

/** A name of this machine itself. Another Host is a page elsewhere whose name was pointed at us (DNS rebinding). */
export const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src '${stylesHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

const loopbackOnly = async (request: FastifyRequest, reply: FastifyReply) => {
  if (LOOPBACK_HOST.test(request.headers.host ?? '')) return undefined
  return reply.code(403).headers(HEADERS).type('text/plain; charset=utf-8').send('Open this page as localhost.\n')
}

/** One recipient, given once; a `+` that was not encoded is taken for itself, as addresses have no blanks. */
const recipientOf = (request: FastifyRequest) => {
  const { to } = request.query as { to?: unknown } // whatever the query string holds
  return typeof to === 'string' && to !== '' ? to.trimEnd().replaceAll(' ', '+') : undefined
}

const toJson = ({ to, medium, subject, body, code, link, poolId, username, keptAt }: KeptMessage) => ({
  to,
  medium,
  subject: subject ?? null,
  body,
  code: code ?? null,
  link: link ?? null,
  poolId,
  username,
  sentAt: new Date(keptAt).toISOString(),
})

const toShown = (message: KeptMessage) => {
  const { body, medium, text } = message
  return {
    ...toJson(message),
    text: medium === 'EMAIL' ? (text ?? toPlainText(body)) : body,
    source: medium === 'EMAIL' && /<[a-z!]/i.test(body) ? body : undefined,
  }
}

/** The messages that dev mode keeps in place of sending them: a page for people, JSON for tests. */
export const inboxRoutes = (app: FastifyInstance, ctx: Context): void => {
  app.get('/_cenote/inbox.json', { onRequest: loopbackOnly }, async (request, reply) => {
    const messages = await readInbox(ctx, recipientOf(request), ALL)
    return reply
      .headers(HEADERS)
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(messages.map(toJson)))
  })
  app.get('/_cenote/inbox', { onRequest: loopbackOnly }, async (request, reply) => {
    const to = recipientOf(request)
    const messages = await readInbox(ctx, to, ON_PAGE)
    const page = inboxPage({ to, messages: messages.map(toShown) })
    return reply.headers(HEADERS).type('text/html; charset=utf-8').send(page.text)
  })
}
