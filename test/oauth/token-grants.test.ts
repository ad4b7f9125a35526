import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import {
  AddUserPoolClientSecretCommand,
  AdminUpdateUserAttributesCommand,
  CreateResourceServerCommand,
  type CreateUserPoolClientCommandInput,
  DeleteUserPoolClientSecretCommand,
  type ExplicitAuthFlowsType,
  ListUserPoolClientSecretsCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf, makeClient, signIn as signInByApi } from '../fixture.ts'
import { lambdaArn } from '../functions.ts'
import { useTriggers } from '../triggers.ts'
import {
  authorizeUrl,
  Browser,
  basic,
  codeClient,
  exchange,
  jane,
  makeSite,
  PASSWORD,
  pkce,
  postToken,
  type Site,
  signInForTokens,
} from './site.ts'

const { server, eventsOf } = useTriggers()

const withClient = async (client: Partial<CreateUserPoolClientCommandInput>): Promise<Site> =>
  makeSite(server, {}, client)

const refresh = (site: Site, refreshToken: string, headers = site.secret === undefined ? {} : basic(site)) =>
  postToken(
    server,
    { grant_type: 'refresh_token', refresh_token: refreshToken, ...(!site.secret && { client_id: site.clientId }) },
    headers,
  )

test('RFC 6749 section 4.1.4: a code becomes tokens, with and without a challenge', async () => {
  const site = await withClient({})
  const { challenge, verifier } = pkce()
  for (const [authorization, given] of [
    [{}, {}],
    [{ code_challenge: challenge, code_challenge_method: 'S256' }, { code_verifier: verifier }],
  ] as [Record<string, string>, Record<string, string>][]) {
    const to = await new Browser(server).signIn(authorizeUrl(server, site, authorization))
    const { status, headers, body } = await exchange(server, site, to, given)
    assert.equal(status, 200)
    assert.equal(headers.get('content-type'), 'application/json;charset=UTF-8')
    assert.match(headers.get('cache-control') ?? '', /no-store/)
    assert.equal(headers.get('pragma'), 'no-cache')
    assert.equal(headers.get('access-control-allow-origin'), '*')
    assert.deepEqual(Object.keys(body).sort(), [
      'access_token',
      'expires_in',
      'id_token',
      'refresh_token',
      'token_type',
    ])
    assert.equal(body.token_type, 'Bearer')
    assert.equal(body.expires_in, 3600)
  }
})

test('RFC 7636 section 4.1: verifiers of 43 and of 128 characters, with all that may be in them', async () => {
  const site = await withClient({})
  for (const verifier of ['-._~'.padEnd(43, 'aZ9'), '-._~'.padEnd(128, 'aZ9')]) {
    const code_challenge = createHash('sha256').update(verifier).digest('base64url')
    const to = await new Browser(server).signIn(
      authorizeUrl(server, site, { code_challenge, code_challenge_method: 'S256' }),
    )
    assert.equal((await exchange(server, site, to, { code_verifier: verifier })).status, 200)
  }
})

test('RFC 6749 section 2.3.1: a confidential client proves itself in the header or the form', async () => {
  const site = await withClient({ GenerateSecret: true })
  const encoded = {
    ...site,
    clientId: encodeURIComponent(site.clientId),
    secret: encodeURIComponent(site.secret ?? ''),
  }
  const ways: [Record<string, string>, Record<string, string>][] = [
    [{}, basic(site)],
    [{ client_id: site.clientId }, basic(site)],
    [{}, basic(encoded)],
    [{}, { authorization: basic(site).authorization.replace('Basic', 'basic') }],
    [{ client_id: site.clientId, client_secret: site.secret ?? '' }, {}],
  ]
  for (const [fields, headers] of ways) {
    const to = await new Browser(server).signIn(authorizeUrl(server, site))
    const { status } = await postToken(
      server,
      {
        ...{ grant_type: 'authorization_code', code: to.searchParams.get('code') ?? '' },
        ...{ redirect_uri: 'https://app.example.com/callback', ...fields },
      },
      headers,
    )
    assert.equal(status, 200)
  }
})

test('a secret with a plus in it is taken as it is, and encoded', async () => {
  const secret = 'a+secret+of+its+own+with+pluses'
  const site = { ...(await withClient({ ClientSecret: secret })), secret }
  const { refreshToken } = await signInForTokens(server, site)
  assert.equal((await refresh(site, refreshToken)).status, 200)
  assert.equal((await refresh(site, refreshToken, basic({ ...site, secret: encodeURIComponent(secret) }))).status, 200)
  assert.equal((await refresh(site, refreshToken, basic({ ...site, secret: secret.replaceAll('+', ' ') }))).status, 400)
})

