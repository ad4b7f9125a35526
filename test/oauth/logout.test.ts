import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AdminCreateUserCommand, AdminSetUserPasswordCommand } from '@aws-sdk/client-cognito-identity-provider'
import { makeClient } from '../fixture.ts'
import { useServer } from '../harness.ts'
import {
  authorizeUrl,
  Browser,
  CALLBACK,
  codeClient,
  codeOf,
  LOGOUT,
  makeSite,
  type Site,
  signInForTokens,
  strict,
  userInfo,
} from './site.ts'

const KEEPING = 'https://app.example.com/bye?lang=de'

let site: Site
let strictSite: Site
const server = useServer({}, 'dev', async (server) => {
  site = await makeSite(server, {}, { LogoutURLs: [LOGOUT, KEEPING, CALLBACK] })
  strictSite = await makeSite(server, strict, { LogoutURLs: [LOGOUT, KEEPING] })
})

const logoutUrl = (parameters: Record<string, string>) => `${server.url}/logout?${new URLSearchParams(parameters)}`

const isSignedIn = async (browser: Browser, at: Site) => {
  const { url } = await browser.send(authorizeUrl(server, at, { prompt: 'none' }))
  return url.searchParams.has('code')
}

test('logout_uri: ends the session and leads there, whatever else is asked for', async () => {
  for (const logout_uri of [LOGOUT, KEEPING]) {
    const { browser, accessToken } = await signInForTokens(server, site)
    const cookies = new Map(browser.cookies)
    const { status, url, headers } = await browser.send(
      logoutUrl({ client_id: site.clientId, logout_uri, redirect_uri: CALLBACK, response_type: 'code', state: 's' }),
    )
    assert.equal(status, 302)
    assert.equal(url.href, logout_uri)
    assert.match(headers.get('cache-control') ?? '', /no-store/)
    assert.match(headers.getSetCookie().join(), new RegExp(`cognito\\.${site.poolId}=;.*Max-Age=0`))
    assert.equal(await isSignedIn(browser, site), false)
    // The session is gone, not its cookie alone; its tokens stay.
    for (const [name, value] of cookies) browser.cookies.set(name, value)
    assert.equal(await isSignedIn(browser, site), false)
    assert.equal((await userInfo(server, accessToken)).status, 200)
  }
})

test('logout_uri: works without a session, and for a session of another client of the pool', async () => {
  const other = { ...site, ...(await makeClient(site.sdk, site.poolId, codeClient)) }
  assert.equal(
    (await new Browser(server).send(logoutUrl({ client_id: site.clientId, logout_uri: LOGOUT }))).url.href,
    LOGOUT,
  )
  const { browser } = await signInForTokens(server, site)
  codeOf(await browser.send(authorizeUrl(server, other)))
  await browser.send(logoutUrl({ client_id: other.clientId, logout_uri: LOGOUT }))
  assert.equal(await isSignedIn(browser, site), false)
})

test('redirect_uri: ends the session and leads to the sign-in page, which leads back', async () => {
  const { browser } = await signInForTokens(server, site)
  const { status, headers } = await browser.send(
    logoutUrl({
      ...{ client_id: site.clientId, redirect_uri: CALLBACK, response_type: 'code', scope: 'openid email' },
      ...{ state: 's2', nonce: 'n2', identity_provider: 'Other', idp_identifier: 'x', prompt: 'none' },
    }),
  )
  assert.equal(status, 302)
  const location = new URL(headers.get('location') ?? '', server.url)
  assert.equal(location.pathname, '/login')
  assert.deepEqual(Object.fromEntries(location.searchParams), {
    ...{ client_id: site.clientId, redirect_uri: CALLBACK, response_type: 'code', scope: 'openid email' },
    ...{ state: 's2', nonce: 'n2' },
  })
  assert.equal(await isSignedIn(browser, site), false)
  const to = await browser.signIn(location.href)
  assert.equal(to.searchParams.get('state'), 's2')
})

