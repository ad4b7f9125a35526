import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { addAuthenticator } from '../browser/chromium.ts'
import { skip, useBrowser } from './browser.ts'
import { frameOf } from './frames.ts'
import { render } from './samples.ts'

const site = useBrowser()

const creation = (excludeCredentials: { type: string; id: string }[] = []) =>
  JSON.stringify({
    challenge: 'Y2hhbGxlbmdl',
    rp: { id: 'localhost', name: 'Example' },
    user: { id: 'dXNlcg', name: 'dolores', displayName: 'Dolores' },
    pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
    excludeCredentials,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
const request = (id: string) =>
  JSON.stringify({
    challenge: 'Y2hhbGxlbmdl',
    rpId: 'localhost',
    allowCredentials: [{ type: 'public-key', id }],
    userVerification: 'required',
  })

const addPage = (options: string) =>
  render(frameOf(), 'addPasskeyPage', { action: '/passkeys/add', options, skip: '/' })
const usePage = (options: string, more = {}) =>
  render(frameOf(), 'passkeyPage', { action: '/passkey', options, links: { back: '/' }, ...more })

type Sent = { id: string; rawId: string; type: string; response: Record<string, unknown> }

/** What the form sends, once it has. */
const sent = async (page: Page, path: string): Promise<Sent> => {
  await page.waitForURL(`**${path}`)
  const form = site.posted.at(-1)
  assert.equal(form?.get('_csrf'), 'token-of-the-form')
  return JSON.parse(form?.get('credential') ?? '') as Sent // the script's own
}

const makePasskey = async (page: Page) => {
  await site.show(page, addPage(creation()))
  await page.click('[data-start]')
  return sent(page, '/passkeys/add')
}

/** Browsers from before the conversions from and to JSON. */
const withoutConversions = `
  delete PublicKeyCredential.parseCreationOptionsFromJSON
  delete PublicKeyCredential.parseRequestOptionsFromJSON
  delete PublicKeyCredential.prototype.toJSON`

for (const [kind, script] of [
  ['as browsers are', ''],
  ['without conversions', withoutConversions],
] as const) {
  test(`the script makes a passkey and signs with it, ${kind}`, { skip }, async () => {
    const page = await site.newPage()
    await page.addInitScript(script)
    await addAuthenticator(page, { transport: 'internal' })
    const made = await makePasskey(page)
    assert.deepEqual([made.type, made.id], ['public-key', made.rawId])
    assert.match(String(made.response.attestationObject), /^[\w-]+$/)
    await site.show(page, usePage(request(made.id)))
    const { id, response } = await sent(page, '/passkey')
    assert.equal(id, made.id)
    for (const name of ['clientDataJSON', 'authenticatorData', 'signature', 'userHandle']) {
      assert.match(String(response[name]), /^[\w-]+$/, name)
    }
    await page.close()
  })
}

test('a passkey that is refused is told of, and can be tried again', { skip }, async () => {
  const page = await site.newPage()
  const { session, authenticatorId } = await addAuthenticator(page, { transport: 'internal' })
  const { id } = await makePasskey(page)
  await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
  await site.show(page, usePage(request(id)))
  await page.waitForSelector('[data-says=cancelled]:visible')
  assert.equal(await page.isVisible('[data-says=unsupported]'), false)
  await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true })
  await page.click('[data-start]')
  assert.equal((await sent(page, '/passkey')).id, id)
  await page.close()
})

test('after an error nothing begins by itself', { skip }, async () => {
  const page = await site.newPage()
  await addAuthenticator(page, { transport: 'internal' })
  const { id } = await makePasskey(page)
  const before = site.posted.length
  await site.show(page, usePage(request(id), { error: 'Not so' }))
  await page.waitForSelector('[data-start]:visible')
  assert.equal(await page.evaluate('document.activeElement.id'), 'error')
  assert.equal(site.posted.length, before)
  await page.click('[data-start]')
  assert.equal((await sent(page, '/passkey')).id, id)
  await page.close()
})

test('a browser without passkeys says so', { skip }, async () => {
  const page = await site.newPage()
  await page.addInitScript('delete window.PublicKeyCredential')
  await site.show(page, usePage(request('AAAA')))
  await page.waitForSelector('[data-says=unsupported]:visible')
  assert.equal(await page.isVisible('[data-start]'), false)
  await page.close()
})

test('a browser without scripts says so, and signs in by password', { skip }, async () => {
  const page = await site.newPage({ javaScriptEnabled: false })
  await site.show(page, usePage(request('AAAA')))
  assert.match((await page.textContent('main')) ?? '', /JavaScript/)
  const model = {
    action: '/login',
    usernameKind: 'any',
    username: '',
    asksPassword: true,
    localForm: true,
    providers: [],
    links: {},
  }
  await site.show(page, render(frameOf(), 'signInPage', model))
  await page.fill('[name=username]', 'dolores')
  await page.fill('[name=password]', 'Secret-1!')
  await page.check('[name=rememberUsername]')
  await page.click('[type=submit]')
  assert.deepEqual(Object.fromEntries(site.posted.at(-1) ?? []), {
    _csrf: 'token-of-the-form',
    username: 'dolores',
    password: 'Secret-1!',
    cognitoAsfData: '',
    rememberUsername: 'true',
    signInSubmitButton: 'Sign in',
  })
  await page.close()
})

test('a passkey is offered in the field of the username', { skip }, async () => {
  const page = await site.newPage()
  await addAuthenticator(page, { transport: 'internal' })
  const { id } = await makePasskey(page)
  const options = JSON.stringify({ challenge: 'Y2hhbGxlbmdl', rpId: 'localhost', userVerification: 'required' })
  const model = {
    action: '/login',
    usernameKind: 'any',
    username: '',
    asksPassword: false,
    localForm: true,
    providers: [],
    links: {},
    passkey: { options },
  }
  await site.show(page, render(frameOf(), 'signInPage', model))
  assert.equal((await sent(page, '/login')).id, id)
  await page.close()
})
