import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseAuthorization } from '../../src/wire/sigv4.ts'

const parse = (headers: Record<string, string | string[]>, url = '/') =>
  parseAuthorization({ method: 'POST', url, headers, body: new Uint8Array() })

const AMZ_DATE = '20260101T001000Z'
const SCOPE = '20260101/us-east-1/cognito-idp/aws4_request'
const header = (credential: string) => `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=ab`

const WELL_FORMED = {
  accessKeyId: 'any key-id',
  region: 'us-east-1',
  date: '20260101',
  amzDate: AMZ_DATE,
  signedAt: Date.UTC(2026, 0, 1, 0, 10),
  signedHeaders: ['host', 'x-amz-date'],
  signature: 'ab',
  sessionToken: undefined,
}

describe('well-formed', () => {
  const cases: [string, Record<string, string>, object][] = [
    [
      'parted by commas and spaces',
      { authorization: `AWS4-HMAC-SHA256 Credential=k/${SCOPE}, SignedHeaders=host;x-amz-date, Signature=ab` },
      {},
    ],
    [
      'parted by commas',
      { authorization: `AWS4-HMAC-SHA256 Credential=k/${SCOPE},SignedHeaders=host;x-amz-date,Signature=ab` },
      {},
    ],
    [
      'in another order',
      { authorization: `AWS4-HMAC-SHA256 Signature=ab,  SignedHeaders=host;x-amz-date , Credential=k/${SCOPE}` },
      {},
    ],
    [
      'a session token',
      {
        authorization: `AWS4-HMAC-SHA256 Credential=k/${SCOPE}, SignedHeaders=host;x-amz-date, Signature=ab`,
        'x-amz-security-token': 't',
      },
      { sessionToken: 't' },
    ],
  ]
  for (const [name, headers, expected] of cases) {
    test(name, () => {
      const signed = parse({ 'x-amz-date': AMZ_DATE, ...headers })
      assert.deepEqual(signed, { ...WELL_FORMED, accessKeyId: 'k', ...expected })
    })
  }

  for (const region of ['us-gov-west-1', 'eusc-de-east-1', 'ap-southeast-7', 'local', 'x', 'r'.repeat(45)]) {
    test(`region ${region}`, () => {
      const scope = SCOPE.replace('us-east-1', region)
      assert.equal(parse({ 'x-amz-date': AMZ_DATE, authorization: header(`k/${scope}`) }).region, region)
    })
  }

  for (const date of [AMZ_DATE, 'Thu, 01 Jan 2026 00:10:00 GMT']) {
    test(`Date: ${date}`, () => {
      assert.equal(parse({ date, authorization: header(`k/${SCOPE}`) }).amzDate, AMZ_DATE)
    })
  }
})

const NO_CREDENTIAL = "Authorization header requires 'Credential' parameter. "
const NO_SIGNATURE = "Authorization header requires 'Signature' parameter. "
const NO_SIGNED_HEADERS = "Authorization header requires 'SignedHeaders' parameter. "
const NO_DATE = "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
const BOTH = "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header."
const notBasic = (date: string) =>
  `Date must be in ISO-8601 'basic format'. Got '${date}'. See http://en.wikipedia.org/wiki/ISO_8601`

