import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AdminCreateUserCommand, AdminSetUserPasswordCommand } from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf, makeClient } from '../fixture.ts'
import { useServer } from '../harness.ts'
import { type Journeys, makeJourneys } from './journeys.ts'
import {
  authorizeUrl,
  Browser,
  codeClient,
  codeOf,
  exchange,
  LOGOUT,
  makeSite,
  PASSWORD,
  postToken,
  returned,
  type Site,
  signInForTokens,
  userInfo,
} from './site.ts'

const JOE = 'Correct-Horse-8'

let made: Journeys
let other: Site
const server = useServer({}, 'dev', async (server) => {
  made = await makeJourneys(server)
  other = await makeSite(server)
  const joe = { UserPoolId: made.site.poolId, Username: 'joe' }
  await made.site.sdk.send(new AdminCreateUserCommand({ ...joe, MessageAction: 'SUPPRESS' }))
  await made.site.sdk.send(new AdminSetUserPasswordCommand({ ...joe, Password: JOE, Permanent: true }))
})

const cookieOf = ({ poolId }: Pick<Site, 'poolId'>) => `cognito.${poolId}`

const silently = (browser: Browser, at = made.site) => browser.send(authorizeUrl(server, at, { prompt: 'none' }))

const errorFor = async (browser: Browser, at = made.site) => returned(await silently(browser, at)).error

const userOf = async (browser: Browser) => {
  const { body } = await exchange(server, made.site, (await silently(browser)).url)
  return claimsOf(String(body.id_token))['cognito:username']
}

test('V36: a cookie from before a sign-in is not the one after it', async () => {
  const { site } = made
  for (const planted of ['x'.repeat(43), 'x', '', 'a'.repeat(5000), '%00', '__proto__']) {
    const browser = new Browser(server)
    browser.cookies.set(cookieOf(site), planted)
    assert.equal(await errorFor(browser), 'login_required')
    await browser.signIn(authorizeUrl(server, site))
    assert.notEqual(browser.cookies.get(cookieOf(site)), planted)
    const attacker = new Browser(server)
    attacker.cookies.set(cookieOf(site), planted)
    assert.equal(await errorFor(attacker), 'login_required')
  }
})

test('V36: whoever signs in gets a new session, and the one that the browser had is nobody’s', async () => {
  const { site } = made
  const browser = new Browser(server)
  await browser.signIn(authorizeUrl(server, site))
  const attacker = new Browser(server)
  attacker.cookies.set(cookieOf(site), browser.cookies.get(cookieOf(site)) ?? '')
  assert.equal(await userOf(attacker), 'jane')
  await browser.signIn(authorizeUrl(server, site, { prompt: 'login' }), 'joe', JOE)
  assert.equal(await userOf(browser), 'joe')
  assert.equal(await errorFor(attacker), 'login_required')
})

test('V36: two users of one browser never share, and each browser has its own session', async () => {
  const { site } = made
  const [one, two] = [new Browser(server), new Browser(server)]
  await one.signIn(authorizeUrl(server, site))
  await two.signIn(authorizeUrl(server, site), 'joe', JOE)
  assert.notEqual(one.cookies.get(cookieOf(site)), two.cookies.get(cookieOf(site)))
  assert.deepEqual([await userOf(one), await userOf(two)], ['jane', 'joe'])
  await two.open(`${server.url}/logout?client_id=${site.clientId}&logout_uri=${encodeURIComponent(LOGOUT)}`)
  assert.equal(await errorFor(two), 'login_required')
  assert.equal(await userOf(one), 'jane')
  await two.signIn(authorizeUrl(server, site))
  assert.equal(await userOf(two), 'jane')
})

test('V36: a session cookie is out of reach of scripts and other sites, and ends with the session', async () => {
  const { site } = made
  const browser = new Browser(server)
  await browser.open(authorizeUrl(server, site))
  const { to, body } = browser.fill({ username: 'jane', password: PASSWORD })
  const { headers } = await browser.send(to, { method: 'POST', body })
  const line = headers.getSetCookie().find((cookie) => cookie.startsWith(cookieOf(site))) ?? ''
  assert.match(line, /; Max-Age=3600; Path=\/; HttpOnly; SameSite=Lax$/)
  assert.equal(/domain=/i.test(line), false)
  assert.equal(Buffer.from(browser.cookies.get(cookieOf(site)) ?? '', 'base64url').length, 32)
})

/** Pages that belong to a step under way. */
const steps = ['/challenge', '/confirm', '/resendcode', '/confirmforgotPassword']

