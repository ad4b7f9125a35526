import assert from 'node:assert/strict'
import { test } from 'node:test'
import { claimsOf, makeClient } from '../fixture.ts'
import { useServer } from '../harness.ts'
import {
  authorizeUrl,
  Browser,
  codeClient,
  codeOf,
  exchange,
  makeSite,
  postToken,
  returned,
  type Site,
  signInForTokens,
} from './site.ts'

const MINUTE = 60_000

let site: Site
const server = useServer({}, 'dev', async (server) => {
  site = await makeSite(server)
})

const signedIn = async () => {
  const browser = new Browser(server)
  const to = await browser.signIn(authorizeUrl(server, site))
  const { body } = await exchange(server, site, to)
  return { browser, authTime: Number(claimsOf(String(body.id_token)).auth_time) }
}

/** What an authorization comes to without a user who does something. */
const silently = (browser: Browser, change: Record<string, string | undefined> = {}) =>
  browser.send(authorizeUrl(server, site, change))

const leadsToSignIn = ({ headers }: { headers: Headers }) => /^\/login\?/.test(headers.get('location') ?? '')

test('nonce: comes back in the ID token, and in no other', async () => {
  const { idToken, accessToken } = await signInForTokens(server, site, { nonce: 'a nonce/+"ü' })
  assert.equal(claimsOf(idToken).nonce, 'a nonce/+"ü')
  assert.equal(claimsOf(accessToken).nonce, undefined)
  const other = await signInForTokens(server, site)
  assert.equal(claimsOf(other.idToken).nonce, undefined)
})

test('a session gives a second client request a code at once', async () => {
  const { browser, authTime } = await signedIn()
  server.travel(MINUTE)
  const loaded = await silently(browser)
  assert.equal(returned(loaded).state, 's1')
  const { body } = await exchange(server, site, loaded.url)
  assert.equal(claimsOf(String(body.id_token)).auth_time, authTime)
})

test('a session lasts an hour, and its use does not make it longer', async () => {
  const { browser } = await signedIn()
  server.travel(59 * MINUTE)
  codeOf(await silently(browser))
  server.travel(MINUTE)
  assert.ok(leadsToSignIn(await silently(browser)))
})

test('prompt=none: gives a code where somebody is signed in', async () => {
  const { browser } = await signedIn()
  codeOf(await silently(browser, { prompt: 'none' }))
  codeOf(await silently(browser, { prompt: 'none', identity_provider: 'COGNITO' }))
})

test('prompt=login: leads to the sign-in page, and the session of then is another', async () => {
  const { browser, authTime } = await signedIn()
  const before = new Map(browser.cookies)
  server.travel(MINUTE)
  assert.ok(leadsToSignIn(await silently(browser, { prompt: 'login' })))
  const to = await browser.signIn(authorizeUrl(server, site, { prompt: 'login' }))
  const { body } = await exchange(server, site, to)
  assert.ok(Number(claimsOf(String(body.id_token)).auth_time) >= authTime + 60)
  const name = [...before.keys()].find((key) => key.includes(site.poolId)) ?? ''
  assert.notEqual(browser.cookies.get(name), before.get(name))
})

for (const prompt of ['select_account', 'consent', 'select_account consent'])
  test(`prompt=${prompt}: has no effect on users of the pool`, async () => {
    const { browser } = await signedIn()
    codeOf(await silently(browser, { prompt }))
  })

for (const [maxAge, isEnough] of [
  ['0', false],
  ['59', false],
  ['60', true],
  ['10000', true],
] as const)
  test(`max_age=${maxAge}: a session of a minute ago is ${isEnough ? '' : 'not '}enough`, async () => {
    await server.freeze(async () => {
      const { browser } = await signedIn()
      server.travel(MINUTE)
      assert.equal(leadsToSignIn(await silently(browser, { max_age: maxAge })), !isEnough)
      const none = returned(await silently(browser, { max_age: maxAge, prompt: 'none' }))
      assert.equal(none.error, isEnough ? undefined : 'login_required')
    })
  })

test('max_age=0: a fresh sign-in is enough', async () => {
  const browser = new Browser(server)
  const to = await browser.signIn(authorizeUrl(server, site, { max_age: '0' }))
  assert.equal((await exchange(server, site, to)).status, 200)
})

test('login_hint: is in the field for the name', async () => {
  const page = await new Browser(server).open(authorizeUrl(server, site, { login_hint: 'jane"><b>' }))
  assert.match(page.text, /<input[^>]*value="jane&quot;&gt;&lt;b&gt;"/)
})

test('RFC 8707 section 2: resource is the audience of the access token alone, also after a refresh', async () => {
  for (const resource of ['https://api.example.com/v1', 'http://localhost:8080', 'myapp://api']) {
    const { accessToken, idToken, refreshToken } = await signInForTokens(server, site, { resource })
    assert.equal(claimsOf(accessToken).aud, resource)
    assert.equal(claimsOf(idToken).aud, site.clientId)
    const { body } = await postToken(server, {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: site.clientId,
    })
    assert.equal(claimsOf(String(body.access_token)).aud, resource)
    assert.equal(claimsOf(String(body.id_token)).aud, site.clientId)
  }
})

test('without a resource, the access token has no audience', async () => {
  const { accessToken } = await signInForTokens(server, site)
  assert.equal(claimsOf(accessToken).aud, undefined)
  assert.equal(claimsOf(accessToken).version, 2)
})

