/** Dynamic client registration (RFC 7591): who may register a client, as what, and what such a client is. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { suite, test } from 'node:test'
import {
  AddUserPoolClientSecretCommand,
  AdminSetUserPasswordCommand,
  CreateResourceServerCommand,
  CreateUserPoolDomainCommand,
  type DcrConfigurationType,
  DeleteUserPoolClientCommand,
  DeleteUserPoolClientSecretCommand,
  DescribeUserPoolClientCommand,
  GetUserPoolClientSessionConfigurationCommand,
  InitiateAuthCommand,
  ListUserPoolClientSecretsCommand,
  ListUserPoolClientsCommand,
  type OAuthFlowType,
  SetUserPoolClientSessionConfigurationCommand,
  SetUserPoolSessionConfigurationCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf, makeClient, makePool, makeUser } from '../fixture.ts'
import { serviceError, startTestServer, type TestServer, useServer } from '../harness.ts'
import {
  authorizeUrl,
  Browser,
  basic,
  CALLBACK,
  codeClient,
  exchange,
  PASSWORD,
  postToken,
  signInForTokens,
} from './site.ts'

const server = useServer()

const REGISTER = 'aws.cognito/dcr/register'
const SECRET_OPERATIONS = serviceError(
  'InvalidParameterException',
  'Client secret operations are not supported for clients of dynamic client registration.',
)

type Answer = { readonly status: number; readonly headers: Headers; readonly body: Record<string, unknown> }
type Sent = { readonly token?: string; readonly query?: string; readonly headers?: Record<string, string> }

const read = async (response: Response): Promise<Answer> => ({
  status: response.status,
  headers: response.headers,
  body: (await response.json()) as Record<string, unknown>,
})

const post = async (url: string, body: unknown, { token, headers = {} }: Sent = {}): Promise<Answer> =>
  read(
    await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  )

/** A pool that registers clients, with scopes of an API, a client whose tokens may register others, and jane. */
const makeWorld = async (dcr: DcrConfigurationType | undefined = {}, at: TestServer = server) => {
  const sdk = at.client()
  const { poolId } = await makePool(sdk, {})
  await sdk.send(
    new CreateResourceServerCommand({
      UserPoolId: poolId,
      Identifier: 'api',
      Name: 'api',
      Scopes: ['read', 'write'].map((ScopeName) => ({ ScopeName, ScopeDescription: ScopeName })),
    }),
  )
  const configure = (DcrConfiguration: DcrConfigurationType) =>
    sdk.send(new UpdateUserPoolCommand({ UserPoolId: poolId, DcrConfiguration }))
  if (Object.keys(dcr).length > 0) await configure(dcr)
  const registrar = await makeClient(sdk, poolId, {
    GenerateSecret: true,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: [REGISTER, 'api/read'],
  })
  await makeUser(sdk, poolId, 'jane')
  await sdk.send(
    new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username: 'jane', Password: PASSWORD, Permanent: true }),
  )
  const tokenFor = async (scope: string) => {
    const { body } = await postToken(at, { grant_type: 'client_credentials', scope }, basic(registrar))
    return String(body.access_token)
  }
  const endpoint = `${at.url}/oauth2/register?user_pool_id=${poolId}`
  const register = (metadata: unknown, sent: Sent = {}) => post(endpoint, metadata, sent)
  const describe = async (ClientId: unknown) =>
    (await sdk.send(new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId: String(ClientId) })))
      .UserPoolClient ?? {}
  const count = async () => (await at.ctx.store.clients.list(poolId, 1000)).items.length
  return { sdk, poolId, configure, registrar, tokenFor, endpoint, register, describe, count }
}

const OPEN: DcrConfigurationType = { EnableStatus: 'Enabled', OpenDcrEnabled: true }
const APP = { redirect_uris: [CALLBACK] }

