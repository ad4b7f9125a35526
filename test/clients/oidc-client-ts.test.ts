/** oidc-client-ts, the library of many single-page apps, in a real browser and told nothing but the issuer and the client. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import type { User } from 'oidc-client-ts'
import type { Browser, Page } from 'playwright-core'
import { chromiumPath, launchChromium } from '../browser/chromium.ts'
import { useServer } from '../harness.ts'
import { authorizeUrl, makeSite, postToken } from '../oauth/site.ts'
import { fillSignIn, serveApp } from './app.ts'
import { moduleOf } from './modules.ts'
import { STRICT } from './oauth.ts'

const server = useServer()
const skip = chromiumPath ? false : 'there is no Chromium on this machine'
let browser: Browser
let app: Awaited<ReturnType<typeof serveApp>>
/** What the app is told of its client. */
let settings: Record<string, unknown> = {}

/** The app: its manager, for the test to call, and the callback of windows and frames that it opens. */
const script = () => `
import { UserManager, WebStorageStateStore } from '${moduleOf('oidc-client-ts')}'
globalThis.manager = new UserManager({
  ...${JSON.stringify(settings)}, userStore: new WebStorageStateStore({ store: localStorage })
})
const callbacks = { '/popup': 'signinPopupCallback', '/silent': 'signinSilentCallback' }
const callback = callbacks[location.pathname]
if (location.pathname === '/opener') globalThis.opener.postMessage(location.search, location.origin)
if (callback) await manager[callback]()
`

before(async () => {
  if (skip) return
  app = await serveApp(script)
  browser = await launchChromium()
})
after(async () => {
  await browser?.close()
  await app?.close()
})

const fixture = async (UserPoolTags: Record<string, string>) => {
  const { origin } = app
  const CallbackURLs = ['/callback', '/popup', '/silent', '/opener'].map((path) => origin + path)
  const site = await makeSite(server, { UserPoolTags }, { CallbackURLs, LogoutURLs: [`${origin}/out`] })
  settings = {
    authority: `${server.ctx.settings.publicUrl}/${site.poolId}`,
    client_id: site.clientId,
    redirect_uri: `${origin}/callback`,
    popup_redirect_uri: `${origin}/popup`,
    silent_redirect_uri: `${origin}/silent`,
    post_logout_redirect_uri: `${origin}/out`,
    scope: 'openid email',
    automaticSilentRenew: false,
    loadUserInfo: true,
  }
  const { UserAttributes } = await site.sdk.send(new AdminGetUserCommand({ UserPoolId: site.poolId, Username: 'jane' }))
  const sub = UserAttributes?.find(({ Name }) => Name === 'sub')?.Value
  const context = await browser.newContext()
  const page = await context.newPage()
  const open = async (path = '/') => {
    await page.goto(origin + path)
    await ready(page)
  }
  await open()
  return { ...site, sub, origin, page, open, close: () => context.close() }
}

/** Modules have run. */
const ready = (page: Page) => page.waitForFunction('globalThis.manager !== undefined')

const subOf = (user: User | null) => user?.profile.sub

/** Calls the manager in the page: the compiler knows no browser here. What it gives travels as JSON. */
const call = async (page: Page, code: string): Promise<User | null> =>
  page.evaluate(`(async () => JSON.parse(JSON.stringify(await manager.${code} ?? null)))()`)

/** Lets the manager send the browser away. */
const leave = async (page: Page, code: string, to: RegExp) => {
  await Promise.all([page.waitForURL(to), page.evaluate(`void manager.${code}`)])
}

const signIn = async (page: Page, origin: string) => {
  await leave(page, 'signinRedirect({ state: { cart: 7 } })', /\/login\?/)
  await Promise.all([page.waitForURL(`${origin}/callback?*`), fillSignIn(page)])
  await ready(page)
  return call(page, 'signinRedirectCallback()')
}

for (const [pool, tags] of Object.entries({ 'a pool that follows the service': {}, 'a strict pool': STRICT })) {
  test(`${pool}: a redirect signs in, a refresh token renews, and a redirect signs out`, { skip }, async () => {
    const { page, origin, sub, clientId, open, close } = await fixture(tags)
    const user = await signIn(page, origin)
    assert.deepEqual(user?.state, { cart: 7 })
    assert.deepEqual([subOf(user), user.profile.username], [sub, 'jane'])
    const renewed = await call(page, 'signinSilent()')
    assert.notEqual(renewed?.access_token, user.access_token)
    assert.equal(subOf(renewed), sub)
    await call(page, "revokeTokens(['refresh_token'])")
    const again = { grant_type: 'refresh_token', client_id: clientId, refresh_token: String(user.refresh_token) }
    assert.equal((await postToken(server, again)).body.error, 'invalid_grant')

    // The service's own parameters; a strict pool takes those of the standard, which the manager sends by itself.
    const own = { extraQueryParams: { client_id: clientId, logout_uri: `${origin}/out` } }
    await leave(page, `signoutRedirect(${tags === STRICT ? '' : JSON.stringify(own)})`, /\/out/)
    await open()
    assert.equal(await call(page, 'getUser()'), null)
    await leave(page, 'signinRedirect()', /\/login\?/)
    await close()
  })
}

test('a session of the pages signs in again in a frame, and not after the sign-out', { skip }, async () => {
  const { page, origin, sub, clientId, close } = await fixture({})
  await signIn(page, origin)
  await call(page, 'removeUser()')
  const silent = await call(page, 'signinSilent()')
  assert.equal(subOf(silent), sub)
  const own = { extraQueryParams: { client_id: clientId, logout_uri: `${origin}/out` } }
  await leave(page, `signoutRedirect(${JSON.stringify(own)})`, /\/out/)
  await ready(page)
  await assert.rejects(call(page, 'signinSilent()'), /login_required/)
  await close()
})

test('a window of its own signs in', { skip }, async () => {
  const { page, sub, close } = await fixture({})
  const [popup, user] = await Promise.all([
    page.waitForEvent('popup').then(async (opened) => {
      await opened.waitForURL(/\/login\?/)
      await fillSignIn(opened)
      return opened
    }),
    call(page, 'signinPopup()'),
  ])
  assert.equal(subOf(user), sub)
  if (!popup.isClosed()) await popup.waitForEvent('close')
  await close()
})

test('a window of its own may tell the one that opened it, as Swagger UI has it', { skip }, async () => {
  const { page, origin, clientId, close } = await fixture({})
  const url = authorizeUrl(server, { clientId }, { redirect_uri: `${origin}/opener` })
  const told = page.evaluate(`new Promise((resolve) => {
    addEventListener('message', ({ data }) => resolve(data), { once: true })
    open(${JSON.stringify(url)}, '', 'popup')
  })`)
  await fillSignIn(await page.waitForEvent('popup'))
  assert.match(String(await told), /^\?code=.*&state=s1$/)
  await close()
})