test('scope: left out, it is all that the client may have', async () => {
  const { accessToken } = await signInForTokens(server, site, { scope: undefined })
  assert.equal(claimsOf(accessToken).scope, 'openid email phone profile aws.cognito.signin.user.admin')
})

test('scope: twice the same is once', async () => {
  const { accessToken } = await signInForTokens(server, site, { scope: 'openid email openid  email' })
  assert.equal(claimsOf(accessToken).scope, 'openid email')
})

const level = (number: number) => `urn:cognito:loa:${number}`

test('acr_values: a level that the session has reached asks nobody', async () => {
  const { browser } = await signedIn()
  const loaded = await silently(browser, { acr_values: level(1) })
  const { body } = await exchange(server, site, loaded.url)
  assert.equal(claimsOf(String(body.id_token)).acr, level(1))
  assert.deepEqual(claimsOf(String(body.access_token)).amr, ['pwd'])
})

test('acr_values: names of no level are left out', async () => {
  const { browser } = await signedIn()
  codeOf(await silently(browser, { acr_values: 'urn:else:1 gold' }))
})

test('acr_values: the first level that the user can reach counts', async () => {
  const { browser } = await signedIn()
  codeOf(await silently(browser, { acr_values: `${level(4)} ${level(1)}` }))
  assert.equal(
    returned(await silently(browser, { acr_values: `${level(4)} ${level(1)}`, prompt: 'none' })).error,
    undefined,
  )
})

test('response_type=token: tokens come in the fragment, and none to refresh them', async () => {
  const browser = new Browser(server)
  const to = await browser.signIn(authorizeUrl(server, site, { response_type: 'token', nonce: 'n1' }))
  assert.equal(to.search, '')
  const given = Object.fromEntries(new URLSearchParams(to.hash.slice(1)))
  assert.deepEqual(Object.keys(given).sort(), ['access_token', 'expires_in', 'id_token', 'state', 'token_type'])
  assert.equal(given.token_type, 'bearer')
  assert.equal(given.expires_in, '3600')
  assert.equal(claimsOf(given.id_token ?? '').nonce, 'n1')
  const page = await silently(browser, { response_type: 'token', scope: 'aws.cognito.signin.user.admin' })
  assert.equal(new URLSearchParams(page.url.hash.slice(1)).has('id_token'), false)
})

test('a redirect_uri with a query keeps it', async () => {
  const redirect_uri = 'https://app.example.com/callback?tenant=1&x='
  const client = await makeClient(site.sdk, site.poolId, { ...codeClient, CallbackURLs: [redirect_uri] })
  const to = await new Browser(server).signIn(authorizeUrl(server, client, { redirect_uri }))
  assert.match(to.href, /^https:\/\/app\.example\.com\/callback\?tenant=1&x=&code=[\w-]+&state=s1$/)
})

test('a redirect_uri with letters beyond ASCII is one that browsers can follow', async () => {
  const redirect_uri = 'https://bücher.example/zurück/日本'
  const client = await makeClient(site.sdk, site.poolId, { ...codeClient, CallbackURLs: [redirect_uri] })
  const { status, url } = await new Browser(server).send(authorizeUrl(server, client, { redirect_uri, prompt: 'none' }))
  assert.equal(status, 302)
  assert.equal(url.origin + url.pathname, new URL(redirect_uri).href)
})

test('OIDC Core section 3.1.2.1: a request may be posted', async () => {
  const [address = '', query] = authorizeUrl(server, site, { state: 'ü' }).split('?')
  const { status, headers } = await new Browser(server).send(address, {
    method: 'POST',
    body: new URLSearchParams(query),
  })
  assert.equal(status, 302)
  assert.match(headers.get('location') ?? '', /^\/login\?response_type=code&/)
})

test('a posted request that was not encoded leads on, too', async () => {
  const [address = '', query] = authorizeUrl(server, site, { state: undefined }).split('?')
  const { status, headers } = await new Browser(server).send(address, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `${query}&state=日本\r\nset-cookie: x=y`,
  })
  assert.equal(status, 302)
  assert.equal(headers.has('set-cookie'), false)
  const location = new URL(headers.get('location') ?? '', server.url)
  assert.equal(location.searchParams.get('state'), '日本\r\nset-cookie: x=y')
})

test('GET /login takes a request like the endpoint does: with prompt=none it shows no page', async () => {
  const [, query] = authorizeUrl(server, site, { prompt: 'none' }).split('?')
  for (const path of ['/login', '/signup', '/forgotPassword', '/passkeys/add', '/challenge', '/confirm']) {
    assert.equal(returned(await new Browser(server).send(`${server.url}${path}?${query}`)).error, 'login_required')
  }
})

test('GET /login with prompt=none leads whoever is signed in to the client', async () => {
  const { browser } = await signedIn()
  codeOf(await browser.send(authorizeUrl(server, site, { prompt: 'none' }).replace('/oauth2/authorize', '/login')))
})

test('acr_values: the plan without levels ignores them', async () => {
  const lite = await makeSite(server, { UserPoolTier: 'LITE' })
  const { idToken } = await signInForTokens(server, lite, { acr_values: level(1) })
  assert.equal(claimsOf(idToken).acr, undefined)
})
