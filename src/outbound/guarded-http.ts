import { lookup as resolve } from 'node:dns'
import { type IncomingHttpHeaders, type IncomingMessage, request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { RequestFailure } from '../domain/request-failure.ts'
import { makeAddressRule } from './addresses.ts'

const TIMEOUT_MS = 5000
const MAX_BYTES = 512 * 1024

/** A request to a URL that somebody else has chosen. GET unless there is a method. */
export type GuardedRequest = {
  readonly url: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Its answer, whatever the status. A redirect is an answer like any other: nobody follows it. */
export type GuardedAnswer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer }

/** Asks other servers. Raises RequestFailure for whatever is no answer. */
export type GuardedHttp = (request: GuardedRequest) => Promise<GuardedAnswer>

const forbidden = () => new RequestFailure('refused', 'the address may not be asked')

/** Resolves names as connections do, at the time when they are made, and keeps the addresses that may be asked. */
const guardedLookup =
  (mayAsk: (address: string) => boolean): LookupFunction =>
  (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return done(error, [])
      const addresses = found.filter(({ address }) => mayAsk(address))
      const [first] = addresses
      if (!first) return done(forbidden(), [])
      if (options.all) done(null, addresses)
      else done(null, first.address, first.family)
    })
  }

const parse = (text: string) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') throw new RequestFailure('refused', 'not a web address')
  if (url.username || url.password) throw new RequestFailure('refused', 'a password in the URL')
  return url
}

const readBody = async (answer: IncomingMessage, maxBytes: number): Promise<Buffer> => {
  const tooLarge = () => new RequestFailure('too-large', `an answer of more than ${maxBytes} bytes`)
  if (Number(answer.headers['content-length'] ?? 0) > maxBytes) throw tooLarge()
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer) {
    size += (chunk as Buffer).length // no encoding is set: all chunks are bytes
    if (size > maxBytes) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const toFailure = (error: unknown): RequestFailure => {
  if (error instanceof RequestFailure) return error
  const { name, code } = error as { name?: string; code?: string }
  if (name === 'TimeoutError' || name === 'AbortError') return new RequestFailure('timeout', 'no answer in time')
  return new RequestFailure('down', code ?? name ?? 'failed')
}

/** What may be asked beside public servers, and the limits, which tests lower. */
export type GuardedHttpOptions = {
  readonly allowed: readonly string[]
  readonly timeoutMs?: number
  readonly maxBytes?: number
}

/**
 * Opens the one way to URLs that administrators of pools and other servers have written down. It
 * connects to public addresses and those of the `allowed` networks only, judged when the connection is
 * made and as it is made, so that a name cannot mean something else in between. It follows no
 * redirect, waits 5 seconds for the whole answer and reads 512 KiB of it. No two requests share a
 * connection.
 */
export const openGuardedHttp = ({
  allowed,
  timeoutMs = TIMEOUT_MS,
  maxBytes = MAX_BYTES,
}: GuardedHttpOptions): GuardedHttp => {
  const mayAsk = makeAddressRule(allowed)
  const lookup = guardedLookup(mayAsk)
  const send = ({ url: text, method = 'GET', headers, body }: GuardedRequest, signal: AbortSignal) =>
    new Promise<GuardedAnswer>((done, fail) => {
      const url = parse(text)
      const host = url.hostname.replace(/^\[|\]$/g, '')
      if (isIP(host) !== 0 && !mayAsk(host)) throw forbidden() // addresses are not looked up
      const start = url.protocol === 'https:' ? overHttps : overHttp
      const request = start(url, {
        method,
        headers: { 'accept-encoding': 'identity', connection: 'close', ...headers },
        agent: false,
        lookup,
        signal,
      })
      request.once('error', fail)
      request.once('response', (answer) => {
        readBody(answer, maxBytes)
          .then((read) => done({ status: answer.statusCode ?? 0, headers: answer.headers, body: read }), fail)
          .finally(() => request.destroy())
      })
      request.end(body)
    })
  return async (request) => {
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      return await send(request, signal)
    } catch (error) {
      throw toFailure(signal.aborted ? signal.reason : error)
    }
  }
}
