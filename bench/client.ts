/**
 * The bench measures Cenote and its most used peer side by side. It knows both only from outside: it speaks
 * AWS JSON 1.1, and HTML forms, to a loopback port and imports nothing from `src`.
 *
 * This file is the caller: one request as headers, as raw bytes for the load generator, or as one awaited call.
 */
import { createHash, createHmac } from 'node:crypto'

export type Credentials = { AccessKeyId: string; SecretAccessKey: string }

/** Where a product listens, and the access key that signs for it. */
export type Endpoint = { port: number; credentials: Credentials }

/** One operation to call. `signed` operations carry a Signature Version 4 header, the others none. */
export type ApiRequest = { operation: string; input: object; signed: boolean }

/** What browsers and clients of OAuth send: a page or an endpoint to get, or a form to post to it. */
export type WebRequest = { path: string; form?: Record<string, string>; headers?: Record<string, string> }

/** The Region of every credential scope, and so of every pool. */
export const region = 'us-east-1'
const service = 'cognito-idp'
const contentType = 'application/x-amz-json-1.1'
const signedHeaders = 'content-type;host;x-amz-date;x-amz-target'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

const signingKeys = new Map<string, Buffer>()

/** The key of one secret and day, derived once: a generator that derived it per request would measure itself. */
function signingKey(secret: string, day: string): Buffer {
  const name = `${day}/${secret}`
  const known = signingKeys.get(name)
  if (known) return known
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`) as Buffer
  signingKeys.set(name, key)
  return key
}

/** The Authorization header over exactly the headers named in `signedHeaders`. */
function authorization(credentials: Credentials, date: string, headers: Record<string, string>, body: string): string {
  const day = date.slice(0, 8)
  const scope = `${day}/${region}/${service}/aws4_request`
  const named = signedHeaders.split(';').map((name) => `${name}:${headers[name]}\n`)
  const canonical = `POST\n/\n\n${named.join('')}\n${signedHeaders}\n${sha256(body)}`
  const toSign = `AWS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical)}`
  const signature = hmac(signingKey(credentials.SecretAccessKey, day), toSign).toString('hex')
  return `AWS4-HMAC-SHA256 Credential=${credentials.AccessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`
}

function headersOf(endpoint: Endpoint, request: ApiRequest, body: string): Record<string, string> {
  const headers: Record<string, string> = {
    host: `127.0.0.1:${endpoint.port}`,
    'content-type': contentType,
    'x-amz-target': `AWSCognitoIdentityProviderService.${request.operation}`,
  }
  if (!request.signed) return headers
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  headers['x-amz-date'] = date
  headers.authorization = authorization(endpoint.credentials, date, headers, body)
  return headers
}

type Message = { method: 'GET' | 'POST'; path: string; headers: Record<string, string>; body: string }

/** What is sent for a request. Signed now, so good for AWS's five minutes of clock skew. */
export function messageOf(endpoint: Endpoint, request: ApiRequest | WebRequest): Message {
  if ('operation' in request) {
    const body = JSON.stringify(request.input)
    return { method: 'POST', path: '/', headers: headersOf(endpoint, request, body), body }
  }
  const { path, form, headers = {} } = request
  const host = { host: `127.0.0.1:${endpoint.port}`, ...headers }
  if (!form) return { method: 'GET', path, headers: host, body: '' }
  const body = new URLSearchParams(form).toString()
  return { method: 'POST', path, headers: { ...host, 'content-type': 'application/x-www-form-urlencoded' }, body }
}

/** The whole HTTP/1.1 request, ready for a socket. */
export function toBytes(endpoint: Endpoint, request: ApiRequest | WebRequest): Buffer {
  const { method, path, headers, body } = messageOf(endpoint, request)
  const all = { ...headers, ...(method === 'POST' && { 'content-length': String(Buffer.byteLength(body)) }) }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`)
}

/** An answer as scenarios see it: parsed JSON, where a redirect leads (`location`), or the text of a page (`text`). */
export function readAnswer(location: string | null, text: string): Record<string, unknown> {
  if (location !== null) return { location }
  return text.startsWith('{') ? JSON.parse(text) : { text }
}

/** Calls once, with the cookies that the answer sets. Raises for errors, with the body in the message. */
export async function exchange(endpoint: Endpoint, request: ApiRequest | WebRequest) {
  const { method, path, headers, body } = messageOf(endpoint, request)
  const init = { method, headers, redirect: 'manual' as const, ...(method === 'POST' && { body }) }
  const response = await fetch(`http://127.0.0.1:${endpoint.port}${path}`, init)
  const text = await response.text()
  if (response.status >= 400) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`)
  const cookies = response.headers.getSetCookie().map((line) => line.split(';', 1)[0] ?? '')
  return { answer: readAnswer(response.headers.get('location'), text), cookies }
}

/** Calls once and answers the parsed body. Raises for errors, with the body in the message. */
export const call = async (endpoint: Endpoint, request: ApiRequest | WebRequest): Promise<Record<string, unknown>> =>
  (await exchange(endpoint, request)).answer
