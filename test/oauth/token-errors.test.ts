import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CreateResourceServerCommand } from '@aws-sdk/client-cognito-identity-provider'
import { makeClient } from '../fixture.ts'
import { useServer } from '../harness.ts'
import {
  type Answered,
  authorizeUrl,
  Browser,
  basic,
  CALLBACK,
  codeClient,
  exchange,
  makeSite,
  pkce,
  postForm,
  postToken,
  type Site,
  signInForTokens,
  strict,
} from './site.ts'

const machine = {
  GenerateSecret: true,
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['client_credentials' as const],
  AllowedOAuthScopes: ['https://things/read'],
}

type Client = Pick<Site, 'clientId' | 'secret'>
type World = { site: Site; confidential: Client; machine: Client; implicit: Client }

const makeWorld = async (pool = {}): Promise<World> => {
  const site = await makeSite(server, pool)
  const Scopes = ['read', 'write'].map((ScopeName) => ({ ScopeName, ScopeDescription: ScopeName }))
  const things = { UserPoolId: site.poolId, Identifier: 'https://things', Name: 'things', Scopes }
  await site.sdk.send(new CreateResourceServerCommand(things))
  return {
    site,
    confidential: await makeClient(site.sdk, site.poolId, { ...codeClient, GenerateSecret: true }),
    machine: await makeClient(site.sdk, site.poolId, machine),
    implicit: await makeClient(site.sdk, site.poolId, { ...codeClient, AllowedOAuthFlows: ['implicit'] }),
  }
}

let world: World
let strictWorld: World
const server = useServer({}, 'dev', async () => {
  world = await makeWorld()
  strictWorld = await makeWorld(strict)
})

/** What every refusal of the endpoint has. */
const checkRefusal = ({ status, headers, body }: Answered, expected: { status?: number; error: string }) => {
  assert.equal(body.error, expected.error)
  assert.equal(status, expected.status ?? 400)
  assert.equal(headers.get('content-type'), 'application/json;charset=UTF-8')
  assert.match(headers.get('cache-control') ?? '', /no-store/)
  assert.equal(headers.get('pragma'), 'no-cache')
  assert.equal(headers.get('access-control-allow-origin'), '*')
  assert.equal(headers.get('x-content-type-options'), 'nosniff')
  assert.match(headers.get('x-amz-cognito-request-id') ?? '', /^[\da-f-]{36}$/)
  assert.deepEqual(
    Object.keys(body).filter((name) => name !== 'error' && name !== 'error_description'),
    [],
  )
}

type Sent = { fields: Record<string, string>; headers?: Record<string, string> }

