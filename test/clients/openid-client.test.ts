/** openid-client, the library of most servers: everything from what discovery says, and nothing told by hand. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { CreateUserPoolClientCommandInput } from '@aws-sdk/client-cognito-identity-provider'
import * as oidc from 'openid-client'
import { claimsOf } from '../fixture.ts'
import { useServer } from '../harness.ts'
import { Browser, CALLBACK, LOGOUT, makeSite, type Site } from '../oauth/site.ts'
import { makeMachineClient, STRICT } from './oauth.ts'

const server = useServer()

/** How a client says who it is, and what it is made with for that. */
const ways: Record<
  string,
  { settings: Partial<CreateUserPoolClientCommandInput>; auth: (site: Site) => oidc.ClientAuth }
> = {
  client_secret_basic: {
    settings: { GenerateSecret: true },
    auth: ({ secret }) => oidc.ClientSecretBasic(secret),
  },
  client_secret_post: { settings: { GenerateSecret: true }, auth: ({ secret }) => oidc.ClientSecretPost(secret) },
  none: { settings: {}, auth: () => oidc.None() },
}

/** The server is not reached by TLS here, which the library wants to be told. */
const discover = (site: Site, auth: oidc.ClientAuth) =>
  oidc.discovery(new URL(`${server.ctx.settings.publicUrl}/${site.poolId}`), site.clientId, site.secret, auth, {
    execute: [oidc.allowInsecureRequests],
  })

/** Sends the user through the pages, as the library wants it, and gives the tokens. */
const signIn = async (
  config: oidc.Configuration,
  browser: Browser,
  { scope = 'openid email', ...more }: Record<string, string> = {},
) => {
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier()
  const [expectedState, expectedNonce] = [oidc.randomState(), oidc.randomNonce()]
  const to = oidc.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope,
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    nonce: expectedNonce,
    ...more,
  })
  const back = await browser.signIn(to.href)
  return oidc.authorizationCodeGrant(config, back, { pkceCodeVerifier, expectedState, expectedNonce })
}

for (const [pool, tags] of Object.entries({ 'a pool that follows the service': {}, 'a strict pool': STRICT })) {
  for (const [way, { settings, auth }] of Object.entries(ways)) {
    test(`${pool}, ${way}: sign-in, userInfo, refresh, revocation and sign-out`, async () => {
      const site = await makeSite(server, { UserPoolTags: tags }, settings)
      const config = await discover(site, auth(site))
      const browser = new Browser(server)
      const tokens = await signIn(config, browser)
      const claims = tokens.claims()
      assert.ok(claims && tokens.refresh_token)
      assert.equal(tokens.expires_in, 3600)

      const info = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub)
      assert.equal(info.username, 'jane')

      const renewed = await oidc.refreshTokenGrant(config, tokens.refresh_token)
      assert.equal(renewed.claims()?.sub, claims.sub)
      assert.equal(renewed.refresh_token, undefined)

      await oidc.tokenRevocation(config, tokens.refresh_token)
      await assert.rejects(
        oidc.refreshTokenGrant(config, tokens.refresh_token),
        (error) => error instanceof oidc.ResponseBodyError && error.error === 'invalid_grant',
      )
      await assert.rejects(
        oidc.fetchUserInfo(config, tokens.access_token, claims.sub),
        (error) => error instanceof oidc.WWWAuthenticateChallengeError && error.status === 401,
      )

      // The standard's parameters are for strict pools; the service has one of its own.
      const standard = { id_token_hint: tokens.id_token ?? '', post_logout_redirect_uri: LOGOUT }
      const out = oidc.buildEndSessionUrl(config, tags === STRICT ? standard : { logout_uri: LOGOUT })
      assert.equal((await browser.open(out.href)).url.href, LOGOUT)
      const again = oidc.buildAuthorizationUrl(config, { redirect_uri: CALLBACK, scope: 'openid', prompt: 'none' })
      assert.equal((await browser.open(again.href)).url.searchParams.get('error'), 'login_required')
    })
  }
}

