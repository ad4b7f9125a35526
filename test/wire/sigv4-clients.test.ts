import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  type CognitoIdentityProviderClientConfig,
} from '@aws-sdk/client-cognito-identity-provider'
import type { HttpRequest } from '../../src/wire/canonical-request.ts'
import { parseAuthorization, signingKey, verifySignature } from '../../src/wire/sigv4.ts'

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const MISMATCH =
  'The request signature we calculated does not match the signature you provided. ' +
  'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'
const TARGET = 'AWSCognitoIdentityProviderService.ListUserPools'

const bytes = (text: string) => new TextEncoder().encode(text)

const verify = (request: HttpRequest, now: number) =>
  verifySignature(parseAuthorization(request), request, { secret: SECRET, now })

describe('requests recorded from official clients', () => {
  const credential = 'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261120/us-east-1/cognito-idp/aws4_request'
  const type = 'application/x-amz-json-1.1'
  const recordings: [string, string, Record<string, string>, string][] = [
    [
      'AWS CLI 1.45.11',
      '/',
      {
        host: '127.0.0.1:9333',
        'x-amz-target': TARGET,
        'content-type': type,
        'x-amz-date': '20261120T220508Z',
        authorization: `${credential}, SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=acd5a9e7386d76049048b81bf3193d390a4f456047e1d93a6da09262235d1e58`,
        'amz-sdk-request': 'attempt=1',
        'content-length': '17',
      },
      '{"MaxResults": 3}',
    ],
    [
      'boto3 1.43.11: a session token, and an endpoint with a path',
      '/base%20path/./x/',
      {
        host: 'localhost:9333',
        'x-amz-target': TARGET,
        'content-type': type,
        'x-amz-date': '20261120T220509Z',
        'x-amz-security-token': 'tok/en+==',
        authorization: `${credential}, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, Signature=59a785329ee14c2d30098af1508d3cf5f395ba553334e316628e2d8d1b5e3c43`,
      },
      '{"MaxResults": 5}',
    ],
    [
      'curl 7.88.1 --aws-sigv4',
      '/',
      {
        host: '127.0.0.1:9333',
        'x-amz-target': TARGET,
        'content-type': type,
        'x-amz-date': '20261120T220509Z',
        authorization: `${credential}, SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=9969e186bcb40b01f6bbeeceec91371e2eb870f35aff0fea5619ba0554c34c7e`,
      },
      '{"MaxResults":1}',
    ],
    [
      'Terraform 1.11.4, provider 5.100.0 (Go SDK v2)',
      '/',
      {
        host: '127.0.0.1:9333',
        'x-amz-target': 'AWSCognitoIdentityProviderService.CreateUserPool',
        'content-type': type,
        'x-amz-date': '20261120T220540Z',
        'content-length': '74',
        'amz-sdk-request': 'attempt=1; max=25',
        'amz-sdk-invocation-id': '37c71a59-2a6a-462e-bbf1-c10eb735fd90',
        authorization: `${credential}, SignedHeaders=amz-sdk-invocation-id;amz-sdk-request;content-length;content-type;host;x-amz-date;x-amz-target, Signature=44d70ba1befc340ba62e05cc63c10072de6a029d5b5cfca179a623973890df93`,
      },
      '{"DeletionProtection":"INACTIVE","PoolName":"terraform","UserPoolTags":{}}',
    ],
  ]
  for (const [client, url, headers, body] of recordings) {
    test(client, () => {
      const request = { method: 'POST', url, headers, body: bytes(body) }
      verify(request, parseAuthorization(request).signedAt)
    })
  }
})

/** What the official client would send, with its own signature. */
const capture = async (config: CognitoIdentityProviderClientConfig = {}): Promise<HttpRequest> => {
  const sent: { method: string; path: string; headers: Record<string, string>; body: string | Uint8Array }[] = []
  const client = new CognitoIdentityProviderClient({
    region: 'eu-central-1',
    endpoint: 'http://localhost:9230',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: SECRET },
    maxAttempts: 1,
    ...config,
    requestHandler: {
      handle: async (request: (typeof sent)[number]) => {
        sent.push(request)
        throw new Error('captured')
      },
    },
  })
  const command = new AdminGetUserCommand({ UserPoolId: 'eu-central-1_abcdefghi', Username: 'jürgen' })
  await assert.rejects(client.send(command), /captured/)
  const [{ method, path, headers, body } = assert.fail('nothing was sent')] = sent
  return { method, url: path, headers, body: typeof body === 'string' ? bytes(body) : body }
}

describe('requests signed by the official JavaScript client', () => {
  const session = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: SECRET, sessionToken: 'a/b+c==' }
  const cases: [string, CognitoIdentityProviderClientConfig][] = [
    ['long-term credentials', {}],
    ['a session token', { credentials: session }],
    ['an endpoint with a path', { endpoint: 'https://example.com/a~b/c%20d' }],
    ['a region without number', { region: 'local' }],
  ]
  for (const [name, config] of cases) {
    test(name, async () => {
      const request = await capture(config)
      const signed = parseAuthorization(request)
      const { date, region, signedAt: now, accessKeyId, sessionToken } = signed
      verifySignature(signed, request, { secret: SECRET, now })
      verifySignature(signed, request, { signingKey: signingKey(SECRET, date, region), now })
      assert.equal(region, config.region ?? 'eu-central-1')
      const expected = config.credentials ? ['ASIAEXAMPLE', 'a/b+c=='] : ['AKIDEXAMPLE', undefined]
      assert.deepEqual([accessKeyId, sessionToken], expected)
      for (const secret of ['', SECRET.slice(1), SECRET.toLowerCase()]) {
        assert.throws(() => verifySignature(signed, request, { secret, now }), { message: MISMATCH })
      }
    })
  }

  test('any bit of it changed', async () => {
    const request = await capture({ credentials: session })
    const { signedAt: now } = parseAuthorization(request)
    const tampered: HttpRequest[] = [
      { ...request, method: 'PUT' },
      { ...request, url: '/x' },
      { ...request, url: '/?a' },
    ]
    for (let index = 0; index < request.body.length; index++) {
      tampered.push({ ...request, body: request.body.map((byte, at) => (at === index ? byte ^ 1 : byte)) })
    }
    tampered.push({ ...request, body: request.body.subarray(1) })
    for (const name of String(request.headers.authorization)
      .replace(/.*SignedHeaders=([^,]*).*/, '$1')
      .split(';')) {
      const value = String(request.headers[name])
      for (const changed of [`${value}x`, value.slice(0, -1), '', undefined, [value, value]]) {
        tampered.push({ ...request, headers: { ...request.headers, [name]: changed } })
      }
    }
    for (const [found, written] of [
      [/eu-central/, 'us-central'],
      [/Signature=./, 'Signature=g'],
      [/ASIA/, 'ASIB'],
    ] as const) {
      const authorization = String(request.headers.authorization).replace(found, written)
      tampered.push({ ...request, headers: { ...request.headers, authorization } })
    }
    const accepted = tampered.filter((candidate) => {
      try {
        verify(candidate, now)
        return true
      } catch (error) {
        assert.match((error as Error).name, /^(InvalidSignature|IncompleteSignature)Exception$/)
        return false
      }
    })
    // The key id is not under the signature: it only says whose secret to try.
    assert.deepEqual(
      accepted.map(({ headers }) => /ASIB/.test(String(headers.authorization))),
      [true],
    )
  })
})
