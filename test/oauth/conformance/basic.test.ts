/** The 38 modules of oidcc-basic-certification-test-plan, with the code flow and client_secret_basic. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { claimsOf } from '../../fixture.ts'
import { basic, PASSWORD, pkce, postToken, returned } from '../site.ts'
import {
  checkErrorPage,
  checkSignature,
  type Granted,
  headerOf,
  type Module,
  type Provider,
  testModules,
} from './provider.ts'

const none = (claims: object) =>
  [{ alg: 'none' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
    .concat('.')

/** What an ID token says (OIDC Core section 3.1.3.7). */
const checkIdToken = async (provider: Provider, { claims, idToken, accessToken }: Granted, nonce = 'n1') => {
  const { server, site } = provider
  const now = Math.floor(server.ctx.now() / 1000)
  assert.equal(claims.iss, (await provider.discovery()).issuer)
  assert.ok(String(claims.sub).length > 0 && String(claims.sub).length <= 255)
  assert.equal(claims.aud, site.clientId)
  assert.equal(claims.nonce, nonce)
  assert.ok(Number(claims.exp) > now)
  assert.ok(Math.abs(Number(claims.iat) - now) < 60)
  const half = createHash('sha256').update(accessToken).digest().subarray(0, 16)
  assert.equal(claims.at_hash, half.toString('base64url'))
  checkSignature(await provider.keys(), idToken)
}

/** A grant with everything about it looked at. */
const checkGrant = async (provider: Provider, change: Record<string, string | undefined> = {}): Promise<Granted> => {
  const back = await provider.authorize({ state: 'the state', ...change })
  assert.equal(returned(back).state, 'the state')
  const { status, headers, body } = await provider.exchange(back)
  assert.equal(status, 200)
  assert.equal(body.token_type, 'Bearer')
  assert.ok(Number(body.expires_in) > 0)
  assert.match(headers.get('cache-control') ?? '', /no-store/)
  const [idToken, accessToken, refreshToken] = [body.id_token, body.access_token, body.refresh_token].map(String)
  assert.ok(idToken && accessToken && refreshToken)
  const granted = { idToken, accessToken, refreshToken, claims: claimsOf(idToken) }
  await checkIdToken(provider, granted)
  const info = await provider.userInfo(accessToken)
  assert.equal(info.status, 200)
  assert.equal(info.body.sub, granted.claims.sub)
  return granted
}

/** A request that the provider has to take, whatever it does about what is special in it. */
const succeeds = (change: Record<string, string | undefined>): Module => ({
  run: async (provider) => void (await checkGrant(provider, change)),
})

const types: Readonly<Record<string, 'string' | 'boolean' | 'number'>> = {
  ...{ name: 'string', given_name: 'string', family_name: 'string', middle_name: 'string', nickname: 'string' },
  ...{ preferred_username: 'string', profile: 'string', picture: 'string', website: 'string', gender: 'string' },
  ...{ birthdate: 'string', zoneinfo: 'string', locale: 'string', updated_at: 'number' },
  ...{ email: 'string', email_verified: 'boolean', phone_number: 'string', phone_number_verified: 'boolean' },
}

const claimsOfScope: Readonly<Record<string, readonly string[]>> = {
  profile: Object.keys(types).slice(0, 14),
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
}

/** The claims of scopes come, of the types that they should have (OIDC Core section 5.1). */
const tells = (...scopes: readonly string[]): Module => ({
  deviation: 'flags-as-text',
  async run(provider) {
    const { accessToken } = await checkGrant(provider, { scope: ['openid', ...scopes].join(' ') })
    const { body } = await provider.userInfo(accessToken)
    for (const scope of scopes)
      for (const name of claimsOfScope[scope] ?? []) assert.equal(typeof body[name], types[name], name)
  },
})

/** The provider says that it does not take requests of this kind, and does not do as if there were none. */
const refuses = (change: Record<string, string>, error: string): Module => ({
  async run(provider) {
    const back = returned(await provider.browser().open(provider.url(change)))
    assert.equal(back.error, error)
    assert.equal(back.state, 's1')
    assert.equal(back.code, undefined)
  },
})

const reuse = (seconds: number): Module => ({
  async run(provider) {
    const back = await provider.authorize()
    const { body } = await provider.exchange(back)
    const accessToken = String(body.access_token)
    assert.equal((await provider.userInfo(accessToken)).status, 200)
    provider.server.travel(seconds * 1000)
    const again = await provider.exchange(back)
    assert.equal(again.status, 400)
    assert.equal(again.body.error, 'invalid_grant')
    assert.equal((await provider.userInfo(accessToken)).status, 401)
  },
})

