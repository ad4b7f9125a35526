import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CreateResourceServerCommand, UpdateResourceServerCommand } from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf, makeClient } from '../fixture.ts'
import { useServer } from '../harness.ts'
import {
  authorizeUrl,
  Browser,
  CALLBACK,
  codeClient,
  makeSite,
  pkce,
  returned,
  type Site,
  signInForTokens,
} from './site.ts'

let site: Site
const server = useServer({}, 'dev', async (server) => {
  site = await makeSite(server)
})

const ask = (change: Record<string, string | undefined>, from: Pick<Site, 'clientId'> = site) =>
  new Browser(server).send(authorizeUrl(server, from, change))

const { challenge } = pkce()

/** What is wrong with a request, and what the client hears of it. */
const returnedErrors: [string, Record<string, string | undefined>, string, string?][] = [
  ['no response_type', { response_type: undefined }, 'invalid_request'],
  ['an empty response_type', { response_type: '' }, 'invalid_request'],
  ['an unknown response_type', { response_type: 'id_token' }, 'invalid_request'],
  ['two response types', { response_type: 'code token' }, 'invalid_request'],
  ['a response_type in capitals', { response_type: 'CODE' }, 'invalid_request'],
  ['a challenge without a method', { code_challenge: challenge }, 'invalid_request'],
  ['a challenge by plain', { code_challenge: challenge, code_challenge_method: 'plain' }, 'invalid_request'],
  ['a challenge by s256', { code_challenge: challenge, code_challenge_method: 's256' }, 'invalid_request'],
  ['a method without a challenge', { code_challenge_method: 'S256' }, 'invalid_request'],
  ['a challenge that is too short', { code_challenge: 'abc', code_challenge_method: 'S256' }, 'invalid_request'],
  ['a challenge with padding', { code_challenge: `${challenge}=`, code_challenge_method: 'S256' }, 'invalid_request'],
  ['an unknown scope', { scope: 'openid nonsense' }, 'invalid_scope'],
  ['a scope of no resource server', { scope: 'openid https://nobody/read' }, 'invalid_scope'],
  ['a scope in capitals', { scope: 'OpenID' }, 'invalid_scope'],
  ['email without openid', { scope: 'email' }, 'invalid_scope'],
  ['phone without openid', { scope: 'phone' }, 'invalid_scope'],
  ['profile without openid', { scope: 'profile aws.cognito.signin.user.admin' }, 'invalid_scope'],
  ['nobody signed in, and prompt=none', { prompt: 'none' }, 'login_required'],
  ['an unknown prompt', { prompt: 'create' }, 'invalid_request'],
  ['prompt=none with another', { prompt: 'none login' }, 'invalid_request'],
  ['a max_age that is no number', { max_age: 'soon' }, 'invalid_request'],
  ['a negative max_age', { max_age: '-1' }, 'invalid_request'],
  ['a broken max_age', { max_age: '1.5' }, 'invalid_request'],
  ['a resource by http', { resource: 'http://api.example.com' }, 'invalid_target'],
  ['a resource that is no URL', { resource: 'api' }, 'invalid_target'],
  ['a resource that is a script', { resource: 'javascript:alert(1)' }, 'invalid_target'],
  ['a resource with a fragment', { resource: 'https://api.example.com/#x' }, 'invalid_target'],
  ['a request object', { request: 'eyJhbGciOiJub25lIn0.e30.' }, 'request_not_supported'],
  ['a request by reference', { request_uri: 'https://app.example.com/request' }, 'request_uri_not_supported'],
  ['response_mode=form_post', { response_mode: 'form_post' }, 'invalid_request'],
  ['response_mode=fragment for a code', { response_mode: 'fragment' }, 'invalid_request'],
  ['a nonce that is too long', { nonce: 'n'.repeat(4097) }, 'invalid_request'],
]

for (const [what, change, error] of returnedErrors) {
  test(`RFC 6749 section 4.1.2.1: ${what} is returned to the client as ${error}`, async () => {
    const { status, url, headers, text } = await ask(change)
    assert.equal(status, 302)
    assert.equal(url.origin + url.pathname, CALLBACK)
    assert.equal(url.hash, '')
    assert.equal(url.searchParams.get('error'), error)
    assert.equal(url.searchParams.get('state'), 's1')
    assert.equal(url.searchParams.has('code'), false)
    assert.match(headers.get('cache-control') ?? '', /no-store/)
    assert.equal(headers.get('referrer-policy'), 'no-referrer')
    assert.equal(headers.has('access-control-allow-origin'), false)
    assert.equal(text, '')
  })
}

test('RFC 6749 section 4.2.2.1: errors of the implicit grant come in the fragment', async () => {
  for (const [change, error] of [
    [{ scope: 'nonsense' }, 'invalid_scope'],
    [{ prompt: 'none' }, 'login_required'],
  ] as const) {
    const { url } = await ask({ response_type: 'token', ...change })
    assert.equal(url.search, '')
    assert.equal(new URLSearchParams(url.hash.slice(1)).get('error'), error)
    assert.equal(new URLSearchParams(url.hash.slice(1)).get('state'), 's1')
  }
})