suite('RFC 7591 section 3.2.1: an application registers', () => {
  test('a client by what is usual', async () => {
    const world = await makeWorld(OPEN)
    const { status, headers, body } = await world.register(APP)
    assert.equal(status, 201, JSON.stringify(body))
    assert.match(headers.get('content-type') ?? '', /^application\/json/)
    assert.match(headers.get('cache-control') ?? '', /no-store/)
    assert.equal(headers.get('access-control-allow-origin'), '*')
    const { client_id, client_id_issued_at, client_secret, ...rest } = body
    assert.match(String(client_id), /^[0-9a-v]{26}$/)
    assert.ok(Math.abs(Number(client_id_issued_at) - server.ctx.now() / 1000) < 10)
    assert.match(String(client_secret), /^[0-9a-v]{51,52}$/)
    assert.deepEqual(rest, {
      client_secret_expires_at: 0,
      client_name: client_id,
      redirect_uris: [CALLBACK],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
      scope: 'openid email phone profile',
    })
  })

  test('a public client with a name, which signs users in', async () => {
    const world = await makeWorld({ ...OPEN, AllowedScopes: ['api/read'] })
    const { body } = await world.register({
      redirect_uris: [CALLBACK, 'http://127.0.0.1:33418/', 'com.example.app:/cb'],
      client_name: 'An App',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
      response_types: ['code'],
      scope: 'openid api/read',
    })
    assert.deepEqual([body.client_secret, body.client_secret_expires_at], [undefined, undefined])
    const shown = { name: body.client_name, method: body.token_endpoint_auth_method, scope: body.scope }
    assert.deepEqual(shown, { name: 'An App', method: 'none', scope: 'openid api/read' })
    const site = { ...world, clientId: String(body.client_id), secret: undefined }
    const to = await new Browser(server).signIn(authorizeUrl(server, site, { scope: 'openid api/read' }))
    const tokens = (await exchange(server, site, to)).body
    assert.equal(claimsOf(String(tokens.access_token)).scope, 'openid api/read')
    const refreshed = await postToken(server, {
      grant_type: 'refresh_token',
      refresh_token: String(tokens.refresh_token),
      client_id: site.clientId,
    })
    assert.equal(refreshed.status, 200, JSON.stringify(refreshed.body))
  })

  test('a machine, with an access token', async () => {
    const world = await makeWorld({ EnableStatus: 'Enabled', AllowedScopes: ['api/read', 'api/write'] })
    const token = await world.tokenFor(REGISTER)
    const metadata = {
      grant_types: ['client_credentials'],
      scope: 'api/read',
      token_endpoint_auth_method: 'client_secret_post',
    }
    const { status, body } = await world.register(metadata, { token })
    assert.equal(status, 201, JSON.stringify(body))
    assert.deepEqual([body.grant_types, body.response_types, body.redirect_uris], [['client_credentials'], [], []])
    const answer = await postToken(server, {
      grant_type: 'client_credentials',
      client_id: String(body.client_id),
      client_secret: String(body.client_secret),
    })
    assert.equal(claimsOf(String(answer.body.access_token)).scope, 'api/read')
  })

  test('with the scopes that the pool allows, where it asks for none', async () => {
    const AllowedScopes = ['api/read', 'api/gone', REGISTER, 'aws.cognito.signin.user.admin']
    const world = await makeWorld({ ...OPEN, OpenDcrGrantTypes: ['code', 'client_credentials'], AllowedScopes })
    const app = await world.register(APP)
    assert.equal(app.body.scope, 'openid email phone profile api/read aws.cognito.signin.user.admin')
    const machine = await world.register({ grant_types: ['client_credentials'] })
    assert.equal(machine.body.scope, 'api/read')
  })

  test('with members that are null like those that are left out', async () => {
    const world = await makeWorld(OPEN)
    const { status } = await world.register({ ...APP, client_name: null, scope: null, grant_types: null })
    assert.equal(status, 201)
  })

  test('with nothing that it does not know, and what is not said elsewhere', async () => {
    const world = await makeWorld(OPEN)
    const { status, body } = await world.register({
      ...APP,
      client_uri: 'https://example.com',
      logo_uri: 'http://169.254.169.254/latest/meta-data',
      tos_uri: 'file:///etc/passwd',
      policy_uri: 'javascript:alert(1)',
      jwks_uri: `${server.url}/_cenote/inbox.json`,
      jwks: { keys: [] },
      contacts: ['a@example.com'],
      software_statement: 'a.b.c',
      software_id: 'x',
      client_id: 'chosen',
      client_secret: 'c'.repeat(30),
      registration_access_token: 'x',
    })
    assert.equal(status, 201)
    assert.notEqual(body.client_id, 'chosen')
    assert.notEqual(body.client_secret, 'c'.repeat(30))
    assert.deepEqual(Object.keys(body).sort(), [
      'client_id',
      'client_id_issued_at',
      'client_name',
      'client_secret',
      'client_secret_expires_at',
      'grant_types',
      'redirect_uris',
      'response_types',
      'scope',
      'token_endpoint_auth_method',
    ])
    assert.ok(!JSON.stringify(await world.describe(body.client_id)).includes('169.254'))
  })
})