/** Requests for which no user has to sign in. */
const plain: [string, (of: World) => Sent, string][] = [
  ['nothing', () => ({ fields: {} }), 'invalid_request'],
  ['no grant_type', ({ site }) => ({ fields: { client_id: site.clientId, code: 'x' } }), 'invalid_request'],
  ['an empty grant_type', ({ site }) => ({ fields: { client_id: site.clientId, grant_type: '' } }), 'invalid_request'],
  [
    'an unknown grant_type',
    ({ site }) => ({ fields: { client_id: site.clientId, grant_type: 'password' } }),
    'unsupported_grant_type',
  ],
  [
    'a grant_type of the prototype',
    ({ site }) => ({ fields: { client_id: site.clientId, grant_type: 'constructor' } }),
    'unsupported_grant_type',
  ],
  ['no client_id', () => ({ fields: { grant_type: 'authorization_code', code: 'x' } }), 'invalid_request'],
  [
    'no code',
    ({ site }) => ({ fields: { client_id: site.clientId, grant_type: 'authorization_code', redirect_uri: CALLBACK } }),
    'invalid_request',
  ],
  [
    'an unknown code',
    ({ site }) => ({
      fields: { client_id: site.clientId, grant_type: 'authorization_code', code: 'x', redirect_uri: CALLBACK },
    }),
    'invalid_grant',
  ],
  [
    'no refresh_token',
    ({ site }) => ({ fields: { client_id: site.clientId, grant_type: 'refresh_token' } }),
    'invalid_request',
  ],
  [
    'an unknown refresh_token',
    ({ site }) => ({ fields: { client_id: site.clientId, grant_type: 'refresh_token', refresh_token: 'x' } }),
    'invalid_grant',
  ],
  [
    'client_credentials of a client of codes',
    ({ confidential }) => ({ fields: { grant_type: 'client_credentials' }, headers: basic(confidential) }),
    'unauthorized_client',
  ],
  [
    'a code of a client of client_credentials',
    ({ machine }) => ({
      fields: { grant_type: 'authorization_code', code: 'x', redirect_uri: CALLBACK },
      headers: basic(machine),
    }),
    'unauthorized_client',
  ],
  [
    'a code of a client of the implicit grant',
    ({ implicit }) => ({
      fields: { client_id: implicit.clientId, grant_type: 'authorization_code', code: 'x', redirect_uri: CALLBACK },
    }),
    'unauthorized_client',
  ],
  [
    'two ways to authenticate',
    ({ machine }) => ({
      fields: { grant_type: 'client_credentials', client_secret: machine.secret ?? '' },
      headers: basic(machine),
    }),
    'invalid_request',
  ],
  [
    'two clients',
    ({ machine, site }) => ({
      fields: { grant_type: 'client_credentials', client_id: site.clientId },
      headers: basic(machine),
    }),
    'invalid_request',
  ],
  [
    'a scope that does not exist',
    ({ machine }) => ({
      fields: { grant_type: 'client_credentials', scope: 'https://things/fly' },
      headers: basic(machine),
    }),
    'invalid_scope',
  ],
  [
    'a scope of no resource server',
    ({ machine }) => ({
      fields: { grant_type: 'client_credentials', scope: 'https://things/read https://nobody/read' },
      headers: basic(machine),
    }),
    'invalid_scope',
  ],
  [
    'a scope of users',
    ({ machine }) => ({ fields: { grant_type: 'client_credentials', scope: 'openid' }, headers: basic(machine) }),
    'invalid_scope',
  ],
  [
    'a scope that exists and is not allowed',
    ({ machine }) => ({
      fields: { grant_type: 'client_credentials', scope: 'https://things/read https://things/write' },
      headers: basic(machine),
    }),
    'invalid_grant',
  ],
  ...['{', '[]', '"x"', 'null', '{"a":1}', '{"a":{"b":"c"}}'].map((metadata): [string, (of: World) => Sent, string] => [
    `the aws_client_metadata ${metadata}`,
    ({ machine }) => ({
      fields: { grant_type: 'client_credentials', aws_client_metadata: metadata },
      headers: basic(machine),
    }),
    'invalid_request',
  ]),
]

for (const [what, make, error] of plain)
  test(`RFC 6749 section 5.2: ${what} is answered ${error}`, async () => {
    for (const at of [world, strictWorld]) {
      const { fields, headers } = make(at)
      checkRefusal(await postToken(server, fields, headers), { error })
    }
  })

/** Requests of somebody who does not prove to be the client. */
const unproven: [string, (of: World) => Sent][] = [
  ['an unknown client', () => ({ fields: { client_id: 'nobody' } })],
  ['a confidential client without its secret', ({ machine }) => ({ fields: { client_id: machine.clientId } })],
  ['a wrong secret', ({ machine }) => ({ fields: { client_id: machine.clientId, client_secret: 'wrong' } })],
  [
    'a secret with more at its end',
    ({ machine }) => ({ fields: { client_id: machine.clientId, client_secret: `${machine.secret}x` } }),
  ],
  ['a wrong secret by Basic', ({ machine }) => ({ fields: {}, headers: basic({ ...machine, secret: 'wrong' }) })],
  ['no secret by Basic', ({ machine }) => ({ fields: {}, headers: basic({ ...machine, secret: '' }) })],
  [
    'the secret of another client',
    ({ machine, confidential }) => ({ fields: {}, headers: basic({ ...machine, secret: confidential.secret }) }),
  ],
  [
    'a secret of a public client',
    ({ site, machine }) => ({ fields: { client_id: site.clientId, client_secret: machine.secret ?? '' } }),
  ],
  ['a Basic header that is none', () => ({ fields: {}, headers: { authorization: 'Basic %%%' } })],
  ['a Basic header without a colon', () => ({ fields: {}, headers: { authorization: 'Basic bm9ib2R5' } })],
  ['a Bearer header', ({ machine }) => ({ fields: {}, headers: { authorization: `Bearer ${machine.secret}` } })],
]

/** Of which it is not known in whose pool they are. */
const unknowable = /unknown|header/

