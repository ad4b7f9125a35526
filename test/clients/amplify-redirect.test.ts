/**
 * aws-amplify's signInWithRedirect in a real browser. It knows a domain and no URL, and reaches it by TLS alone,
 * which a proxy has here as in production.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { chromiumPath, launchChromium } from '../browser/chromium.ts'
import { freePort } from '../free-port.ts'
import { type TestServer, useServer } from '../harness.ts'
import { makeSite } from '../oauth/site.ts'
import { fillSignIn, serveApp, serveTls } from './app.ts'
import { moduleOf } from './modules.ts'

const port = await freePort()
const domain = `localhost:${port}`
const server: TestServer = useServer({ CENOTE_PUBLIC_URL: `https://${domain}` })
const skip = chromiumPath ? false : 'there is no Chromium on this machine'
let browser: Browser
let app: Awaited<ReturnType<typeof serveApp>>
let proxy: Awaited<ReturnType<typeof serveTls>>
let settings: Record<string, unknown> = {}

/** The app: the library, for the test to call, and the events that it tells the app of. */
const script = () => `
import { Amplify } from '${moduleOf('aws-amplify')}'
import * as auth from '${moduleOf('aws-amplify/auth')}'
import { Hub } from '${moduleOf('aws-amplify/utils')}'
globalThis.events = []
Hub.listen('auth', ({ payload: { event, data } }) => events.push([event, data?.error?.message ?? data]))
Amplify.configure({ Auth: { Cognito: ${JSON.stringify(settings)} } })
globalThis.auth = auth
`

before(async () => {
  if (skip) return
  app = await serveApp(script)
  proxy = await serveTls(port, () => server.url)
  browser = await launchChromium()
})
after(async () => {
  await browser?.close()
  await app?.close()
  await proxy?.close()
})

/** What the library gives the app. */
const call = async (page: Page, code: string): Promise<Record<string, unknown>> =>
  page.evaluate(`(async () => JSON.parse(JSON.stringify(await auth.${code} ?? null)))()`)

/** Waits until the library has told the app of an event, and gives what it told. */
const event = async (page: Page, name: string): Promise<unknown> => {
  await page.waitForFunction(`globalThis.events?.some(([event]) => event === '${name}')`)
  return page.evaluate(`events.find(([event]) => event === '${name}')[1]`)
}

/** Lets the library send the browser away. */
const leave = async (page: Page, code: string, to: RegExp) => {
  await page.waitForFunction('globalThis.auth !== undefined')
  await Promise.all([page.waitForURL(to), page.evaluate(`void auth.${code}`)])
}

const fixture = async (responseType: 'code' | 'token' = 'code') => {
  const url = `${app.origin}/`
  const site = await makeSite(server, {}, { CallbackURLs: [url], LogoutURLs: [url] })
  const scopes = ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin']
  settings = {
    userPoolId: site.poolId,
    userPoolClientId: site.clientId,
    userPoolEndpoint: `https://${domain}`,
    loginWith: { oauth: { domain, scopes, redirectSignIn: [url], redirectSignOut: [url], responseType } },
  }
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const page = await context.newPage()
  await page.goto(url)
  return { ...site, page, url, close: () => context.close() }
}

for (const responseType of ['code', 'token'] as const) {
  test(`signInWithRedirect and signOut, with the response type ${responseType}`, { skip }, async () => {
    const { page, url, close } = await fixture(responseType)
    await leave(page, "signInWithRedirect({ customState: 'cart 7' })", /\/login\?/)
    await fillSignIn(page)
    await page.waitForURL(url)
    await event(page, 'signInWithRedirect')
    assert.equal(await event(page, 'customOAuthState'), 'cart 7')
    assert.equal((await call(page, 'getCurrentUser()')).username, 'jane')
    const { tokens } = await call(page, 'fetchAuthSession()')
    assert.ok((tokens as Record<string, unknown>).idToken)
    assert.equal((await call(page, 'fetchUserAttributes()')).sub, (await call(page, 'getCurrentUser()')).userId)
    if (responseType === 'code') assert.ok((await call(page, 'fetchAuthSession({ forceRefresh: true })')).tokens)

    await page.evaluate('globalThis.isSignedIn = true; void auth.signOut()')
    // By way of the server's logout, the browser comes back to this address.
    await page.waitForFunction('globalThis.isSignedIn === undefined && globalThis.auth !== undefined')
    await leave(page, 'signInWithRedirect()', /\/login\?/)
    await close()
  })
}

test('a session of the pages signs in again without a page, and a silent sign-in without one fails', {
  skip,
}, async () => {
  const { page, url, close } = await fixture()
  await leave(page, "signInWithRedirect({ options: { prompt: 'NONE' } })", /error=login_required/)
  assert.equal(await event(page, 'signInWithRedirect_failure'), 'login_required')
  await leave(page, "signInWithRedirect({ options: { loginHint: 'jane', lang: 'de' } })", /\/login\?/)
  assert.equal(await page.locator('input[name=username]').first().inputValue(), 'jane')
  assert.equal(await page.locator('html').getAttribute('lang'), 'de')
  await fillSignIn(page)
  await event(page, 'signInWithRedirect')
  await page.evaluate('localStorage.clear()')
  await page.goto(url)
  await page.waitForFunction('globalThis.auth !== undefined')
  await page.evaluate("void auth.signInWithRedirect({ options: { prompt: 'NONE' } })")
  await event(page, 'signInWithRedirect')
  assert.equal((await call(page, 'getCurrentUser()')).username, 'jane')
  await close()
})