suite('the pool of a client', () => {
  test('is named where discovery sends applications', async () => {
    const world = await makeWorld(OPEN)
    const discovered = await (await fetch(`${server.url}/${world.poolId}/.well-known/openid-configuration`)).json()
    const endpoint = (discovered as { registration_endpoint: string }).registration_endpoint
    const { port } = new URL(server.url)
    assert.equal(endpoint, `${server.ctx.settings.publicUrl}/oauth2/register?user_pool_id=${world.poolId}`)
    assert.equal(new URL(endpoint).port, port)
    const { status, body } = await post(endpoint, APP)
    assert.equal(status, 201)
    assert.equal((await world.describe(body.client_id)).UserPoolId, world.poolId)
  })

  test('is not told of by discovery where it registers none', async () => {
    const { poolId } = await makePool(server.client())
    const discovered = await (await fetch(`${server.url}/${poolId}/.well-known/openid-configuration`)).json()
    assert.equal('registration_endpoint' in (discovered as object), false)
  })

  test('is that of the access token, where nothing else tells', async () => {
    const world = await makeWorld({ EnableStatus: 'Enabled' })
    const { status, body } = await post(`${server.url}/oauth2/register`, APP, { token: await world.tokenFor(REGISTER) })
    assert.equal(status, 201)
    assert.equal((await world.describe(body.client_id)).ClientType, 'DCR')
  })

  test('is that of the domain', async () => {
    const [world, other] = [await makeWorld(OPEN), await makeWorld(OPEN)]
    const prefix = `p${randomBytes(8).toString('hex')}`
    await world.sdk.send(new CreateUserPoolDomainCommand({ UserPoolId: world.poolId, Domain: prefix }))
    const send = (path: string) =>
      new Promise<{ status: number | undefined; body: Record<string, unknown> }>((resolve, reject) => {
        const { port } = new URL(server.url)
        const headers = { host: `${prefix}.auth.localhost:${port}`, 'content-type': 'application/json' }
        const sent = request({ host: '127.0.0.1', port, path, method: 'POST', headers }, (response) => {
          let text = ''
          response.on('data', (chunk) => {
            text += chunk
          })
          response.on('end', () => resolve({ status: response.statusCode, body: JSON.parse(text) }))
        })
        sent.on('error', reject)
        sent.end(JSON.stringify(APP))
      })
    const { status, body } = await send('/oauth2/register')
    assert.equal(status, 201, JSON.stringify(body))
    assert.equal((await world.describe(body.client_id)).UserPoolId, world.poolId)
    assert.equal((await send(`/oauth2/register?user_pool_id=${world.poolId}`)).status, 201)
    const mixed = await send(`/oauth2/register?user_pool_id=${other.poolId}`)
    assert.deepEqual([mixed.status, mixed.body.error], [400, 'invalid_request'])
  })

  for (const [name, query] of [
    ['no pool', ''],
    ['an unknown pool', '?user_pool_id=us-east-1_nosuchone'],
    ['a pool of no form', '?user_pool_id=%00'],
    ['two pools', '?user_pool_id=us-east-1_nosuchone&user_pool_id=us-east-1_nosuchone'],
  ] as const) {
    test(`is needed: ${name}`, async () => {
      const { status, body } = await post(`${server.url}/oauth2/register${query}`, APP)
      assert.deepEqual([status, body.error], [400, 'invalid_request'])
    })
  }

  test('registers by POST alone', async () => {
    const response = await fetch(`${server.url}/oauth2/register`)
    assert.deepEqual([response.status, response.headers.get('allow')], [405, 'POST'])
  })
})

