/** The 11 modules of oidcc-rp-initiated-logout-certification-test-plan. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Browser, Loaded } from '../site.ts'
import { LOGOUT, returned } from '../site.ts'
import { type Granted, type Module, type Provider, testModules } from './provider.ts'

type Parameters = Record<string, string>

/** What a logout is asked for with, by somebody who has signed in. */
type Ask = (granted: Granted) => Parameters

const begin = async (provider: Provider, ask: Ask): Promise<{ browser: Browser; loaded: Loaded }> => {
  const browser = provider.browser()
  const granted = await provider.grant({}, browser)
  const loaded = await browser.open(`${provider.server.url}/logout?${new URLSearchParams(ask(granted))}`)
  return { browser, loaded }
}

const isSignedIn = async (provider: Provider, browser: Browser) =>
  returned(await browser.open(provider.url({ prompt: 'none' }))).error === undefined

/** Leads to the client, with its state, and nobody is signed in. */
const redirects = (ask: Ask, state: string | null): Module => ({
  deviation: 'silent-logout',
  async run(provider) {
    const { browser, loaded } = await begin(provider, ask)
    assert.equal(loaded.url.origin + loaded.url.pathname, LOGOUT)
    assert.equal(loaded.url.searchParams.get('state'), state)
    assert.equal(await isSignedIn(provider, browser), false)
  },
})

/** Shows a page, and does not lead to any client. */
const shows = (ask: Ask): Module => ({
  async run(provider) {
    const { loaded } = await begin(provider, ask)
    assert.equal(loaded.headers.has('location'), false)
    assert.equal(loaded.url.origin, provider.server.url)
    assert.match(loaded.text, /<h1>/)
  },
})

/** Ends the session with a page, which may ask before. */
const endsHere = (ask: Ask): Module => ({
  deviation: 'silent-logout',
  async run(provider) {
    const { browser, loaded } = await begin(provider, ask)
    assert.equal(loaded.status, 200)
    if (loaded.text.includes('<form')) await browser.submit({}, /\/logout/)
    assert.equal(browser.page?.status, 200)
    assert.equal(await isSignedIn(provider, browser), false)
  },
})

/** With another signature. */
const forged = (token: string) => token.replace(/[^.]*$/, (mark) => [...mark].reverse().join(''))

/** With another header, and no signature. */
const unsigned = (token: string) => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.`

const target = { post_logout_redirect_uri: LOGOUT }

const modules: Readonly<Record<string, Module>> = {
  'oidcc-rp-initiated-logout-discovery-endpoint-verification': {
    async run(provider) {
      const { protocol, pathname } = new URL(String((await provider.discovery()).end_session_endpoint))
      assert.equal(protocol, 'https:')
      assert.equal(pathname, '/logout')
    },
  },
  'oidcc-rp-initiated-logout': redirects(({ idToken }) => ({ ...target, id_token_hint: idToken, state: 's 1' }), 's 1'),
  'oidcc-rp-initiated-logout-no-state': redirects(({ idToken }) => ({ ...target, id_token_hint: idToken }), null),
  'oidcc-rp-initiated-logout-bad-post-logout-redirect-uri': shows(({ idToken }) => ({
    ...{ id_token_hint: idToken, state: 's1', post_logout_redirect_uri: 'https://app.example.com/other' },
  })),
  'oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri': shows(({ idToken }) => ({
    ...{ id_token_hint: idToken, state: 's1', post_logout_redirect_uri: `${LOGOUT}?foo=bar` },
  })),
  'oidcc-rp-initiated-logout-bad-id-token-hint': shows(({ idToken }) => ({
    ...{ ...target, id_token_hint: forged(idToken), state: 's1' },
  })),
  'oidcc-rp-initiated-logout-modified-id-token-hint': shows(({ idToken }) => ({
    ...{ ...target, id_token_hint: unsigned(idToken), state: 's1' },
  })),
  'oidcc-rp-initiated-logout-no-id-token-hint': shows(() => ({ ...target, state: 's1' })),
  'oidcc-rp-initiated-logout-no-params': endsHere(() => ({})),
  'oidcc-rp-initiated-logout-only-state': endsHere(() => ({ state: 's1' })),
  'oidcc-rp-initiated-logout-no-post-logout-redirect-uri': endsHere(({ idToken }) => ({
    ...{ id_token_hint: idToken, state: 's1' },
  })),
}

testModules(modules)

test('none of the 11 modules of the plan is missing', () => {
  assert.equal(Object.keys(modules).length, 11)
})