/** Logouts that lead to the error page and end nothing. */
const errors: [string, (of: Site) => Record<string, string>, string][] = [
  ['no parameters', () => ({}), 'invalid_request'],
  ['no client_id', () => ({ logout_uri: LOGOUT }), 'invalid_request'],
  ['an unknown client_id', () => ({ client_id: 'nobody', logout_uri: LOGOUT }), 'invalid_client'],
  ['client_id alone', ({ clientId }) => ({ client_id: clientId }), 'invalid_request'],
  [
    'redirect_uri without response_type',
    ({ clientId }) => ({ client_id: clientId, redirect_uri: CALLBACK }),
    'invalid_request',
  ],
  [
    'another logout_uri',
    ({ clientId }) => ({ client_id: clientId, logout_uri: 'https://evil.example.com' }),
    'redirect_mismatch',
  ],
  [
    'another logout_uri beside a right redirect_uri',
    ({ clientId }) => ({
      ...{ client_id: clientId, logout_uri: 'https://evil.example.com', redirect_uri: CALLBACK, response_type: 'code' },
    }),
    'redirect_mismatch',
  ],
  [
    'another redirect_uri',
    ({ clientId }) => ({ client_id: clientId, redirect_uri: 'https://evil.example.com', response_type: 'code' }),
    'redirect_mismatch',
  ],
  [
    'a logout URL as redirect_uri',
    ({ clientId }) => ({ client_id: clientId, redirect_uri: LOGOUT, response_type: 'code' }),
    'redirect_mismatch',
  ],
]

for (const [what, parameters, error] of errors)
  test(`the error page: ${what}`, async () => {
    const { browser } = await signInForTokens(server, site)
    const { status, headers } = await browser.send(logoutUrl(parameters(site)))
    assert.equal(status, 302)
    const location = new URL(headers.get('location') ?? '', server.url)
    assert.equal(location.pathname, '/error')
    assert.equal(location.searchParams.get('error'), error)
    const page = await browser.open(location.href)
    assert.equal(page.status, 400)
    assert.equal(await isSignedIn(browser, site), true)
  })

test('a strict pool asks before it ends a session without a token that shows who is meant', async () => {
  const { browser } = await signInForTokens(server, strictSite)
  const page = await browser.open(`${server.url}/logout`)
  assert.equal(page.status, 200)
  assert.equal(page.headers.has('location'), false)
  assert.equal(await isSignedIn(browser, strictSite), true)
  const done = await browser.submit({}, /\/logout/)
  assert.equal(done.status, 200)
  assert.equal(await isSignedIn(browser, strictSite), false)
})

test('a strict pool keeps the ways of the service', async () => {
  const { browser } = await signInForTokens(server, strictSite)
  const { url } = await browser.send(logoutUrl({ client_id: strictSite.clientId, logout_uri: LOGOUT }))
  assert.equal(url.href, LOGOUT)
  assert.equal(await isSignedIn(browser, strictSite), false)
})

test('OIDC RP-Initiated Logout section 2: a token of another user asks, and ends nothing by itself', async () => {
  const other = await signInForTokens(server, strictSite)
  const { browser } = await signInForTokens(server, strictSite)
  const joe = { UserPoolId: strictSite.poolId, Username: 'joe' }
  await strictSite.sdk.send(new AdminCreateUserCommand({ ...joe, MessageAction: 'SUPPRESS' }))
  await strictSite.sdk.send(new AdminSetUserPasswordCommand({ ...joe, Password: 'Correct-Horse-8', Permanent: true }))
  const ofJoe = new Browser(server)
  await ofJoe.signIn(authorizeUrl(server, strictSite), 'joe', 'Correct-Horse-8')
  const url = logoutUrl({ id_token_hint: other.idToken, post_logout_redirect_uri: LOGOUT })
  const page = await ofJoe.open(url)
  assert.equal(page.status, 200)
  assert.equal(await isSignedIn(ofJoe, strictSite), true)
  assert.equal((await browser.send(url)).url.href, LOGOUT)
})

test('OIDC RP-Initiated Logout section 2: a request may be posted, and its token may have ended', async () => {
  const { browser, idToken } = await signInForTokens(server, strictSite)
  server.travel(3_600_000)
  await browser.signIn(authorizeUrl(server, strictSite))
  const body = new URLSearchParams({
    ...{ id_token_hint: idToken, post_logout_redirect_uri: KEEPING, state: 'a b', client_id: strictSite.clientId },
  })
  const { url } = await browser.send(`${server.url}/logout`, { method: 'POST', body })
  assert.equal(url.href, `${KEEPING}&state=a+b`)
  assert.equal(await isSignedIn(browser, strictSite), false)
})

test('OIDC RP-Initiated Logout section 2: a token of another client than client_id ends nothing', async () => {
  const other = await makeClient(strictSite.sdk, strictSite.poolId, codeClient)
  const { browser, idToken } = await signInForTokens(server, strictSite)
  const { headers } = await browser.send(
    logoutUrl({ id_token_hint: idToken, post_logout_redirect_uri: LOGOUT, client_id: other.clientId }),
  )
  assert.match(headers.get('location') ?? '', /^\/error\?/)
  assert.equal(await isSignedIn(browser, strictSite), true)
})
