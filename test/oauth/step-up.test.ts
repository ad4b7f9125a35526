/** Levels of authentication on the pages: what somebody who is signed in has to prove for a higher one. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { claimsOf, makeUser, PASSWORD, signIn } from '../fixture.ts'
import { useServer } from '../harness.ts'
import { adminRecovery, allFactors, makeMfaPool } from '../mfa.ts'
import { LOA1, LOA4 } from '../step-up.ts'
import { authorizeUrl, Browser, codeClient, exchange, type Site } from './site.ts'

const HALF_MINUTE = 30_000

type LevelSite = Site & { code(): string }

let site: LevelSite
const server = useServer({}, 'dev', async (server) => {
  const { sdk, poolId, clientId, secret, registerApp, code } = await makeMfaPool(
    server,
    'OPTIONAL',
    allFactors,
    adminRecovery,
    codeClient,
  )
  for (const name of ['jane', 'john']) await makeUser(sdk, poolId, name)
  const { accessToken } = await signIn(sdk, clientId, 'jane')
  const app = await registerApp(accessToken)
  site = { sdk, poolId, clientId, secret, code: () => code(app) }
})

const visit = (browser: Browser, acrValues: string) =>
  browser.open(authorizeUrl(server, site, { acr_values: acrValues }))

/** A browser in which jane is signed in by her password. */
const janesBrowser = async () => {
  const browser = new Browser(server)
  await browser.signIn(authorizeUrl(server, site), 'jane', PASSWORD)
  return browser
}

const claims = async (to: URL) => claimsOf(String((await exchange(server, site, to)).body.id_token))

test('who is signed in by a password is asked for the code of the app alone', async () => {
  const browser = await janesBrowser()
  const { text } = await visit(browser, LOA4)
  assert.match(text, /jane/)
  assert.ok(!text.includes('name="password"'), 'the password was proved before')
  await browser.submit({})
  server.travel(HALF_MINUTE)
  const { url } = await browser.submit({ code: site.code() })
  const { acr, amr } = await claims(url)
  assert.deepEqual({ acr, amr }, { acr: LOA4, amr: ['pwd', 'otp', 'mfa'] })
  const again = await visit(browser, LOA4)
  assert.ok(again.url.searchParams.has('code'), 'the new session has the level')
})

test('a wrong code reaches no level, and leaves the session as it was', async () => {
  const browser = await janesBrowser()
  await visit(browser, LOA4)
  await browser.submit({})
  const { status } = await browser.submit({ code: '000000' })
  assert.equal(status, 400)
  const { url } = await visit(browser, LOA1)
  const { acr, amr } = await claims(url)
  assert.deepEqual({ acr, amr }, { acr: LOA1, amr: ['pwd'] })
})

test('another account can be used instead, which is worth nothing that the first has proved', async () => {
  const browser = await janesBrowser()
  const { text } = await visit(browser, LOA4)
  const [, link = ''] = /href="([^"]*other=true[^"]*)"/.exec(text) ?? []
  await browser.open(new URL(link.replaceAll('&amp;', '&'), server.url).href)
  const { url } = await browser.submit({ username: 'john', password: PASSWORD })
  const { 'cognito:username': username, amr } = await claims(url)
  assert.deepEqual({ username, amr }, { username: 'john', amr: ['pwd'] })
})

test('another name in the form of who is signed in changes nothing', async () => {
  const browser = await janesBrowser()
  await visit(browser, LOA4)
  const { page } = browser
  const action = /<form[^>]*action="([^"]*)"/.exec(page?.text ?? '')?.[1]?.replaceAll('&amp;', '&') ?? ''
  const csrf = /name="_csrf" value="([^"]*)"/.exec(page?.text ?? '')?.[1] ?? ''
  const body = new URLSearchParams({ _csrf: csrf, username: 'john', password: 'wrong' })
  browser.page = await browser.request(new URL(action, server.url).href, { method: 'POST', body })
  server.travel(HALF_MINUTE)
  const { url } = await browser.submit({ code: site.code() })
  assert.equal((await claims(url))['cognito:username'], 'jane')
})

test('after max_age the password is asked for as well', async () => {
  const browser = await janesBrowser()
  server.travel(2 * HALF_MINUTE)
  const { text } = await browser.open(authorizeUrl(server, site, { acr_values: LOA4, max_age: '30' }))
  assert.ok(text.includes('name="password"'))
})