test('either of two secrets proves a client, until one is deleted', async () => {
  const site = await withClient({ GenerateSecret: true })
  const ids = { UserPoolId: site.poolId, ClientId: site.clientId }
  const { ClientSecrets } = await site.sdk.send(new ListUserPoolClientSecretsCommand(ids))
  const { ClientSecretDescriptor } = await site.sdk.send(new AddUserPoolClientSecretCommand(ids))
  const second = { ...site, secret: ClientSecretDescriptor?.ClientSecretValue }
  const { refreshToken } = await signInForTokens(server, site)
  for (const one of [site, second]) assert.equal((await refresh(one, refreshToken)).status, 200)
  const ClientSecretId = ClientSecrets?.[0]?.ClientSecretId ?? ''
  await site.sdk.send(new DeleteUserPoolClientSecretCommand({ ...ids, ClientSecretId }))
  assert.equal((await refresh(site, refreshToken)).body.error, 'invalid_client')
  assert.equal((await refresh(second, refreshToken)).status, 200)
})

test('RFC 6749 section 6: a refresh keeps what was proved and asked for, and tells what is so now', async () => {
  const site = await withClient({})
  const scope = 'openid email'
  const first = await signInForTokens(server, site, { scope, nonce: 'n1', acr_values: 'urn:cognito:loa:1' })
  server.travel(2000)
  const UserAttributes = [
    { Name: 'email', Value: 'new@example.com' },
    { Name: 'email_verified', Value: 'true' },
  ]
  await site.sdk.send(new AdminUpdateUserAttributesCommand({ ...jane(site), UserAttributes }))
  const { status, body } = await refresh(site, first.refreshToken)
  assert.equal(status, 200)
  assert.deepEqual(Object.keys(body).sort(), ['access_token', 'expires_in', 'id_token', 'token_type'])
  const [id, before] = [claimsOf(String(body.id_token)), claimsOf(first.idToken)]
  for (const name of ['sub', 'aud', 'iss', 'auth_time', 'origin_jti', 'acr', 'amr', 'event_id'])
    assert.deepEqual(id[name], before[name], name)
  assert.equal(id.acr, 'urn:cognito:loa:1')
  assert.equal(id.email, 'new@example.com')
  // OIDC Core section 12.2: it should have none, even where the first had one.
  assert.equal(id.nonce, undefined)
  assert.ok(Number(id.iat) > Number(before.iat))
  assert.equal(claimsOf(String(body.access_token)).scope, scope)
})

test('tokens that came by the API are refreshed here, too', async () => {
  const site = await withClient({})
  const { refreshToken } = await signInByApi(site.sdk, site.clientId, 'jane', PASSWORD)
  const { status, body } = await refresh(site, refreshToken)
  assert.equal(status, 200)
  assert.equal(claimsOf(String(body.access_token)).scope, 'aws.cognito.signin.user.admin')
  assert.equal(claimsOf(String(body.id_token)).token_use, 'id')
})

test('RFC 9700 section 4.14.2: a client that rotates gets a new refresh token each time', async () => {
  const site = await withClient({ RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 } })
  const { refreshToken } = await signInForTokens(server, site)
  await server.freeze(async () => {
    const { body } = await refresh(site, refreshToken)
    assert.ok(body.refresh_token)
    assert.notEqual(body.refresh_token, refreshToken)
    server.travel(9_999)
    assert.equal((await refresh(site, refreshToken)).status, 200, 'within the grace period')
    server.travel(1)
    assert.deepEqual((await refresh(site, refreshToken)).body, {
      error: 'invalid_grant',
      error_description: 'Refresh token has been invalidated by rotation',
    })
    assert.equal((await refresh(site, String(body.refresh_token))).body.error, 'invalid_grant', 'the family is dead')
  })
})

test('refresh tokens end when the client says so', async () => {
  const site = await withClient({ RefreshTokenValidity: 1, TokenValidityUnits: { RefreshToken: 'hours' } })
  const { refreshToken } = await signInForTokens(server, site)
  server.travel(59 * 60_000)
  assert.equal((await refresh(site, refreshToken)).status, 200)
  server.travel(60_000)
  assert.equal((await refresh(site, refreshToken)).body.error, 'invalid_grant')
})

const machineOf = async (change: Partial<CreateUserPoolClientCommandInput> = {}, site?: Site): Promise<Site> => {
  const of = site ?? (await withClient({}))
  const Scopes = ['read', 'write'].map((ScopeName) => ({ ScopeName, ScopeDescription: ScopeName }))
  const things = { UserPoolId: of.poolId, Identifier: 'https://things', Name: 'things', Scopes }
  await of.sdk.send(new CreateResourceServerCommand(things))
  const client = await makeClient(of.sdk, of.poolId, {
    GenerateSecret: true,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: ['https://things/read', 'https://things/write'],
    ...change,
  })
  return { ...of, ...client }
}

const asMachine = (site: Site, fields: Record<string, string> = {}) =>
  postToken(server, { grant_type: 'client_credentials', ...fields }, basic(site))

