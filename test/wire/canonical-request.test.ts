import assert from 'node:assert/strict'
import { createHash, createHmac, type KeyObject } from 'node:crypto'
import { describe, test } from 'node:test'
import { canonicalRequest } from '../../src/wire/canonical-request.ts'
import { signingKey } from '../../src/wire/sigv4.ts'

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'

const bytes = (text: string) => new TextEncoder().encode(text)
const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex')
const hmacHex = (key: KeyObject, text: string) => createHmac('sha256', key).update(text).digest('hex')

describe('published vectors', () => {
  const keys = [
    ['20120215', 'f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d'],
    ['20150830', 'c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9'],
  ] as const
  for (const [date, expected] of keys) {
    test(`signing key of ${date} (AWS General Reference)`, () => {
      assert.equal(signingKey(SECRET, date, 'us-east-1', 'iam').export().toString('hex'), expected)
    })
  }

  // awslabs/aws-c-auth, tests/aws-signing-test-suite/v4: service `service`, so only the last step is done here.
  const token = '6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267'
  const suite: [string, string, string, Record<string, string | string[]>, string, string?][] = [
    ['get-vanilla', 'GET', '/', {}, '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    ['post-vanilla', 'POST', '/', {}, '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
    [
      'get-relative-relative',
      'GET',
      '/example1/example2/../..',
      {},
      '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    ],
    ['get-space', 'GET', '/example space/', {}, '652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741'],
    [
      'get-vanilla-utf8-query',
      'GET',
      '/?ሴ=bar',
      {},
      '2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04',
    ],
    [
      'get-vanilla-query-order-encoded',
      'GET',
      '/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1',
      {},
      '371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac',
    ],
    [
      'get-header-key-duplicate',
      'GET',
      '/',
      { 'my-header1': ['value2', 'value2', 'value1'] },
      'c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea',
    ],
    [
      'get-header-value-order',
      'GET',
      '/',
      { 'my-header1': ['value4', 'value1', 'value3', 'value2'] },
      '08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01',
    ],
    [
      'get-header-value-trim',
      'GET',
      '/',
      { 'my-header1': ' value1', 'my-header2': ' "a   b   c"' },
      'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
    ],
    [
      'get-vanilla-with-session-token',
      'GET',
      '/',
      { 'x-amz-security-token': token },
      '07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8',
    ],
    [
      'post-x-www-form-urlencoded',
      'POST',
      '/',
      { 'content-type': 'application/x-www-form-urlencoded' },
      'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
      'Param1=value1',
    ],
  ]
  for (const [name, method, url, extra, expected, body = ''] of suite) {
    test(name, () => {
      const headers = { host: 'example.amazonaws.com', 'x-amz-date': '20150830T123600Z', ...extra }
      const request = { method, url, headers, body: bytes(body) }
      const canonical = canonicalRequest(request, Object.keys(headers).sort(), sha256(body)) ?? ''
      const key = signingKey(SECRET, '20150830', 'us-east-1', 'service')
      const scope = '20150830/us-east-1/service/aws4_request'
      assert.equal(hmacHex(key, `AWS4-HMAC-SHA256\n20150830T123600Z\n${scope}\n${sha256(canonical)}`), expected)
    })
  }
})
