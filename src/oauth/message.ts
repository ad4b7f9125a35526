import type { Origin, Via } from '../domain/sign-in.ts'

/** Parameters of a request by name. One without a value counts as left out (RFC 6749 section 3.1). */
export type Parameters = ReadonlyMap<string, string>

/** A request as the endpoints read it. */
export type OAuthRequest = {
  /** Of the query, or of a form that was posted. */
  readonly parameters: Parameters
  /** Names that come more than once, which those of no request may (RFC 6749 section 3.1). */
  readonly repeated: ReadonlySet<string>
  /** The Authorization header. */
  readonly authorization: string | undefined
  /** Host name of the request, without a port. It tells which pool is meant, and gets into no answer. */
  readonly host: string
  readonly origin: Origin
  readonly requestId: string
}

/** An answer, before the headers that all answers have. */
export type Answer = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Cookies that are set, each as its header has it. */
  readonly cookies?: readonly string[]
  readonly body?: string
}

/** More names than any request of the protocols has. */
const MAX_PARAMETERS = 64

/** What no parameter may have in it (RFC 6749 appendix A) is read like bytes that are no UTF-8. */
const withoutNul = (value: string) => value.replaceAll('\0', '\ufffd')

/** Reads a query or a form. */
export const readParameters = (text: string): Pick<OAuthRequest, 'parameters' | 'repeated'> => {
  const parameters = new Map<string, string>()
  const seen = new Set<string>()
  const repeated = new Set<string>()
  for (const [name, value] of new URLSearchParams(text)) {
    if (seen.has(name)) repeated.add(name)
    seen.add(name)
    if (seen.size > MAX_PARAMETERS) break
    if (value !== '') parameters.set(name, withoutNul(value))
  }
  return { parameters, repeated }
}

/** Where a request comes from, for triggers and records. */
export const viaOf = (
  { origin, requestId }: Pick<OAuthRequest, 'origin' | 'requestId'>,
  metadata?: Readonly<Record<string, string>>,
): Via => ({ origin, requestId, metadata })

const JSON_HEADERS = { 'content-type': 'application/json;charset=UTF-8' }

/** An answer in JSON. */
export const jsonAnswer = (value: object, status = 200, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { ...JSON_HEADERS, ...headers },
  body: JSON.stringify(value),
})

/** A URL as headers can have it: registered ones may have letters of any language in them. */
const inAscii = (url: string) => url.replace(/[^\x21-\x7e]+/g, encodeURIComponent)

/** A redirect that a browser follows with GET, whatever it has sent (RFC 9700 section 4.12). */
export const redirectAnswer = (to: string): Answer => ({ status: 302, headers: { location: inAscii(to) } })