test('RFC 6749 section 4.4: a client gets a token on its own account', async () => {
  const site = await machineOf()
  for (const [asked, scope] of [
    [{}, 'https://things/read https://things/write'],
    [{ scope: 'https://things/write' }, 'https://things/write'],
    [{ scope: 'https://things/write  https://things/write' }, 'https://things/write'],
    // No user, no audience of one's choice.
    [{ resource: 'https://api.example.com' }, 'https://things/read https://things/write'],
  ] as [Record<string, string>, string][]) {
    const { status, body } = await asMachine(site, asked)
    assert.equal(status, 200)
    assert.deepEqual(Object.keys(body).sort(), ['access_token', 'expires_in', 'token_type'])
    const { iat, exp, auth_time, jti, ...claims } = claimsOf(String(body.access_token))
    assert.deepEqual(claims, {
      ...{ sub: site.clientId, client_id: site.clientId, token_use: 'access', version: 2, scope },
      iss: `${server.ctx.settings.publicUrl}/${site.poolId}`,
    })
  }
})

test('ALLOW_CLIENT_TOKEN_AUTH alone is enough for client_credentials', async () => {
  const site = await machineOf({
    AllowedOAuthFlowsUserPoolClient: false,
    AllowedOAuthFlows: undefined,
    ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH' as ExplicitAuthFlowsType], // documented; the SDK does not know it
  })
  assert.equal((await asMachine(site)).status, 200)
})

test('aws_client_metadata: reaches a function of version 3, which changes the token', async () => {
  const site = await makeSite(server, {
    LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: 'V3_0', LambdaArn: lambdaArn('all') } },
  })
  const machine = await machineOf({}, site)
  const metadata = { env: 'dev', text: 'a&b=c ü' }
  const claimsAndScopeOverrideDetails = {
    accessTokenGeneration: {
      claimsToAddOrOverride: { team: 'blue' },
      scopesToAdd: ['https://things/fly'],
      scopesToSuppress: ['https://things/write'],
    },
  }
  let token = ''
  const events = await eventsOf(
    async () => {
      const { body } = await asMachine(machine, { aws_client_metadata: JSON.stringify(metadata) })
      token = String(body.access_token)
    },
    { TokenGeneration_ClientCredentials: { claimsAndScopeOverrideDetails } },
  )
  assert.equal(events.length, 1)
  const [event] = events
  assert.equal(event?.triggerSource, 'TokenGeneration_ClientCredentials')
  assert.equal(event?.userName, 'ClientCredentials')
  const request = event?.request as Record<string, unknown>
  assert.deepEqual(request.clientMetadata, metadata)
  assert.deepEqual(request.scopes, ['https://things/read', 'https://things/write'])
  assert.deepEqual(request.userAttributes, {})
  assert.equal(claimsOf(token).team, 'blue')
  assert.equal(claimsOf(token).scope, 'https://things/read https://things/fly')
})

test('a function that refuses is answered invalid_request', async () => {
  const site = await makeSite(server, { LambdaConfig: { PreTokenGeneration: lambdaArn('all') } })
  const browser = new Browser(server)
  const to = await browser.signIn(authorizeUrl(server, site))
  await eventsOf(
    async () => {
      const { status, body } = await exchange(server, site, to)
      assert.equal(status, 400)
      assert.equal(body.error, 'invalid_request')
      assert.match(String(body.error_description), /PreTokenGeneration failed with error no/)
      const implicit = await browser.send(authorizeUrl(server, site, { response_type: 'token' }))
      const back = new URLSearchParams(implicit.url.hash.slice(1))
      assert.equal(back.get('error'), 'invalid_request')
      assert.equal(back.get('state'), 's1')
    },
    { TokenGeneration_HostedAuth: { error: 'no' } },
  )
})

test('the functions of a sign-in on the pages hear that it is one', async () => {
  const site = await makeSite(server, { LambdaConfig: { PreTokenGeneration: lambdaArn('all') } })
  const sources = async (work: () => Promise<unknown>) => (await eventsOf(work)).map((event) => event.triggerSource)
  let refreshToken = ''
  assert.deepEqual(
    await sources(async () => {
      refreshToken = (await signInForTokens(server, site)).refreshToken
    }),
    ['TokenGeneration_HostedAuth'],
  )
  assert.deepEqual(await sources(() => refresh(site, refreshToken)), ['TokenGeneration_RefreshTokens'])
})

test('codes of clients of one pool are their own', async () => {
  const site = await withClient({})
  const other = { ...site, ...(await makeClient(site.sdk, site.poolId, codeClient)) }
  const to = await new Browser(server).signIn(authorizeUrl(server, site))
  assert.equal((await exchange(server, other, to)).body.error, 'invalid_grant')
  assert.equal((await exchange(server, site, to)).status, 200)
})