suite('what openid-client checks', () => {
  test('the state, the nonce and the verifier are those of the request', async () => {
    const site = await makeSite(server)
    const config = await discover(site, oidc.None())
    const pkceCodeVerifier = oidc.randomPKCECodeVerifier()
    const code_challenge = await oidc.calculatePKCECodeChallenge(pkceCodeVerifier)
    const parameters = { redirect_uri: CALLBACK, scope: 'openid', code_challenge, code_challenge_method: 'S256' }
    const begin = () =>
      new Browser(server).signIn(oidc.buildAuthorizationUrl(config, { ...parameters, state: 's', nonce: 'n' }).href)
    const expected = { pkceCodeVerifier, expectedState: 's', expectedNonce: 'n' }
    const wrong = [{ expectedState: 'x' }, { expectedNonce: 'x' }, { pkceCodeVerifier: oidc.randomPKCECodeVerifier() }]
    for (const change of wrong) {
      await assert.rejects(oidc.authorizationCodeGrant(config, await begin(), { ...expected, ...change }))
    }
    assert.ok((await oidc.authorizationCodeGrant(config, await begin(), expected)).id_token)
  })

  test('errors of the authorization endpoint come as the library expects them', async () => {
    const site = await makeSite(server)
    const config = await discover(site, oidc.None())
    const to = oidc.buildAuthorizationUrl(config, { redirect_uri: CALLBACK, scope: 'openid nobody/knows', state: 's' })
    const { url } = await new Browser(server).open(to.href)
    await assert.rejects(
      oidc.authorizationCodeGrant(config, url, { expectedState: 's' }),
      (error) => error instanceof oidc.AuthorizationResponseError && error.error === 'invalid_scope',
    )
  })

  test('max_age is held, and auth_time tells it', async () => {
    const site = await makeSite(server)
    const config = await discover(site, oidc.None())
    const to = oidc.buildAuthorizationUrl(config, { redirect_uri: CALLBACK, scope: 'openid', max_age: '0' })
    const back = await new Browser(server).signIn(to.href)
    const tokens = await oidc.authorizationCodeGrant(config, back, { maxAge: 60, expectedState: oidc.skipStateCheck })
    assert.equal(typeof tokens.claims()?.auth_time, 'number')
  })

  test('a resource is the audience of the access token', async () => {
    const site = await makeSite(server)
    const config = await discover(site, oidc.None())
    const tokens = await signIn(config, new Browser(server), { resource: 'https://api.example.com' })
    assert.equal(claimsOf(tokens.access_token).aud, 'https://api.example.com')
  })
})

test('client credentials, with scopes of a resource server', async () => {
  for (const auth of [oidc.ClientSecretBasic, oidc.ClientSecretPost]) {
    const site = await makeMachineClient(server)
    const config = await discover(site, auth(site.secret))
    const tokens = await oidc.clientCredentialsGrant(config, { scope: 'orders/read' })
    assert.equal(tokens.expires_in, 3600)
    const { scope, sub, token_use } = claimsOf(tokens.access_token)
    assert.deepEqual({ scope, sub, token_use }, { scope: 'orders/read', sub: site.clientId, token_use: 'access' })
    await assert.rejects(
      oidc.clientCredentialsGrant(config, { scope: 'orders/unknown' }),
      (error) => error instanceof oidc.ResponseBodyError && error.error === 'invalid_scope',
    )
  }
})

test('a wrong secret is told as such', async () => {
  for (const UserPoolTags of [{}, STRICT]) {
    const site = await makeSite(server, { UserPoolTags }, { GenerateSecret: true })
    const config = await discover(site, oidc.ClientSecretBasic('wrong'))
    await assert.rejects(oidc.refreshTokenGrant(config, 'x'), (error: Error) => {
      const isChallenge = error instanceof oidc.WWWAuthenticateChallengeError
      return isChallenge || (error instanceof oidc.ResponseBodyError && error.error === 'invalid_client')
    })
  }
})

test('RFC 7591: an application registers itself by what discovery says, and signs a user in', async () => {
  const site = await makeSite(server, { DcrConfiguration: { EnableStatus: 'Enabled', OpenDcrEnabled: true } })
  for (const method of ['client_secret_post', 'client_secret_basic', 'none']) {
    const config = await oidc.dynamicClientRegistration(
      new URL(`${server.ctx.settings.publicUrl}/${site.poolId}`),
      { redirect_uris: [CALLBACK], client_name: 'An App', token_endpoint_auth_method: method },
      { client_secret_post: oidc.ClientSecretPost(), client_secret_basic: oidc.ClientSecretBasic(), none: oidc.None() }[
        method
      ],
      { execute: [oidc.allowInsecureRequests] },
    )
    assert.equal(config.clientMetadata().client_name, 'An App')
    const tokens = await signIn(config, new Browser(server))
    assert.equal(claimsOf(tokens.access_token).client_id, config.clientMetadata().client_id)
  }
  await assert.rejects(
    oidc.dynamicClientRegistration(
      new URL(`${server.ctx.settings.publicUrl}/${site.poolId}`),
      { redirect_uris: ['javascript:alert(1)'] },
      oidc.None(),
      { execute: [oidc.allowInsecureRequests] },
    ),
    (error) => error instanceof oidc.ResponseBodyError && error.error === 'invalid_redirect_uri',
  )
})