/** Somebody who signed in a while ago comes again. */
const comesAgain = async (
  provider: Provider,
  change: Record<string, string>,
  { asks, seconds = 2 }: { asks: boolean; seconds?: number },
) => {
  const browser = provider.browser()
  const first = await provider.grant({}, browser)
  provider.server.travel(seconds * 1000)
  const loaded = await browser.open(provider.url(change))
  assert.equal(/name="password"/.test(loaded.text), asks)
  const second = await provider.grant(change, browser)
  assert.equal(second.claims.sub, first.claims.sub)
  return [first, second].map(({ claims }) => Number(claims.auth_time)) as [number, number]
}

const modules: Readonly<Record<string, Module>> = {
  'oidcc-server': succeeds({}),
  'oidcc-response-type-missing': {
    async run(provider) {
      const back = returned(await provider.browser().open(provider.url({ response_type: undefined })))
      assert.match(String(back.error), /^(invalid_request|unsupported_response_type)$/)
      assert.equal(back.state, 's1')
    },
  },
  'oidcc-idtoken-signature': {
    async run(provider) {
      const { idToken } = await provider.grant()
      checkSignature(await provider.keys(), idToken)
    },
  },
  /** Nobody can register a client for tokens without a signature. */
  'oidcc-idtoken-unsigned': {
    async run(provider) {
      const { id_token_signing_alg_values_supported: algorithms } = await provider.discovery()
      assert.deepEqual(algorithms, ['RS256'])
      const { idToken, accessToken } = await provider.grant()
      for (const token of [idToken, accessToken]) assert.equal(headerOf(token).alg, 'RS256')
    },
  },
  'oidcc-userinfo-get': {
    async run(provider) {
      const { accessToken, claims } = await provider.grant()
      const { status, body } = await provider.userInfo(accessToken)
      assert.equal(status, 200)
      assert.equal(body.sub, claims.sub)
    },
  },
  'oidcc-userinfo-post-header': {
    async run(provider) {
      const { accessToken, claims } = await provider.grant()
      const headers = { authorization: `Bearer ${accessToken}` }
      const response = await fetch(`${provider.server.url}/oauth2/userInfo`, { method: 'POST', headers })
      assert.equal(response.status, 200)
      assert.equal(((await response.json()) as { sub: string }).sub, claims.sub)
    },
  },
  'oidcc-userinfo-post-body': {
    deviation: 'form-body-token',
    async run(provider) {
      const { accessToken, claims } = await provider.grant()
      const body = new URLSearchParams({ access_token: accessToken })
      const response = await fetch(`${provider.server.url}/oauth2/userInfo`, { method: 'POST', body })
      assert.equal(response.status, 200)
      assert.equal(((await response.json()) as { sub: string }).sub, claims.sub)
    },
  },
  'oidcc-ensure-request-without-nonce-succeeds-for-code-flow': {
    async run(provider) {
      const { claims } = await provider.grant({ nonce: undefined })
      assert.equal('nonce' in claims, false)
    },
  },
  'oidcc-scope-profile': tells('profile'),
  'oidcc-scope-email': tells('email'),
  /** Skipped by the suite where discovery has no such scope; it is refused then, not ignored. */
  'oidcc-scope-address': {
    async run(provider) {
      const { scopes_supported: scopes } = await provider.discovery()
      assert.equal((scopes as string[]).includes('address'), false)
      const back = returned(await provider.browser().open(provider.url({ scope: 'openid address' })))
      assert.equal(back.error, 'invalid_scope')
    },
  },
  'oidcc-scope-phone': tells('phone'),
  'oidcc-scope-all': tells('profile', 'email', 'phone'),
  'oidcc-display-page': succeeds({ display: 'page' }),
  'oidcc-display-popup': succeeds({ display: 'popup' }),
  'oidcc-prompt-login': {
    async run(provider) {
      const [first, second] = await comesAgain(provider, { prompt: 'login' }, { asks: true })
      assert.ok(second > first)
    },
  },
  'oidcc-prompt-none-not-logged-in': {
    async run(provider) {
      const back = returned(await provider.browser().open(provider.url({ prompt: 'none' })))
      assert.match(String(back.error), /^(login|interaction|consent|account_selection)_required$/)
      assert.equal(back.state, 's1')
    },
  },
  'oidcc-prompt-none-logged-in': {
    async run(provider) {
      const [first, second] = await comesAgain(provider, { prompt: 'none' }, { asks: false })
      assert.equal(second, first)
    },
  },
  'oidcc-max-age-1': {
    async run(provider) {
      const [first, second] = await comesAgain(provider, { max_age: '1' }, { asks: true })
      assert.ok(second > first)
      assert.ok(provider.server.ctx.now() / 1000 - second <= 2)
    },
  },
  'oidcc-max-age-10000': {
    async run(provider) {
      const [first, second] = await comesAgain(provider, { max_age: '10000' }, { asks: false })
      assert.ok(first > 0)
      assert.equal(second, first)
    },
  },
  'oidcc-ensure-request-with-unknown-parameter-succeeds': succeeds({ extra: 'foobar' }),
  'oidcc-id-token-hint': {
    async run(provider) {
      const browser = provider.browser()
      const first = await provider.grant({}, browser)
      const back = await browser.open(provider.url({ prompt: 'none', id_token_hint: first.idToken }))
      const { body } = await provider.exchange(back)
      assert.equal(claimsOf(String(body.id_token)).sub, first.claims.sub)
      assert.equal(claimsOf(String(body.id_token)).auth_time, first.claims.auth_time)
    },
  },
  'oidcc-login-hint': succeeds({ login_hint: 'bob@example.com' }),
  'oidcc-ui-locales': succeeds({ ui_locales: 'se' }),
  'oidcc-claims-locales': succeeds({ claims_locales: 'se' }),
  'oidcc-ensure-request-with-acr-values-succeeds': succeeds({ acr_values: '1 2' }),
  'oidcc-codereuse': reuse(0),
  'oidcc-codereuse-30seconds': reuse(30),
  'oidcc-ensure-registered-redirect-uri': {
    async run(provider) {
      const redirect_uri = 'https://app.example.com/callback/unregistered'
      checkErrorPage(await provider.browser().open(provider.url({ redirect_uri })), provider.server)
    },
  },
  'oidcc-ensure-post-request-succeeds': {
    async run(provider) {
      const browser = provider.browser()
      const [address = '', query] = provider.url().split('?')
      browser.page = await browser.request(address, { method: 'POST', body: new URLSearchParams(query) })
      const back = await browser.submit({ username: 'jane', password: PASSWORD })
      assert.equal(returned(back).state, 's1')
      assert.equal((await provider.exchange(back)).status, 200)
    },
  },
  'oidcc-server-client-secret-post': {
    async run(provider) {
      const { clientId, secret = '' } = provider.site
      const back = await provider.authorize()
      const { status } = await provider.exchange(back, { client_id: clientId, client_secret: secret }, {})
      assert.equal(status, 200)
    },
  },
  'oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported': refuses(
    { request_uri: 'https://app.example.com/request.jwt' },
    'request_uri_not_supported',
  ),
  'oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported': refuses(
    { request: none({ state: 'other', nonce: 'other' }) },
    'request_not_supported',
  ),
  'oidcc-claims-essential': {
    async run(provider) {
      const claims = JSON.stringify({ userinfo: { name: { essential: true } } })
      const { accessToken } = await checkGrant(provider, { claims })
      assert.equal((await provider.userInfo(accessToken)).body.name, 'Jane Doe')
    },
  },
  'oidcc-ensure-request-object-with-redirect-uri': refuses(
    { request: none({ redirect_uri: 'https://app.example.com/other' }) },
    'request_not_supported',
  ),
  'oidcc-refresh-token': {
    async run(provider) {
      const { site, other, server } = provider
      const granted = await provider.grant()
      const fields = { grant_type: 'refresh_token', refresh_token: granted.refreshToken }
      const { status, body } = await postToken(server, fields, basic(site))
      assert.equal(status, 200)
      const claims = claimsOf(String(body.id_token))
      for (const name of ['iss', 'sub', 'aud', 'auth_time']) assert.deepEqual(claims[name], granted.claims[name])
      assert.equal((await provider.userInfo(String(body.access_token))).status, 200)
      const foreign = await postToken(server, fields, basic(other))
      assert.equal(foreign.status, 400)
      assert.equal(foreign.body.error, 'invalid_grant')
    },
  },
  'oidcc-ensure-request-with-valid-pkce-succeeds': {
    async run(provider) {
      const { verifier, challenge } = pkce()
      const back = await provider.authorize({ code_challenge: challenge, code_challenge_method: 'S256' })
      assert.equal((await provider.exchange(back, { code_verifier: verifier })).status, 200)
    },
  },
  /** Scopes and parameters in another order. */
  'oidcc-alternate-happy-flow': {
    async run(provider) {
      const browser = provider.browser()
      const [address = '', query] = provider.url({ scope: 'email openid' }).split('?')
      const reversed = new URLSearchParams([...new URLSearchParams(query)].reverse())
      await browser.open(`${address}?${reversed}`)
      const back = await browser.submit({ username: 'jane', password: PASSWORD })
      const { status, body } = await provider.exchange(back)
      assert.equal(status, 200)
      assert.equal((await provider.userInfo(String(body.access_token))).body.email, 'jane@example.com')
    },
  },
}

testModules(modules)

test('none of the 38 modules of the plan is missing', () => {
  assert.equal(Object.keys(modules).length, 38)
})