test('an error without a state comes without one', async () => {
  assert.deepEqual(Object.keys(returned(await ask({ scope: 'nonsense', state: undefined }))).sort(), [
    'error',
    'error_description',
  ])
})

test('a state comes back as it was sent, whatever is in it', async () => {
  for (const state of ['a b+c%20&d=e#f', '"><script>alert(1)</script>', '{"a":"ü€😀"}', "';--", 'x'.repeat(4096)]) {
    assert.equal((await ask({ scope: 'nonsense', state })).url.searchParams.get('state'), state)
  }
})

test('the description of an error has no characters that RFC 6749 forbids', async () => {
  const { url } = await ask({ prompt: 'ü"\\\n' })
  assert.match(url.searchParams.get('error_description') ?? '', /^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/)
})

test('a flow that the client may not use is unauthorized_client', async () => {
  for (const [flow, response_type] of [
    ['code', 'token'],
    ['implicit', 'code'],
  ] as const) {
    const client = await makeClient(site.sdk, site.poolId, { ...codeClient, AllowedOAuthFlows: [flow] })
    const back = returned(await ask({ response_type }, client))
    assert.equal(back.error, 'unauthorized_client')
    assert.equal(back.state, 's1')
  }
})

test('a scope that its resource server has no more is left out silently', async () => {
  const things = { UserPoolId: site.poolId, Identifier: 'https://things', Name: 'things' }
  const Scopes = ['read', 'write'].map((ScopeName) => ({ ScopeName, ScopeDescription: ScopeName }))
  const scope = 'openid https://things/read https://things/write'
  await site.sdk.send(new CreateResourceServerCommand({ ...things, Scopes }))
  const client = await makeClient(site.sdk, site.poolId, { ...codeClient, AllowedOAuthScopes: scope.split(' ') })
  await site.sdk.send(new UpdateResourceServerCommand({ ...things, Scopes: Scopes.slice(0, 1) }))
  const { accessToken } = await signInForTokens(server, { ...site, ...client }, { scope })
  assert.equal(claimsOf(accessToken).scope, 'openid https://things/read')
})

/** Requests of which it is not known where an error may go, and what the error page says of them. */
const pageErrors: [string, Record<string, string | undefined>, string][] = [
  ['no client_id', { client_id: undefined }, 'error=invalid_client'],
  ['an unknown client_id', { client_id: 'nobody' }, 'error=invalid_client'],
  ['another redirect_uri', { redirect_uri: 'https://evil.example.com' }, 'error=redirect_mismatch&client_id='],
  ['no redirect_uri where there are several', { redirect_uri: undefined }, 'error=redirect_mismatch&client_id='],
]

for (const [what, change, query] of pageErrors) {
  for (const path of ['/oauth2/authorize', '/login', '/signup', '/forgotPassword', '/passkeys/add'])
    test(`RFC 6749 section 4.1.2.1: ${what} at ${path} leads to the error page, not to a client`, async () => {
      const browser = new Browser(server)
      const url = authorizeUrl(server, site, change).replace('/oauth2/authorize', path)
      const { status, headers } = await browser.send(url)
      assert.equal(status, 302)
      const location = headers.get('location') ?? ''
      assert.ok(location.startsWith(`/error?${query}`), location)
      const page = await browser.open(url)
      assert.equal(page.status, 400)
      assert.equal(page.headers.has('location'), false)
      assert.match(page.text, /An error was encountered with the requested page\./)
      assert.match(page.text, new RegExp(new URLSearchParams(query).get('error') ?? ''))
    })
}

test('a client without OAuth gets no authorization', async () => {
  const client = await makeClient(site.sdk, site.poolId)
  const { headers } = await ask({}, client)
  assert.equal(headers.get('location'), `/error?error=unauthorized_client&client_id=${client.clientId}`)
})

test('a client of one provider alone may leave redirect_uri out', async () => {
  const only = { CallbackURLs: [CALLBACK] }
  const preferred = { CallbackURLs: ['https://app.example.com/a', CALLBACK], DefaultRedirectURI: CALLBACK }
  for (const urls of [only, preferred]) {
    const client = await makeClient(site.sdk, site.poolId, { ...codeClient, ...urls })
    const back = returned(await ask({ redirect_uri: undefined, prompt: 'none' }, client))
    assert.equal(back.error, 'login_required')
  }
})

test('a request that is in order leads to the sign-in page with all of its parameters', async () => {
  const url = authorizeUrl(server, site, { nonce: 'n', login_hint: 'jane', extra: 'a b' })
  const { headers, status } = await new Browser(server).send(url)
  assert.equal(status, 302)
  assert.equal(headers.get('location'), `/login?${url.split('?')[1]}`)
})
