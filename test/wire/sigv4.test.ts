import assert from 'node:assert/strict'
import { createHash, createHmac, type KeyObject } from 'node:crypto'
import { describe, test } from 'node:test'
import { canonicalRequest, type HttpRequest } from '../../src/wire/canonical-request.ts'
import { parseAuthorization, signingKey, verifySignature } from '../../src/wire/sigv4.ts'

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const MISMATCH =
  'The request signature we calculated does not match the signature you provided. ' +
  'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'
const HOST_UNSIGNED = "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."
const TARGET = 'AWSCognitoIdentityProviderService.ListUserPools'

const bytes = (text: string) => new TextEncoder().encode(text)
const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex')
const hmacHex = (key: KeyObject, text: string) => createHmac('sha256', key).update(text).digest('hex')

/** Signs like a client of ours would, for requests that no official client makes. */
const sign = (headers: HttpRequest['headers'], options: { url?: string; body?: string; signed?: string } = {}) => {
  const { url = '/', body = '{"MaxResults":1}' } = options
  const signed = options.signed ?? Object.keys(headers).sort().join(';')
  const time = '20260101T001000Z'
  const scope = '20260101/us-east-1/cognito-idp/aws4_request'
  const request = { method: 'POST', url, headers, body: bytes(body) }
  const canonical = canonicalRequest(request, signed.split(';'), sha256(body)) ?? ''
  const signature = hmacHex(
    signingKey(SECRET, '20260101', 'us-east-1'),
    `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonical)}`,
  )
  const authorization = `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${scope}, SignedHeaders=${signed}, Signature=${signature}`
  return { ...request, headers: { ...headers, authorization } }
}

const NOW = Date.UTC(2026, 0, 1, 0, 10)
const basic = { host: 'localhost:9230', 'x-amz-date': '20260101T001000Z', 'x-amz-target': TARGET }

const verify = (request: HttpRequest, now = NOW) =>
  verifySignature(parseAuthorization(request), request, { secret: SECRET, now })

const refused = (request: HttpRequest, name: string, message: string, now = NOW) =>
  assert.throws(() => verify(request, now), { name, message, status: 400 })

describe('clock', () => {
  const cases: [string, number, string?][] = [
    ['5 minutes late', 300_999],
    ['5 minutes early', -300_000],
    [
      'replayed later',
      301_000,
      'Signature expired: 20260101T001000Z is now earlier than 20260101T001001Z (20260101T001501Z - 5 min.)',
    ],
    [
      'signed in the future',
      -301_000,
      'Signature not yet current: 20260101T001000Z is still later than 20260101T000959Z (20260101T000459Z + 5 min.)',
    ],
  ]
  for (const [name, offset, message] of cases) {
    test(name, () => {
      const request = sign(basic)
      if (message) refused(request, 'InvalidSignatureException', message, NOW + offset)
      else verify(request, NOW + offset)
    })
  }
})

describe('signed with the right key, and yet', () => {
  const { 'x-amz-date': _, ...dateless } = basic
  const emptyHash = sha256('{"MaxResults":1}')
  const cases: [string, HttpRequest, string?][] = [
    ['a Date header instead of x-amz-date is accepted', sign({ ...dateless, date: 'Thu, 01 Jan 2026 00:10:00 GMT' })],
    ['the right x-amz-content-sha256 is accepted', sign({ ...basic, 'x-amz-content-sha256': emptyHash })],
    [
      'headers that proxies add unsigned are accepted',
      { ...sign(basic), headers: { ...sign(basic).headers, 'x-amzn-trace-id': 'Root=1', via: '1.1 x' } },
    ],
    ['tabs and spaces are folded', sign({ ...basic, 'content-type': ' a \t  b\t' })],
    [
      'the query may be written in two ways',
      { ...sign(basic, { url: '/?b=%7e&a=2&a=1&a-b' }), url: '/?a-b=&b=~&a=1&a=2' },
    ],
    [
      'an unsigned Date header is refused',
      sign({ ...dateless, date: 'Thu, 01 Jan 2026 00:10:00 GMT' }, { signed: 'host;x-amz-target' }),
      "'Date' must be a 'SignedHeader' in the AWS Authorization.",
    ],
    ['an unsigned host is refused', sign(basic, { signed: 'x-amz-date;x-amz-target' }), HOST_UNSIGNED],
    ['no signed headers are refused', sign(basic, { signed: '' }), HOST_UNSIGNED],
    [
      'an unsigned target is refused',
      sign(basic, { signed: 'host;x-amz-date' }),
      "'x-amz-target' must be a 'SignedHeader' in the AWS Authorization.",
    ],
    [
      'an unsigned date is refused',
      sign(basic, { signed: 'host;x-amz-target' }),
      "'x-amz-date' must be a 'SignedHeader' in the AWS Authorization.",
    ],
    [
      'an unsigned session token is refused',
      sign({ ...basic, 'x-amz-security-token': 't' }, { signed: 'host;x-amz-date;x-amz-target' }),
      "'x-amz-security-token' must be a 'SignedHeader' in the AWS Authorization.",
    ],
    [
      'a signed header that is absent is refused',
      sign(basic, { signed: 'host;x-amz-date;x-amz-target;x-other' }),
      MISMATCH,
    ],
    [
      'a name from the prototype is refused',
      sign(basic, { signed: 'constructor;host;x-amz-date;x-amz-target' }),
      MISMATCH,
    ],
    ['two targets are refused', sign({ ...basic, 'x-amz-target': [TARGET, 'other'] }), MISMATCH],
    ['two hosts are refused', sign({ ...basic, host: ['a', 'b'] }), MISMATCH],
    ['names in no order are refused', sign(basic, { signed: 'x-amz-date;host;x-amz-target' }), MISMATCH],
    ['a name twice is refused', sign(basic, { signed: 'host;host;x-amz-date;x-amz-target' }), MISMATCH],
    [
      'names in capitals are refused',
      sign({ ...basic, Other: 'x' }, { signed: 'Other;host;x-amz-date;x-amz-target' }),
      MISMATCH,
    ],
    ['a line break in a header is refused', sign({ ...basic, 'content-type': 'a\nhost:evil' }), MISMATCH],
    ['a character above one byte is refused', sign({ ...basic, 'content-type': '\u0161' }), MISMATCH],
    ['an absolute URL is refused', sign(basic, { url: 'http://localhost/' }), MISMATCH],
    ...[
      'UNSIGNED-PAYLOAD',
      'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      sha256('x'),
      '',
    ].map((declared): [string, HttpRequest, string] => [
      `x-amz-content-sha256: ${declared} is refused`,
      sign({ ...basic, 'x-amz-content-sha256': declared }),
      MISMATCH,
    ]),
  ]
  for (const [name, request, message] of cases) {
    test(name, () => {
      if (message) refused(request, 'InvalidSignatureException', message)
      else verify(request)
    })
  }
})

test('a signature that is short, long, in capitals or no hexadecimal', () => {
  const request = sign(basic)
  const signature = request.headers.authorization.slice(-64)
  const wrong = [
    signature.slice(1),
    `${signature}0`,
    `${signature}${signature}`,
    signature.toUpperCase(),
    'é'.repeat(64),
    'z'.repeat(64),
    '0',
  ]
  for (const other of wrong.filter((candidate) => candidate !== signature)) {
    const authorization = request.headers.authorization.replace(signature, other)
    assert.throws(() => verify({ ...request, headers: { ...request.headers, authorization } }), { status: 400 })
  }
})
