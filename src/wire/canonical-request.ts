import { Buffer } from 'node:buffer'

/** A request as it came over the wire: `url` is path and query, header names are in lower case. */
export type HttpRequest = {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: Uint8Array
}

/** Value of the header `name`, several fields of that name joined as RFC 9110 section 5.2 has it; undefined if absent. */
export const fieldValue = (headers: HttpRequest['headers'], name: string): string | undefined => {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined
  return value === undefined || typeof value === 'string' ? value : value.join(',')
}

const SLASH = 0x2f
const PERCENT = 0x25

/** Byte -> its form in a canonical URI: unreserved characters of RFC 3986 stand for themselves. */
const encoded: readonly string[] = Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte)
  return /[A-Za-z0-9\-._~]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
})

const hexDigit = (byte: number | undefined) => {
  if (byte === undefined) return -1
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}

const encodePath = (path: string) => {
  let result = ''
  for (const byte of Buffer.from(path, 'utf8')) result += byte === SLASH ? '/' : encoded[byte]
  return result
}

/** Escapes of the sender are undone first, so that `%7E`, `%7e` and `~` are one character. */
const encodeQueryText = (text: string) => {
  const bytes = Buffer.from(text, 'utf8')
  let result = ''
  for (let index = 0; index < bytes.length; index++) {
    let byte = bytes[index] ?? 0
    const high = byte === PERCENT ? hexDigit(bytes[index + 1]) : -1
    const low = high < 0 ? -1 : hexDigit(bytes[index + 2])
    if (low >= 0) {
      byte = high * 16 + low
      index += 2
    }
    result += encoded[byte]
  }
  return result
}

/** Dot segments and empty segments are resolved, then every byte of the received path is escaped once more. */
const canonicalPath = (path: string) => {
  if (path === '/' || path === '') return '/'
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop()
    else if (segment !== '' && segment !== '.') segments.push(segment)
  }
  if (segments.length === 0) return '/'
  return encodePath(`/${segments.join('/')}${path.endsWith('/') ? '/' : ''}`)
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Sorted by name and then by value, both escaped: `a=1` comes before `a-b=1` although `-` is less than `=`. */
const canonicalQuery = (query: string) => {
  if (query === '') return ''
  const parameters = query.split('&').map((parameter) => {
    const equals = parameter.indexOf('=')
    const name = equals < 0 ? parameter : parameter.slice(0, equals)
    const value = equals < 0 ? '' : parameter.slice(equals + 1)
    return { name: encodeQueryText(name), value: encodeQueryText(value) }
  })
  parameters.sort((a, b) => compare(a.name, b.name) || compare(a.value, b.value))
  return parameters.map(({ name, value }) => `${name}=${value}`).join('&')
}

// A line break here would let one value pass for several header lines of the canonical request, and a
// character above one byte cannot have come over the wire.
const UNSENDABLE = /[^\t\x20-\x7e\x80-\xff]/
const FOLDABLE = /^[ \t]|[ \t]$|[ \t]{2}|\t/

const foldSpace = (value: string) =>
  FOLDABLE.test(value)
    ? value
        .split(/[ \t]+/)
        .filter(Boolean)
        .join(' ')
    : value

/**
 * The canonical form of a request that AWS Signature Version 4 hashes, for services other than S3:
 * escaped once more in the path, header values trimmed, white space within them folded. Undefined
 * when no sender can have signed these headers: one is absent, or holds characters HTTP has not.
 * `signedHeaders` are in the order of the signature. Characters 0x80 to 0xFF stand for single bytes,
 * as Node decodes header fields: hash the result as latin1.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export const canonicalRequest = (
  { method, url, headers }: HttpRequest,
  signedHeaders: readonly string[],
  payloadHash: string,
): string | undefined => {
  if (!url.startsWith('/')) return undefined
  const question = url.indexOf('?')
  const path = canonicalPath(question < 0 ? url : url.slice(0, question))
  const query = question < 0 ? '' : canonicalQuery(url.slice(question + 1))
  let lines = ''
  for (const name of signedHeaders) {
    const field = Object.hasOwn(headers, name) ? headers[name] : undefined
    if (field === undefined) return undefined
    const value = typeof field === 'string' ? foldSpace(field) : field.map(foldSpace).join(',')
    if (UNSENDABLE.test(value)) return undefined
    lines += `${name}:${value}\n`
  }
  return `${method}\n${path}\n${query}\n${lines}\n${signedHeaders.join(';')}\n${payloadHash}`
}