describe('refused', () => {
  type Row = [string, Record<string, string | string[]>, string, string?]
  const tables: Record<string, Row[]> = {
    MissingAuthenticationTokenException: [
      ['no Authorization', {}, 'Missing Authentication Token'],
      ['an empty one', { authorization: '' }, 'Missing Authentication Token'],
      ['another scheme', { authorization: 'Bearer x' }, 'Missing Authentication Token'],
      ['AWS4', { authorization: 'AWS4' }, 'Missing Authentication Token'],
      ['a line break', { authorization: `${header(`k/${SCOPE}`)}\r\nx: y` }, 'Missing Authentication Token'],
      ['a presigned URL', {}, 'Missing Authentication Token', '/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=ab'],
    ],
    IncompleteSignatureException: [
      [
        'nothing in it',
        { authorization: 'AWS4-' },
        `${NO_CREDENTIAL}${NO_SIGNATURE}${NO_SIGNED_HEADERS}${NO_DATE}Authorization=AWS4-`,
      ],
      [
        'parted by spaces',
        { authorization: 'AWS4- Signature=b Credential=a', date: 'a' },
        `${NO_SIGNED_HEADERS}Authorization=AWS4- Signature=b Credential=a`,
      ],
      [
        'no signature',
        { authorization: 'AWS4- SignedHeaders=b,Credential=a', date: 'a' },
        `${NO_SIGNATURE}Authorization=AWS4- SignedHeaders=b,Credential=a`,
      ],
      [
        'empty values',
        { authorization: 'AWS4- SignedHeaders=,Credential=,Signature=' },
        `${NO_CREDENTIAL}${NO_SIGNATURE}${NO_DATE}Authorization=AWS4- SignedHeaders=,Credential=,Signature=`,
      ],
      [
        'no equal-sign',
        { authorization: 'AWS4- Signature=b, Credential' },
        "'Credential' not a valid key=value pair (missing equal-sign) in Authorization header: 'AWS4- Signature=b, Credential'.",
      ],
      [
        'a parameter twice',
        { authorization: 'AWS4- Signature=b, Signature=c' },
        "Authorization header has 'Signature' twice. Authorization=AWS4- Signature=b, Signature=c",
      ],
      [
        'two headers',
        { authorization: ['AWS4- Signature=b', 'AWS4- Signature=c'] },
        "'AWS4-' not a valid key=value pair (missing equal-sign) in Authorization header: 'AWS4- Signature=b,AWS4- Signature=c'.",
      ],
      ...[
        '201',
        '20260230T000000Z',
        '20260101T240000Z',
        '20260101T006000Z',
        '2026-01-01T00:10:00Z',
        '20260101T001000',
        'now',
        'Fri, 01 Jan 2026 00:10:00 GMT',
      ].map(
        (date): Row => [`date ${date}`, { authorization: header(`k/${SCOPE}`), 'x-amz-date': date }, notBasic(date)],
      ),
      [
        'two dates',
        { authorization: header(`k/${SCOPE}`), 'x-amz-date': [AMZ_DATE, AMZ_DATE] },
        notBasic(`${AMZ_DATE},${AMZ_DATE}`),
      ],
      ['a line break in the date', { authorization: header(`k/${SCOPE}`), 'x-amz-date': 'a\r\nb' }, notBasic('a??b')],
      [
        'another algorithm',
        { authorization: header(`k/${SCOPE}`).replace('SHA256', 'SHA25'), 'x-amz-date': AMZ_DATE },
        "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA25' (only AWS4-HMAC-SHA256 for now). ",
      ],
      ...['a/b/c/d', `k/${SCOPE}/`, `k/k/${SCOPE}`, `/${SCOPE}`].map(
        (credential): Row => [
          `credential ${credential}`,
          { authorization: header(credential), 'x-amz-date': AMZ_DATE },
          `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
        ],
      ),
    ],
    InvalidSignatureException: [
      ['header and query', { authorization: 'X' }, BOTH, '/?X-Amz-Algorithm'],
      [
        'header and a later parameter',
        { authorization: header(`k/${SCOPE}`), 'x-amz-date': AMZ_DATE },
        BOTH,
        '/?a=b&X-Amz-Algorithm=AWS4-HMAC-SHA256',
      ],
      [
        'another service',
        { authorization: header('k/20260101/us-east-1/dynamodb/aws4_request'), 'x-amz-date': AMZ_DATE },
        "Credential should be scoped to correct service: 'cognito-idp'. ",
      ],
      [
        'another terminator',
        { authorization: header('k/20260101/us-east-1/cognito-idp/aws4'), 'x-amz-date': AMZ_DATE },
        "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws4'. ",
      ],
      ...['', 'US-EAST-1', '-us', 'us-', 'us_east', '../x', 'a'.repeat(64)]
        .filter((region) => !region.includes('/'))
        .map(
          (region): Row => [
            `region "${region}"`,
            { authorization: header(`k/20260101/${region}/cognito-idp/aws4_request`), 'x-amz-date': AMZ_DATE },
            `Credential should be scoped to a valid Region, not '${region}'. `,
          ],
        ),
      [
        'everything wrong',
        { authorization: header('a/b/C/d/e'), 'x-amz-date': AMZ_DATE },
        "Credential should be scoped to a valid Region, not 'C'. Credential should be scoped to correct service: 'cognito-idp'. " +
          "Credential should be scoped with a valid terminator: 'aws4_request', not 'e'. Date in Credential scope does not match " +
          `YYYYMMDD from ISO-8601 version of date from HTTP: 'b' != '20260101', from '${AMZ_DATE}'.`,
      ],
    ],
  }
  for (const [error, rows] of Object.entries(tables)) {
    for (const [name, headers, message, url] of rows) {
      test(`${error}: ${name}`, () => {
        assert.throws(() => parse(headers, url), { name: error, message, status: 400 })
      })
    }
  }
})

test('a huge header is read in no time, and not sent back whole', () => {
  for (const filler of [' ', ',', '=', ';', '/', 'a', ' a=', ', ']) {
    const authorization = `AWS4-HMAC-SHA256 Credential=k/${SCOPE}, Signature=${filler.repeat(500_000)}`
    assert.throws(
      () => parse({ authorization, 'x-amz-date': AMZ_DATE }),
      ({ message }: Error) => message.length < 5000,
    )
  }
})
