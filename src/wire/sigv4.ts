import { Buffer } from 'node:buffer'
import { createHmac, createSecretKey, hash, type KeyObject, timingSafeEqual } from 'node:crypto'
import { fault } from '../domain/errors.ts'
import { canonicalRequest, fieldValue, type HttpRequest } from './canonical-request.ts'

/** What the Authorization header of a request claims. Nothing in it is proved before `verifySignature`. */
export type SignedRequest = {
  readonly accessKeyId: string
  readonly region: string
  /** Day of the credential scope, `YYYYMMDD`: the day of `amzDate`. */
  readonly date: string
  /** Time of signing as it is signed, `YYYYMMDDTHHMMSSZ`. */
  readonly amzDate: string
  readonly signedAt: number
  readonly signedHeaders: readonly string[]
  readonly signature: string
  readonly sessionToken: string | undefined
}

/** The secret of the claimed access key, or the key derived from it for the claimed date and region. */
export type SigningSecret = { readonly secret: string } | { readonly signingKey: KeyObject }

const ALGORITHM = 'AWS4-HMAC-SHA256'
const SERVICE = 'cognito-idp'
const TERMINATOR = 'aws4_request'
const CLOCK_SKEW_MINUTES = 5
const BASIC_TIME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/
const HEADER_NAME = /^[a-z0-9!#$%&'*+.^_`|~-]+$/
/** No longer than leaves room in the id of a pool, of 55 characters, for what follows its Region. */
const REGION_NAME = /^(?!-)[a-z0-9-]{1,45}(?<!-)$/
const MAX_ECHO = 2048

/** What the sender wrote, fit to stand in a message: printable, and short enough for a response header. */
const echo = (text: string) => text.slice(0, MAX_ECHO).replace(/[^\x20-\x7e]/g, '?')

const formatTime = (time: number) => `${new Date(time).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`

/** Reads ISO 8601 basic format, or the format of an HTTP Date header (RFC 9110 section 5.6.7). */
const parseTime = (text: string) => {
  const basic = BASIC_TIME.test(text)
  const iso = basic ? text.replace(BASIC_TIME, '$1-$2-$3T$4:$5:$6Z') : text
  const signedAt = Date.parse(iso)
  if (Number.isNaN(signedAt)) return undefined
  // Date.parse also takes February 30th, hour 24 and a dozen formats that no signer writes.
  const amzDate = formatTime(signedAt)
  return text === (basic ? amzDate : new Date(signedAt).toUTCString()) ? { signedAt, amzDate } : undefined
}

const missingToken = () => fault('MissingAuthenticationTokenException', 'Missing Authentication Token')
const incomplete = (message: string) => fault('IncompleteSignatureException', message)
const invalid = (message: string) => fault('InvalidSignatureException', message)
const mismatch = () =>
  invalid(
    'The request signature we calculated does not match the signature you provided. ' +
      'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  )

/** The parameters of the header, which the service parts at commas and at spaces alike. */
const parseParameters = (authorization: string) => {
  const [algorithm = '', ...pairs] = authorization.split(/[ ,]+/)
  const parameters = new Map<string, string>()
  for (const pair of pairs) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    if (equals < 0) {
      throw incomplete(
        `'${echo(pair)}' not a valid key=value pair (missing equal-sign) in Authorization header: '${echo(authorization)}'.`,
      )
    }
    const name = pair.slice(0, equals)
    if (parameters.has(name)) {
      throw incomplete(`Authorization header has '${echo(name)}' twice. Authorization=${echo(authorization)}`)
    }
    parameters.set(name, pair.slice(equals + 1))
  }
  return { algorithm, parameters }
}

/** Reads `keyid/date/region/service/term`; `amzDate` is what its date has to agree with. */
const parseCredential = (credential: string, amzDate: string) => {
  const elements = credential.split('/', 6)
  const [accessKeyId = '', date = '', region = '', service = '', terminator = ''] = elements
  if (elements.length !== 5 || accessKeyId === '') {
    const form = 'Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term'
    throw incomplete(`${form}, got '${echo(credential)}'`)
  }
  let problems = ''
  if (!REGION_NAME.test(region)) problems += `Credential should be scoped to a valid Region, not '${echo(region)}'. `
  if (service !== SERVICE) problems += `Credential should be scoped to correct service: '${SERVICE}'. `
  if (terminator !== TERMINATOR) {
    problems += `Credential should be scoped with a valid terminator: '${TERMINATOR}', not '${echo(terminator)}'. `
  }
  if (date !== amzDate.slice(0, 8)) {
    problems += 'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '
    problems += `'${echo(date)}' != '${amzDate.slice(0, 8)}', from '${amzDate}'.`
  }
  if (problems) throw invalid(problems)
  return { accessKeyId, date, region }
}

/**
 * Reads who claims to have signed a request, in the header form of AWS Signature Version 4. Proves
 * nothing: the access key may be unknown, the signature wrong. The region is a well-formed name; whether
 * it is served is for the caller to say. Raises MissingAuthenticationTokenException (also for a presigned
 * URL, which no client of this service makes), IncompleteSignatureException, and InvalidSignatureException
 * for a credential scope that is not ours.
 *
 * Texts and their order were recorded from DynamoDB, whose front end is of the same family.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 */
export const parseAuthorization = ({ url, headers }: HttpRequest): SignedRequest => {
  const authorization = fieldValue(headers, 'authorization')
  if (authorization === undefined) throw missingToken()
  if (/[?&]X-Amz-Algorithm(?:[=&]|$)/.test(url)) {
    throw invalid("Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.")
  }
  if (!/^AWS4-[\x20-\x7e]*$/.test(authorization)) throw missingToken()

  const { algorithm, parameters } = parseParameters(authorization)
  const credential = parameters.get('Credential')
  const signature = parameters.get('Signature')
  const signedHeaders = parameters.get('SignedHeaders')
  const time = fieldValue(headers, 'x-amz-date') || fieldValue(headers, 'date')
  if (!credential || !signature || signedHeaders === undefined || !time) {
    let missing = ''
    if (!credential) missing += "Authorization header requires 'Credential' parameter. "
    if (!signature) missing += "Authorization header requires 'Signature' parameter. "
    if (signedHeaders === undefined) missing += "Authorization header requires 'SignedHeaders' parameter. "
    if (!time) missing += "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
    throw incomplete(`${missing}Authorization=${echo(authorization)}`)
  }

  const signingTime = parseTime(time)
  if (signingTime === undefined) {
    const form = `Date must be in ISO-8601 'basic format'. Got '${echo(time)}'.`
    throw incomplete(`${form} See http://en.wikipedia.org/wiki/ISO_8601`)
  }
  if (algorithm !== ALGORITHM) {
    throw incomplete(`Unsupported AWS 'algorithm': '${echo(algorithm)}' (only ${ALGORITHM} for now). `)
  }
  return {
    ...parseCredential(credential, signingTime.amzDate),
    ...signingTime,
    signedHeaders: signedHeaders.split(';'),
    signature,
    sessionToken: fieldValue(headers, 'x-amz-security-token'),
  }
}

const checkClock = ({ amzDate, signedAt }: SignedRequest, now: number) => {
  const thisSecond = Math.floor(now / 1000) * 1000
  const earliest = thisSecond - CLOCK_SKEW_MINUTES * 60_000
  const latest = thisSecond + CLOCK_SKEW_MINUTES * 60_000
  if (signedAt < earliest) {
    const limit = `${formatTime(earliest)} (${formatTime(thisSecond)} - ${CLOCK_SKEW_MINUTES} min.)`
    throw invalid(`Signature expired: ${amzDate} is now earlier than ${limit}`)
  }
  if (signedAt > latest) {
    const limit = `${formatTime(latest)} (${formatTime(thisSecond)} + ${CLOCK_SKEW_MINUTES} min.)`
    throw invalid(`Signature not yet current: ${amzDate} is still later than ${limit}`)
  }
}

const mustBeSigned = (name: string) => invalid(`${name} must be a 'SignedHeader' in the AWS Authorization.`)

/**
 * Insists that the signature covers whatever decides what a request does: host, time, and all `x-amz-*`,
 * among them the operation (x-amz-target) and the session token. Names written twice, or in another order
 * than the canonical one, leave open what was signed and are refused.
 */
const checkSignedHeaders = (signedHeaders: readonly string[], headers: HttpRequest['headers']) => {
  const signed = new Set(signedHeaders)
  if (!signed.has('host')) throw mustBeSigned("'Host' or ':authority'")
  if (!fieldValue(headers, 'x-amz-date') && !signed.has('date')) throw mustBeSigned("'Date'")
  let previous = ''
  for (const name of signedHeaders) {
    if (name <= previous || !HEADER_NAME.test(name)) throw mismatch()
    previous = name
  }
  for (const [name, field] of Object.entries(headers)) {
    if (field === undefined || (name !== 'host' && !name.startsWith('x-amz-'))) continue
    if (!signed.has(name)) throw mustBeSigned(`'${echo(name)}'`)
    // Whoever reads the header later may take either of two values: only one can have been meant.
    if (typeof field !== 'string' && field.length !== 1) throw mismatch()
  }
}

const hmac = (key: string | Uint8Array | KeyObject, text: string) =>
  createHmac('sha256', key).update(text, 'utf8').digest()

/**
 * The key that signs all requests of one secret on one day (`YYYYMMDD`) in one region, to one service:
 * ours unless another is named. Worth keeping between requests: deriving it costs four times what the rest
 * of a verification does.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#derive-signing-key
 */
export const signingKey = (secret: string, date: string, region: string, service: string = SERVICE): KeyObject =>
  createSecretKey(hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), TERMINATOR))