suite('RFC 6750: who may register', () => {
  const refused = async (answer: Promise<Answer>, status: number, error: string, challenge?: RegExp) => {
    const { status: given, body, headers } = await answer
    assert.deepEqual([given, body.error], [status, error], JSON.stringify(body))
    if (challenge) assert.match(headers.get('www-authenticate') ?? '', challenge)
  }

  test('nobody where the pool does not say so, or says not', async () => {
    for (const dcr of [{}, { EnableStatus: 'Disabled', OpenDcrEnabled: true } as const]) {
      const world = await makeWorld(dcr)
      await refused(world.register(APP), 403, 'access_denied')
      await refused(world.register(APP, { token: await world.tokenFor(REGISTER) }), 403, 'access_denied')
    }
  })

  test('who has an access token, where registration is on and nothing else is said', async () => {
    const world = await makeWorld()
    await world.configure({})
    await refused(world.register(APP), 401, 'invalid_token', /^Bearer$/)
    assert.equal((await world.register(APP, { token: await world.tokenFor(REGISTER) })).status, 201)
  })

  test('a user whose client may have the scope, until it may not', async () => {
    const world = await makeWorld({ EnableStatus: 'Enabled' })
    const scopes = ['openid', REGISTER]
    const { clientId } = await makeClient(world.sdk, world.poolId, { ...codeClient, AllowedOAuthScopes: scopes })
    const site = { ...world, clientId, secret: undefined }
    const to = await new Browser(server).signIn(authorizeUrl(server, site, { scope: scopes.join(' ') }))
    const token = String((await exchange(server, site, to)).body.access_token)
    assert.equal((await world.register(APP, { token })).status, 201)
    const { body } = await world.register({ ...APP, token_endpoint_auth_method: 'none' }, { token })
    const other = new Browser(server)
    await other.signIn(authorizeUrl(server, site))
    // Whoever signs up can have such a token: the client gets nothing of others who are signed in.
    const silent = await other.open(authorizeUrl(server, { clientId: String(body.client_id) }, { prompt: 'none' }))
    assert.equal(silent.url.searchParams.get('error'), 'login_required')
    await world.sdk.send(
      new UpdateUserPoolClientCommand({
        UserPoolId: world.poolId,
        ClientId: clientId,
        ...codeClient,
        AllowedOAuthScopes: ['openid'],
      }),
    )
    await refused(world.register(APP, { token }), 403, 'insufficient_scope')
  })

  test('nobody with a token that is not good for it, open or not', async () => {
    for (const dcr of [OPEN, { EnableStatus: 'Enabled' } as const]) {
      const [world, other] = [await makeWorld(dcr), await makeWorld(dcr)]
      const before = await world.count()
      const token = await world.tokenFor(REGISTER)
      const [head, claims, mark] = token.split('.')
      const forged = Buffer.from(JSON.stringify({ ...claimsOf(token), sub: 'x' })).toString('base64url')
      const invalid = /^Bearer error="invalid_token"/
      await refused(world.register(APP, { token: await other.tokenFor(REGISTER) }), 401, 'invalid_token', invalid)
      await refused(world.register(APP, { token: `${head}.${forged}.${mark}` }), 401, 'invalid_token', invalid)
      await refused(world.register(APP, { token: `${head}.${claims}.` }), 401, 'invalid_token', invalid)
      await refused(world.register(APP, { token: 'x' }), 401, 'invalid_token', invalid)
      await refused(world.register(APP, { headers: basic(world.registrar) }), 401, 'invalid_token', invalid)
      await refused(world.register(APP, { headers: { authorization: 'Bearer ' } }), 401, 'invalid_token', invalid)
      await refused(
        world.register(APP, { token: await world.tokenFor('api/read') }),
        403,
        'insufficient_scope',
        /^Bearer error="insufficient_scope"/,
      )
      await world.sdk.send(
        new DeleteUserPoolClientCommand({ UserPoolId: world.poolId, ClientId: world.registrar.clientId }),
      )
      await refused(world.register(APP, { token }), 401, 'invalid_token', invalid)
      assert.equal(await world.count(), before - 1)
    }
  })

  test('nobody with a token that has ended', async () => {
    const world = await makeWorld(OPEN)
    const token = await world.tokenFor(REGISTER)
    server.travel(24 * 60 * 60_000)
    await refused(world.register(APP, { token }), 401, 'invalid_token')
  })

  const grants: [name: string, open: OAuthFlowType[], authenticated: OAuthFlowType[]][] = [
    ['codes', ['code'], ['code']],
    ['machines', ['client_credentials'], ['client_credentials']],
    ['both', ['code', 'client_credentials', 'implicit'], ['client_credentials', 'code']],
    ['either', ['code'], ['client_credentials']],
    ['none', [], ['implicit']],
  ]
  for (const [name, OpenDcrGrantTypes, AuthenticatedGrantTypes] of grants) {
    test(`for no grants but those of the pool: ${name}`, async () => {
      const world = await makeWorld({
        ...OPEN,
        OpenDcrGrantTypes,
        AuthenticatedGrantTypes,
        AllowedScopes: ['api/read'],
      })
      for (const [allowed, sent] of [
        [OpenDcrGrantTypes, {}],
        [AuthenticatedGrantTypes, { token: await world.tokenFor(REGISTER) }],
      ] as const) {
        for (const [flow, metadata] of [
          ['code', APP],
          ['client_credentials', { grant_types: ['client_credentials'] }],
        ] as const) {
          const { status, body } = await world.register(metadata, sent)
          const usable = allowed.filter((one) => one !== 'implicit')
          if (usable.length === 0) assert.deepEqual([status, body.error], [403, 'access_denied'])
          else if (usable.includes(flow)) assert.equal(status, 201, JSON.stringify(body))
          else assert.deepEqual([status, body.error], [400, 'invalid_client_metadata'])
        }
      }
    })
  }
})