for (const [what, make] of unproven)
  for (const grant_type of ['client_credentials', 'authorization_code', 'refresh_token'])
    test(`RFC 6749 section 2.3.1: ${what} is answered invalid_client for ${grant_type}`, async () => {
      for (const [at, status] of [
        [world, unknowable.test(what) ? 401 : 400],
        [strictWorld, 401],
      ] as const) {
        const { fields, headers } = make(at)
        const answer = await postToken(server, { grant_type, code: 'x', refresh_token: 'x', ...fields }, headers)
        checkRefusal(answer, { status, error: 'invalid_client' })
        assert.equal(answer.headers.get('www-authenticate'), status === 401 ? 'Basic realm="token"' : null)
      }
    })

test('RFC 6749 section 3.2: a parameter that is there twice is answered invalid_request', async () => {
  const { site } = world
  const { refreshToken } = await signInForTokens(server, site)
  const fields = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: site.clientId }
  for (const [name, value] of Object.entries(fields))
    for (const other of [value, 'x', ''])
      checkRefusal(await postForm(server, '/oauth2/token', [...Object.entries(fields), [name, other]]), {
        error: 'invalid_request',
      })
  assert.equal((await postToken(server, fields)).status, 200)
})

test('RFC 6749 section 3.2: the endpoint takes POST alone, and forms alone', async () => {
  const { site } = world
  const { refreshToken } = await signInForTokens(server, site)
  const fields = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: site.clientId }
  for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
    const response = await fetch(`${server.url}/oauth2/token?${new URLSearchParams(fields)}`, { method })
    assert.equal(response.status, 405)
    assert.equal(response.headers.get('allow'), 'POST')
    assert.equal(((await response.json()) as { error: string }).error, 'invalid_request')
  }
  for (const [type, body] of [
    ['application/json', JSON.stringify(fields)],
    ['text/plain', new URLSearchParams(fields).toString()],
    ['multipart/form-data; boundary=x', new URLSearchParams(fields).toString()],
  ] as const) {
    const headers = { 'content-type': type }
    const response = await fetch(`${server.url}/oauth2/token`, { method: 'POST', body, headers })
    assert.equal(response.status, 400)
    assert.equal(((await response.json()) as { error: string }).error, 'invalid_request')
  }
  const query = await fetch(`${server.url}/oauth2/token?${new URLSearchParams(fields)}`, { method: 'POST' })
  assert.equal(query.status, 400)
})

test('another redirect_uri than the authorization had uses the code up', async () => {
  for (const [{ site }, error] of [
    [world, { error: 'unauthorized_client', error_description: 'invalid_redirect' }],
    [strictWorld, { error: 'invalid_grant', error_description: 'invalid_redirect' }],
  ] as const)
    for (const redirect_uri of ['https://app.example.com/other', `${CALLBACK}/`, '']) {
      const to = await new Browser(server).signIn(authorizeUrl(server, site))
      const { status, body } = await exchange(server, site, to, { redirect_uri })
      assert.equal(status, 400)
      assert.deepEqual(body, error)
      checkRefusal(await exchange(server, site, to), { error: 'invalid_grant' })
    }
})

test('RFC 6749 section 4.1.2: a code that is older than five minutes is answered invalid_grant', async () => {
  const { site } = world
  const before = await new Browser(server).signIn(authorizeUrl(server, site))
  const after = await new Browser(server).signIn(authorizeUrl(server, site))
  server.travel(290_000)
  assert.equal((await exchange(server, site, before)).status, 200)
  server.travel(10_000)
  checkRefusal(await exchange(server, site, after), { error: 'invalid_grant' })
})

const { verifier, challenge } = pkce()
const protectedBy = { code_challenge: challenge, code_challenge_method: 'S256' }

for (const [what, authorization, code_verifier] of [
  ['no verifier', protectedBy, undefined],
  ['an empty verifier', protectedBy, ''],
  ['another verifier', protectedBy, pkce().verifier],
  ['the challenge itself', protectedBy, challenge],
  ['a verifier that is too short', protectedBy, verifier.slice(0, 42)],
  ['a verifier that is too long', protectedBy, 'a'.repeat(129)],
  ['a verifier with other characters', protectedBy, `${verifier.slice(0, 42)}!`],
  ['a verifier with a line break at its end', protectedBy, `${verifier}\n`],
  ['a verifier without a challenge', {}, verifier],
] as const)
  test(`RFC 7636 section 4.6: ${what} is answered invalid_grant, and uses the code up`, async () => {
    const { site } = world
    const to = await new Browser(server).signIn(authorizeUrl(server, site, authorization))
    const given = code_verifier === undefined ? {} : { code_verifier }
    checkRefusal(await exchange(server, site, to, given), { error: 'invalid_grant' })
    checkRefusal(await exchange(server, site, to, { code_verifier: verifier }), { error: 'invalid_grant' })
  })