/**
 * Proves that whoever holds the secret signed exactly this request, within 5 minutes of `now`; returns
 * only then. `signed` is what `parseAuthorization` read from the same `request`, whose body is hashed
 * here whatever the sender says of it (so UNSIGNED-PAYLOAD and STREAMING-* fail), and whose Host is taken
 * as received: a proxy that rewrites it breaks signatures. Raises InvalidSignatureException.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export const verifySignature = (
  signed: SignedRequest,
  request: HttpRequest,
  proof: SigningSecret & { readonly now: number },
): void => {
  checkClock(signed, proof.now)
  checkSignedHeaders(signed.signedHeaders, request.headers)

  const payloadHash = hash('sha256', request.body, 'hex')
  const declaredHash = fieldValue(request.headers, 'x-amz-content-sha256')
  if (declaredHash !== undefined && declaredHash !== payloadHash) throw mismatch()
  const canonical = canonicalRequest(request, signed.signedHeaders, payloadHash)
  if (canonical === undefined) throw mismatch()

  const { date, region, amzDate } = signed
  const requestHash = hash('sha256', Buffer.from(canonical, 'latin1'), 'hex')
  const stringToSign = `${ALGORITHM}\n${amzDate}\n${date}/${region}/${SERVICE}/${TERMINATOR}\n${requestHash}`
  const key = 'signingKey' in proof ? proof.signingKey : signingKey(proof.secret, date, region)
  const expected = hmac(key, stringToSign)
  if (!/^[0-9a-f]{64}$/.test(signed.signature)) throw mismatch()
  if (!timingSafeEqual(expected, Buffer.from(signed.signature, 'hex'))) throw mismatch()
}