suite('RFC 7591 section 3.2.2: refuses', () => {
  const URI = 'invalid_redirect_uri'
  const METADATA = 'invalid_client_metadata'
  const to = (...redirect_uris: unknown[]) => ({ redirect_uris })
  const rows: [name: string, metadata: unknown, error: string][] = [
    ...[
      'javascript:alert(document.cookie)',
      'JaVaScRiPt:alert(1)',
      'data:text/html,<script>alert(1)</script>',
      'vbscript:x',
      'file:///etc/passwd',
      'blob:https://example.com/x',
      'about:blank',
      'view-source:https://example.com',
      'http://evil.example/cb',
      'https://example.com/cb#fragment',
      'https://user@example.com/cb',
      'https://example.com\\@evil.example/cb',
      '//example.com/cb',
      '/cb',
      'https://',
      'https://example.com/a b',
      'https://example.com/\r\nSet-Cookie: a=b',
      '',
      `https://example.com/${'a'.repeat(1024)}`,
    ].map((url): [string, unknown, string] => [`the redirect URI ${url.slice(0, 40)}`, to(url), URI]),
    ['a good URI beside a bad one', to(CALLBACK, 'javascript:alert(1)'), URI],
    ['101 redirect URIs', to(...Array.from({ length: 101 }, () => CALLBACK)), URI],
    ['no redirect URI', {}, URI],
    ['an empty list of redirect URIs', to(), URI],
    ['redirect URIs that are none', to(1, {}), URI],
    ['one redirect URI without a list', { redirect_uris: CALLBACK }, URI],
    ['a name that is none', { ...APP, client_name: {} }, METADATA],
    ['a grant that nobody has', { ...APP, grant_types: ['password'] }, METADATA],
    ['the implicit grant', { ...APP, grant_types: ['implicit'], response_types: ['token'] }, METADATA],
    ['no grant', { ...APP, grant_types: [] }, METADATA],
    ['grants that are none', { ...APP, grant_types: 'authorization_code' }, METADATA],
    ['a grant by the name of a method', { ...APP, grant_types: ['constructor', '__proto__'] }, METADATA],
    ['both grants', { ...APP, grant_types: ['authorization_code', 'client_credentials'] }, METADATA],
    ['tokens in the fragment', { ...APP, response_types: ['token'] }, METADATA],
    ['a proof by key', { ...APP, token_endpoint_auth_method: 'private_key_jwt' }, METADATA],
    [
      'a machine without a secret',
      { grant_types: ['client_credentials'], token_endpoint_auth_method: 'none' },
      METADATA,
    ],
    ['a scope that the pool does not allow', { ...APP, scope: 'openid api/write' }, METADATA],
    ['the scope of administrators', { ...APP, scope: 'aws.cognito.signin.user.admin' }, METADATA],
    ['the scope that registers clients', { ...APP, scope: REGISTER }, METADATA],
    ['scopes of users for a machine', { grant_types: ['client_credentials'], scope: 'openid' }, METADATA],
    ['too many scopes', { ...APP, scope: Array.from({ length: 51 }, (_, index) => `s${index}`).join(' ') }, METADATA],
    ['scopes in a list', { ...APP, scope: ['openid'] }, METADATA],
    ['no JSON', 'redirect_uris=x', METADATA],
    ['a list', '[]', METADATA],
    ['a member twice', `{"redirect_uris":["${CALLBACK}"],"redirect_uris":["https://evil.example"]}`, METADATA],
    ['__proto__', `{"redirect_uris":["${CALLBACK}"],"__proto__":{"client_name":"x"}}`, METADATA],
    ['deep nesting', `{"a":${'['.repeat(1000)}${']'.repeat(1000)}}`, METADATA],
  ]
  for (const [name, metadata, error] of rows) {
    test(name, async () => {
      const AllowedScopes = ['api/read', REGISTER]
      const world = await makeWorld({ ...OPEN, OpenDcrGrantTypes: ['code', 'client_credentials'], AllowedScopes })
      const before = await world.count()
      const { status, body } = await world.register(metadata)
      assert.deepEqual([status, body.error], [400, error], JSON.stringify(body))
      assert.equal(await world.count(), before)
    })
  }

  test('metadata that is huge', async () => {
    const world = await makeWorld(OPEN)
    const { status, body } = await world.register({ ...APP, contacts: ['x'.repeat(40_000)] })
    assert.deepEqual([status, body.error], [413, METADATA])
  })

  test('another type of content', async () => {
    const world = await makeWorld(OPEN)
    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      const { status, body } = await world.register(APP, { headers: { 'content-type': type } })
      assert.deepEqual([status, body.error], [400, METADATA])
    }
  })

  test('a machine in a pool that allows it no scope', async () => {
    const world = await makeWorld({ ...OPEN, OpenDcrGrantTypes: ['client_credentials'] })
    const { status, body } = await world.register({ grant_types: ['client_credentials'] })
    assert.deepEqual([status, body.error], [400, METADATA])
  })
})

