import { lookup as resolve } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { RequestFailure } from '../domain/request-failure.ts'
import { makeAddressRule } from './addresses.ts'
import { type HttpAnswer, type HttpRequest, sendRequest } from './http.ts'

const TIMEOUT_MS = 5000
const MAX_BYTES = 512 * 1024

/** A request to a URL that somebody else has chosen. GET unless there is a method. */
export type GuardedRequest = HttpRequest & { readonly url: string }

/** Its answer, whatever the status. A redirect is an answer like any other: nobody follows it. */
export type GuardedAnswer = HttpAnswer

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
  return async ({ url: text, headers, ...request }) => {
    const url = parse(text)
    const host = url.hostname.replace(/^\[|\]$/g, '')
    if (isIP(host) !== 0 && !mayAsk(host)) throw forbidden() // addresses are not looked up
    return sendRequest(
      { ...request, url, headers: { connection: 'close', ...headers } },
      { signal: AbortSignal.timeout(timeoutMs), maxBytes, agent: false, lookup },
    )
  }
}
