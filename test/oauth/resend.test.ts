/** Codes of a sign-in on the pages that are sent again. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeUser, PASSWORD } from '../fixture.ts'
import { useServer } from '../harness.ts'
import { adminRecovery, allFactors, makeMfaPool } from '../mfa.ts'
import { authorizeUrl, Browser, codeClient, type Site } from './site.ts'

let site: Site
const server = useServer({ CENOTE_QUOTAS: 'on' }, 'dev', async (server) => {
  site = await makeMfaPool(server, 'ON', allFactors, adminRecovery, codeClient)
})

/** Somebody who has given the password and is asked for a code by e-mail. */
const asked = async (name: string) => {
  const email = `${name}@example.com`
  await makeUser(site.sdk, site.poolId, name, { email, email_verified: 'true' })
  const browser = new Browser(server)
  await browser.open(authorizeUrl(server, site))
  await browser.submit({ username: name, password: PASSWORD })
  return { browser, email }
}

const resend = (browser: Browser) => browser.submit({}, /\/challenge\/resend/)

test('a new code comes, which alone is good', async () => {
  const { browser, email } = await asked('ann')
  const first = await server.code(email)
  const { status, text } = await resend(browser)
  assert.equal(status, 200)
  assert.match(text, /We sent you a new code\./)
  const second = await server.code(email)
  assert.notEqual(second, first)
  assert.equal((await browser.submit({ code: first })).status, 400)
  assert.ok((await browser.submit({ code: second })).url.searchParams.has('code'))
})

test('the page of the first code leads nowhere any more', async () => {
  const { browser, email } = await asked('bob')
  const { page } = browser
  await resend(browser)
  const code = await server.code(email)
  browser.page = page
  const { status, text } = await browser.submit({ code })
  assert.equal(status, 400)
  assert.match(text, /took too long/)
})

test('only so many are sent', async () => {
  const { browser, email } = await asked('eve')
  for (let sent = 0; sent < 5; sent++) assert.equal((await resend(browser)).status, 200)
  const { status, text } = await resend(browser)
  assert.equal(status, 400)
  assert.match(text, /Too many attempts/)
  assert.equal((await server.inbox(email)).length, 6)
  const code = await server.code(email)
  assert.ok((await browser.submit({ code })).url.searchParams.has('code'), 'the last one is still good')
})
