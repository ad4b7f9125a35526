/** What a session of the pages is worth on the way to a higher level of authentication. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AdminSetUserPasswordCommand, AdminUserGlobalSignOutCommand } from '@aws-sdk/client-cognito-identity-provider'
import { addresses } from '../choice.ts'
import { claimsOf, makeUser } from '../fixture.ts'
import { useServer } from '../harness.ts'
import { adminRecovery, allFactors, makeMfaPool } from '../mfa.ts'
import { LOA3 } from '../step-up.ts'
import { authorizeUrl, Browser, codeClient, codeOf, exchange, LOGOUT, PASSWORD, returned, type Site } from './site.ts'

const MINUTE = 60_000

let site: Site
const server = useServer({}, 'dev', async (server) => {
  const { sdk, poolId, clientId } = await makeMfaPool(server, 'OPTIONAL', allFactors, adminRecovery, codeClient)
  site = { sdk, poolId, clientId, secret: undefined }
})

let users = 0

/** A browser in which somebody has signed in by a password, and could prove an address as well. */
const signedIn = async () => {
  const [username, { email }] = [`user${users++}`, addresses()]
  await makeUser(site.sdk, site.poolId, username, { email, email_verified: 'true' })
  const user = { UserPoolId: site.poolId, Username: username }
  await site.sdk.send(new AdminSetUserPasswordCommand({ ...user, Password: PASSWORD, Permanent: true }))
  const browser = new Browser(server)
  await browser.signIn(authorizeUrl(server, site), username)
  return { browser, email, user }
}

const wish = { acr_values: LOA3 }

/** As above, on the page of the code that is missing. */
const underWay = async () => {
  const begun = await signedIn()
  await begun.browser.open(authorizeUrl(server, site, wish))
  const { url } = await begun.browser.submit({})
  assert.equal(url.pathname, '/challenge')
  return begun
}

/** When a browser's user signed in, as tokens tell that come without another sign-in. */
const authTimeOf = async (browser: Browser) => {
  const { url } = await browser.send(authorizeUrl(server, site, { prompt: 'none' }))
  const { body } = await exchange(server, site, url)
  return claimsOf(String(body.id_token)).auth_time
}

test('a level that was reached is no reason for a sign-in in which nothing is proved', async () => {
  const { browser, email } = await underWay()
  const reached = await browser.submit({ code: await server.code(email) })
  assert.ok(reached.url.searchParams.has('code'))
  const before = await authTimeOf(browser)
  server.travel(10 * MINUTE)
  const url = authorizeUrl(server, site, wish)
  for (const path of ['/login', '/passkeys/add']) {
    const { text } = await browser.open(url.replace('/oauth2/authorize', path))
    assert.match(text, /name="username"/)
    const { status } = await browser.submit({})
    assert.equal(status, 400)
    assert.equal(await authTimeOf(browser), before)
  }
})

for (const [what, end] of [
  ['signs the user out everywhere', ({ user }) => site.sdk.send(new AdminUserGlobalSignOutCommand(user))],
  [
    'signs the browser out',
    ({ browser }) =>
      browser.send(`${server.url}/logout?${new URLSearchParams({ client_id: site.clientId, logout_uri: LOGOUT })}`),
  ],
] as const satisfies readonly (readonly [string, (begun: Awaited<ReturnType<typeof underWay>>) => Promise<unknown>])[])
  test(`a session is worth nothing on the way to a level once somebody ${what}`, async () => {
    const begun = await underWay()
    const { browser, email } = begun
    const code = await server.code(email)
    await end(begun)
    const { status, url } = await browser.submit({ code })
    assert.deepEqual([status, url.pathname], [400, '/challenge'])
    const silent = await browser.send(authorizeUrl(server, site, { prompt: 'none' }))
    assert.equal(returned(silent).error, 'login_required')
  })

test('a session that stands is worth what it has proved', async () => {
  const { browser, email } = await underWay()
  await browser.submit({ code: await server.code(email) })
  codeOf(await browser.send(authorizeUrl(server, site, { ...wish, prompt: 'none' })))
})