suite('a client that registered itself', () => {
  const makeRegistered = async (metadata: object = APP, dcr: DcrConfigurationType = OPEN) => {
    const world = await makeWorld(dcr)
    const { body } = await world.register(metadata)
    const clientId = String(body.client_id)
    return { ...world, clientId, secret: body.client_secret as string | undefined, body }
  }

  test('is of type DCR, and has what was registered', async () => {
    const { describe, clientId, secret, poolId } = await makeRegistered({ ...APP, client_name: 'An App' })
    const { CreationDate, LastModifiedDate, ...rest } = await describe(clientId)
    assert.deepEqual(rest, {
      UserPoolId: poolId,
      ClientName: 'An App',
      ClientId: clientId,
      ClientSecret: secret,
      RefreshTokenValidity: 30,
      TokenValidityUnits: {},
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      SupportedIdentityProviders: ['COGNITO'],
      CallbackURLs: [CALLBACK],
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'phone', 'profile'],
      AllowedOAuthFlowsUserPoolClient: true,
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      EnablePropagateAdditionalUserContextData: false,
      AuthSessionValidity: 3,
      ClientType: 'DCR',
    })
  })

  test('is listed among its own', async () => {
    const { sdk, poolId, clientId } = await makeRegistered()
    const list = async (ClientType?: 'DCR' | 'REGULAR', MaxResults = 60) => {
      const found: (string | undefined)[] = []
      let NextToken: string | undefined
      do {
        const page = await sdk.send(
          new ListUserPoolClientsCommand({ UserPoolId: poolId, ClientType, MaxResults, NextToken }),
        )
        found.push(...(page.UserPoolClients ?? []).map(({ ClientId }) => ClientId))
        NextToken = page.NextToken
      } while (NextToken)
      return found
    }
    assert.deepEqual(await list('DCR'), [clientId])
    assert.equal((await list('REGULAR')).includes(clientId), false)
    assert.deepEqual(new Set(await list(undefined, 1)), new Set([...(await list('REGULAR', 1)), clientId]))
  })

  test('has a name that is text, whatever it says', async () => {
    const client_name = '<script>alert("x")</script> & Claude Code (a/b)'
    const world = await makeRegistered({ ...APP, client_name })
    assert.equal(world.body.client_name, 'script alert x script Claude Code a b')
    const { text } = await new Browser(server).open(authorizeUrl(server, world))
    assert.ok(!text.includes('<script>alert'))
    assert.equal((await makeRegistered({ ...APP, client_name: '<>' })).body.client_name !== '', true)
    assert.equal(String((await makeRegistered({ ...APP, client_name: 'a'.repeat(500) })).body.client_name).length, 128)
  })

  test('takes no operation on its secrets', async () => {
    const { sdk, poolId: UserPoolId, clientId: ClientId } = await makeRegistered()
    const [secret] = await server.ctx.store.clients.secrets(UserPoolId, ClientId)
    const given = { UserPoolId, ClientId }
    await assert.rejects(sdk.send(new AddUserPoolClientSecretCommand(given)), SECRET_OPERATIONS)
    await assert.rejects(sdk.send(new ListUserPoolClientSecretsCommand(given)), SECRET_OPERATIONS)
    const removal = new DeleteUserPoolClientSecretCommand({ ...given, ClientSecretId: secret?.id })
    await assert.rejects(sdk.send(removal), SECRET_OPERATIONS)
  })

  test('is updated and deleted like others, but never gets the scope that registers clients', async () => {
    const { sdk, poolId: UserPoolId, clientId: ClientId, describe } = await makeRegistered()
    const update = (AllowedOAuthScopes: string[]) =>
      sdk.send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId, ...codeClient, AllowedOAuthScopes }))
    await update(['openid', 'api/read'])
    const { ClientType, AllowedOAuthScopes } = await describe(ClientId)
    assert.deepEqual([ClientType, AllowedOAuthScopes], ['DCR', ['openid', 'api/read']])
    await assert.rejects(
      update(['openid', REGISTER]),
      serviceError('ScopeDoesNotExistException', `Invalid scope requested: ${REGISTER}`),
    )
    await sdk.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }))
    await assert.rejects(describe(ClientId), serviceError('ResourceNotFoundException'))
  })

  test('signs nobody in by the API, and hears of nobody whether they are there', async () => {
    const { sdk, clientId } = await makeRegistered({ ...APP, token_endpoint_auth_method: 'none' })
    for (const AuthFlow of ['USER_PASSWORD_AUTH', 'USER_SRP_AUTH', 'USER_AUTH', 'CUSTOM_AUTH'] as const) {
      const AuthParameters = { USERNAME: 'jane', PASSWORD, SRP_A: 'abc' }
      const command = new InitiateAuthCommand({ ClientId: clientId, AuthFlow, AuthParameters })
      await assert.rejects(
        sdk.send(command),
        (error: Error) => !/tokens/.test(error.name) && /not enabled/i.test(error.message),
      )
    }
  })

  test('of the open way uses no session of a browser, unless an administrator lets it', async () => {
    const open = await makeRegistered({ ...APP, token_endpoint_auth_method: 'none' })
    const { clientId: own } = await makeClient(open.sdk, open.poolId, codeClient)
    const browser = new Browser(server)
    await browser.signIn(authorizeUrl(server, { clientId: own }))
    const silently = async (clientId: string) => {
      const { url } = await browser.open(authorizeUrl(server, { clientId }, { prompt: 'none' }))
      return url.searchParams.get('error') ?? 'a code'
    }
    assert.deepEqual([await silently(own), await silently(open.clientId)], ['a code', 'login_required'])
    await browser.signIn(authorizeUrl(server, open))
    assert.equal(await silently(open.clientId), 'login_required')
    const { tokenFor, register } = open
    const vouched = await register({ ...APP, token_endpoint_auth_method: 'none' }, { token: await tokenFor(REGISTER) })
    assert.equal(await silently(String(vouched.body.client_id)), 'a code')

    const given = { UserPoolId: open.poolId, ClientId: open.clientId }
    const shown = async () =>
      (await open.sdk.send(new GetUserPoolClientSessionConfigurationCommand(given))).SSOSession?.MaxValidityMinutes
    assert.equal(await shown(), 0)
    await open.sdk.send(
      new SetUserPoolSessionConfigurationCommand({
        UserPoolId: open.poolId,
        UserSessionTracking: 'ENABLED',
        TokenSession: { MaxPerUser: 20 },
      }),
    )
    await open.sdk.send(
      new SetUserPoolClientSessionConfigurationCommand({ ...given, SSOSession: { MaxValidityMinutes: 60 } }),
    )
    assert.deepEqual([await shown(), await silently(open.clientId)], [60, 'a code'])
  })

  test('gets no scope by asking for it later', async () => {
    const world = await makeRegistered()
    const { url } = await new Browser(server).open(authorizeUrl(server, world, { scope: `openid ${REGISTER}` }))
    assert.equal(url.searchParams.get('error'), 'invalid_scope')
  })
})