for (const path of steps)
  test(`V36: the step of ${path} of one browser is refused in another`, async () => {
    const journey = made.journeys[path]
    assert.ok(journey)
    const browser = new Browser(server)
    const fields = await journey.lead(browser)
    const { to, body } = browser.fill(fields, journey.match)
    const thief = new Browser(server)
    await thief.open(authorizeUrl(server, made.site))
    const own = thief.fill({ username: 'jane', password: PASSWORD }).body.get('_csrf') ?? ''
    if (path !== '/resendcode') {
      const seen = await thief.send(to)
      assert.equal(seen.status, 400)
      assert.doesNotMatch(seen.text, /<input[^>]*name="(code|password)"/)
    }
    body.set('_csrf', own)
    const sent = await thief.send(to, { method: 'POST', body })
    assert.equal(sent.status, 400)
    assert.equal(sent.headers.has('location'), false)
    assert.equal(
      [...thief.cookies.keys()].some((name) => name.startsWith('cognito')),
      false,
    )
    assert.ok(journey.isDone(await browser.submit(fields, journey.match)))
  })

test('V36: the step of one client is refused at another of the pool', async () => {
  const { site, journeys } = made
  const client = await makeClient(site.sdk, site.poolId, codeClient)
  const journey = journeys['/challenge']
  assert.ok(journey)
  const browser = new Browser(server)
  const fields = await journey.lead(browser)
  const { to, body } = browser.fill(fields)
  const elsewhere = to.replace(site.clientId, client.clientId)
  assert.equal((await browser.send(elsewhere, { method: 'POST', body })).status, 400)
  assert.ok(journey.isDone(await browser.submit(fields)))
})

test('V36: a step is over after five minutes, and after it was answered', async () => {
  const journey = made.journeys['/challenge']
  assert.ok(journey)
  const browser = new Browser(server)
  const late = new Browser(server)
  const fields = await journey.lead(browser)
  const { to, body } = browser.fill(fields)
  assert.ok(journey.isDone(await browser.submit(fields)))
  const again = await browser.send(to, { method: 'POST', body })
  assert.equal(again.status, 400)
  assert.equal(again.headers.has('location'), false)
  await journey.lead(late)
  server.travel(5 * 60_000)
  assert.equal((await late.submit(fields)).status, 400)
})

test('V36: steps are of one kind each: none is taken for another', async () => {
  const browser = new Browser(server)
  await made.journeys['/challenge']?.lead(browser)
  const step = browser.page?.url.searchParams.get('step') ?? ''
  assert.ok(step)
  for (const path of ['/confirm', '/confirmforgotPassword']) {
    const url = authorizeUrl(server, made.site, { step }).replace('/oauth2/authorize', path)
    assert.equal((await browser.send(url)).status, 400)
  }
})

test('the cookie, the codes and the tokens of one pool are worth nothing in another', async () => {
  const { site } = made
  const { browser, accessToken, refreshToken } = await signInForTokens(server, site)
  browser.cookies.set(cookieOf(other), browser.cookies.get(cookieOf(site)) ?? '')
  assert.equal(await errorFor(browser, other), 'login_required')
  const code = codeOf(await silently(browser))
  const fields = { client_id: other.clientId, redirect_uri: 'https://app.example.com/callback' }
  const asCode = await postToken(server, { ...fields, grant_type: 'authorization_code', code })
  assert.equal(asCode.body.error, 'invalid_grant')
  const asRefresh = await postToken(server, { ...fields, grant_type: 'refresh_token', refresh_token: refreshToken })
  assert.equal(asRefresh.body.error, 'invalid_grant')
  await fetch(`${server.url}/oauth2/revoke`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: other.clientId, token: refreshToken }),
  })
  assert.equal((await userInfo(server, accessToken)).status, 200)
})

test('V36: cookies of unknown pools, and odd ones, are no error', async () => {
  const odd = [
    'cognito.=x',
    'cognito.nobody=x',
    'XSRF-TOKEN=%E0%A4%A',
    'lang=../../etc',
    'username=%00',
    '=;;=',
    'x'.repeat(8000),
  ]
  for (const cookie of odd) {
    const response = await fetch(authorizeUrl(server, made.site).replace('/oauth2/authorize', '/login'), {
      headers: { cookie },
    })
    assert.equal(response.status, 200, cookie)
    const out = await fetch(`${server.url}/logout`, { headers: { cookie }, redirect: 'manual' })
    assert.ok(out.status < 500, cookie)
  }
  assert.deepEqual(
    server.log.filter((line) => line.includes('request failed')),
    [],
  )
})
