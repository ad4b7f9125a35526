import type { FastifyReply, FastifyRequest } from 'fastify'
import { ServiceError } from '../domain/errors.ts'
import { OAuthError } from '../oauth/errors.ts'
import { type Answer, type OAuthRequest, type Parameters, readParameters } from '../oauth/message.ts'
import { parseJson } from '../wire/json.ts'

/** What every answer of a pool's domain has, as the service sends it. */
const HEADERS = {
  'cache-control': 'no-cache, no-store, max-age=0, must-revalidate',
  pragma: 'no-cache',
  expires: '0',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
}

const JSON_TYPE = /^application\/json\s*(;|$)/i
const FORM = /^application\/x-www-form-urlencoded\s*(;|$)/i

/** The query of a request, as it came. */
export const queryOf = ({ raw }: FastifyRequest): string => {
  const url = raw.url ?? ''
  const mark = url.indexOf('?')
  return mark < 0 ? '' : url.slice(mark + 1)
}

/** The body of a form. Raises invalid_request for a body that is none. */
export const formOf = (request: FastifyRequest): string => {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  if (body.length > 0 && !FORM.test(request.headers['content-type'] ?? '')) {
    throw new OAuthError('invalid_request', 'The content type must be application/x-www-form-urlencoded')
  }
  return body.toString('utf8')
}

/** Far more than the metadata of a client needs. */
const MAX_METADATA = 32 * 1024

/** The JSON object of a request's body. Raises invalid_client_metadata (RFC 7591 section 3.2.2) for anything else. */
export const metadataOf = (request: FastifyRequest): object => {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const refuse = (text: string, status = 400) => new OAuthError('invalid_client_metadata', text, { status })
  if (body.length > MAX_METADATA) throw refuse('The metadata is too large', 413)
  if (!JSON_TYPE.test(request.headers['content-type'] ?? '')) throw refuse('The content type must be application/json')
  try {
    return parseJson(body)
  } catch (error) {
    throw error instanceof ServiceError ? refuse(error.message) : error
  }
}

/** A request as the endpoints read it; `text` is its query or its form. */
export const toOAuthRequest = (request: FastifyRequest, text: string): OAuthRequest => ({
  ...readParameters(text),
  authorization: request.headers.authorization,
  host: request.hostname.toLowerCase(),
  origin: { ipAddress: request.ip, userAgent: request.headers['user-agent'] },
  requestId: request.id,
})

/**
 * The fields of a form, of which empty ones count as not given. Raises invalid_request for a body that is none, and for
 * one in which a field is twice: whoever looks at forms on the way here may have read the other one.
 */
export const formParameters = (request: FastifyRequest): Parameters => {
  const { parameters, repeated } = toOAuthRequest(request, formOf(request))
  if (repeated.size > 0) throw new OAuthError('invalid_request', 'A field is given more than once')
  return parameters
}

/** Sends an answer with the headers of all. One without a body has no content type, which clients would hold against it. */
export const sendAnswer = (
  request: FastifyRequest,
  reply: FastifyReply,
  { status, headers, cookies = [], body }: Answer,
) =>
  reply
    .code(status)
    .headers({ 'x-amz-cognito-request-id': request.id, ...HEADERS, ...headers })
    .headers(cookies.length > 0 ? { 'set-cookie': [...cookies] } : {})
    .send(body)