suite('mass registration', () => {
  for (const [who, room] of [
    ['with an access token', 1000],
    ['without, at what is left to others', 900],
  ] as const)
    test(`ends at the quota of the pool, also for many at once: ${who}`, async () => {
      const world = await makeWorld(OPEN)
      const { ctx } = server
      const token = room === 1000 ? { token: await world.tokenFor(REGISTER) } : {}
      const client = await ctx.store.clients.find(world.poolId, world.registrar.clientId)
      assert.ok(client)
      const before = await world.count()
      await ctx.store.transaction(async (tx) => {
        for (let index = before; index < room - 3; index++)
          await tx.clients.insert({ ...client, id: `${client.id}${index}` })
      })
      const answers = await Promise.all(Array.from({ length: 8 }, () => world.register(APP, token)))
      assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, 201, 201, 429, 429, 429, 429, 429])
      const refused = answers.find(({ status }) => status === 429)
      assert.deepEqual(refused?.body, {
        error: 'temporarily_unavailable',
        error_description: 'Maximum number of user pool clients has been reached.',
      })
      assert.equal(await ctx.store.clients.count(world.poolId), room)
    })

  test('is limited by the hour where nobody vouches for clients, and in each second for all', async (t) => {
    const limited = await startTestServer({ CENOTE_QUOTAS: 'ClientRegistration=1000' })
    t.after(() => limited.stop())
    const world = await makeWorld(OPEN, limited)
    const token = await world.tokenFor(REGISTER)
    for (let index = 0; index < 100; index++) assert.equal((await world.register(APP)).status, 201)
    const { status, body } = await world.register(APP)
    assert.deepEqual([status, body.error], [429, 'temporarily_unavailable'])
    assert.equal((await world.register(APP, { token })).status, 201)
    const scopes = ['openid', REGISTER]
    const { clientId } = await makeClient(world.sdk, world.poolId, { ...codeClient, AllowedOAuthScopes: scopes })
    const site = { ...world, clientId, secret: undefined }
    const user = await signInForTokens(limited, site, { scope: scopes.join(' ') })
    const asUser = async () => (await world.register(APP, { token: user.accessToken })).status
    for (let index = 0; index < 100; index++) assert.equal(await asUser(), 201)
    assert.equal(await asUser(), 429)
    const other = await makeWorld(OPEN, limited)
    assert.equal((await other.register(APP)).status, 201)
    limited.travel(60 * 60_000)
    assert.equal((await world.register(APP)).status, 201)
    await limited.freeze(async () => {
      const answers = await Promise.all(Array.from({ length: 1010 }, () => world.register('x')))
      assert.ok(answers.some((answer) => answer.status === 429))
    })
  })
})
