import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { CreateUserPoolClientCommand, UpdateUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider'
import { makeClient } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'
import { authorizeUrl, Browser, CALLBACK, codeClient, makeSite, type Site, signInForTokens, strict } from './site.ts'

/** A URL that is not registered, though it looks like one that is; `$` in a query stands for the parameter. */
type Entry = { readonly what: string; readonly value?: string; readonly query?: string }

const entries = JSON.parse(readFileSync(new URL('./redirects.json', import.meta.url), 'utf8')) as readonly Entry[]

const registered = [CALLBACK, 'http://localhost:3000/cb', 'myapp://callback']

let site: Site
let strictSite: Site
let idToken: string
const server = useServer({}, 'dev', async (server) => {
  const urls = { CallbackURLs: registered, LogoutURLs: registered }
  site = await makeSite(server, {}, urls)
  strictSite = await makeSite(server, strict, urls)
  idToken = (await signInForTokens(server, strictSite)).idToken
})

const without = (url: string, name: string) => {
  const to = new URL(url)
  to.searchParams.delete(name)
  return to.href
}

/** Each place where a client says where a browser is to go. */
const places: Readonly<Record<string, () => string>> = {
  'redirect_uri of /oauth2/authorize': () => without(authorizeUrl(server, site), 'redirect_uri'),
  'redirect_uri of /oauth2/authorize with an error to tell of': () =>
    without(authorizeUrl(server, site, { response_type: 'x', prompt: 'none' }), 'redirect_uri'),
  'redirect_uri of /login': () =>
    without(authorizeUrl(server, site), 'redirect_uri').replace('/oauth2/authorize', '/login'),
  'redirect_uri of /logout': () => `${server.url}/logout?client_id=${site.clientId}&response_type=code`,
  'logout_uri of /logout': () => `${server.url}/logout?client_id=${site.clientId}`,
  'post_logout_redirect_uri of /logout': () =>
    `${server.url}/logout?client_id=${strictSite.clientId}&id_token_hint=${idToken}`,
}

const queryOf = ({ value, query }: Entry, name: string) =>
  value === undefined ? (query ?? '').replaceAll('$', name) : new URLSearchParams({ [name]: value }).toString()

test('V23: there are more than 80 of them', () => {
  assert.ok(entries.length >= 80)
  for (const { value } of entries) assert.ok(value === undefined || !registered.includes(value), value)
})

for (const [place, url] of Object.entries(places))
  test(`V23: no URL that is not registered is followed by ${place}`, async () => {
    const name = place.split(' ', 1)[0] ?? ''
    for (const entry of entries) {
      const response = await fetch(`${url()}&${queryOf(entry, name)}`, { redirect: 'manual' })
      const location = response.headers.get('location')
      // Without the parameter, under its own name, a strict pool asks whether to sign out.
      if (location === null && name.startsWith('post_logout')) assert.equal(response.status, 200, entry.what)
      else {
        assert.equal(response.status, 302, entry.what)
        assert.match(
          location ?? '',
          /^\/error\?error=(redirect_mismatch|invalid_request)(&client_id=\w+)?$/,
          entry.what,
        )
      }
    }
  })

test('V23: what is registered is followed, at each of these places', async () => {
  for (const uri of registered)
    for (const [place, url] of Object.entries(places)) {
      const name = place.split(' ', 1)[0] ?? ''
      const response = await fetch(`${url()}&${new URLSearchParams({ [name]: uri })}`, { redirect: 'manual' })
      const location = response.headers.get('location') ?? ''
      if (place.includes('error') || /^(logout|post)/.test(place))
        assert.ok(location.startsWith(uri), `${place} ${uri}`)
      else assert.ok(response.status === 200 || location.startsWith('/login?'), `${place} ${uri} ${location}`)
    }
})

test('V23: a callback URL is no logout URL, and the other way round', async () => {
  const apart = await makeSite(server, strict, { LogoutURLs: ['https://app.example.com/goodbye'] })
  const { idToken: hint } = await signInForTokens(server, apart)
  const logout = async (parameters: Record<string, string>) => {
    const query = new URLSearchParams({ client_id: apart.clientId, ...parameters })
    return (await fetch(`${server.url}/logout?${query}`, { redirect: 'manual' })).headers.get('location') ?? ''
  }
  assert.match(await logout({ logout_uri: CALLBACK }), /^\/error\?/)
  assert.match(await logout({ id_token_hint: hint, post_logout_redirect_uri: CALLBACK }), /^\/error\?/)
  const goodbye = 'https://app.example.com/goodbye'
  assert.match(await logout({ redirect_uri: goodbye, response_type: 'code' }), /^\/error\?/)
  const { headers } = await new Browser(server).send(authorizeUrl(server, apart, { redirect_uri: goodbye }))
  assert.match(headers.get('location') ?? '', /^\/error\?/)
})

test('V23: a URL of another client of the pool is not followed', async () => {
  const CallbackURLs = ['https://other.example.com/callback']
  await makeClient(site.sdk, site.poolId, { ...codeClient, CallbackURLs })
  const { headers } = await new Browser(server).send(
    authorizeUrl(server, site, { redirect_uri: 'https://other.example.com/callback' }),
  )
  assert.match(headers.get('location') ?? '', /^\/error\?/)
})

/** URLs that a client cannot register in the first place. */
const unregistrable = [
  'https://app.example.com/callback#x',
  'http://app.example.com/callback',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  '/callback',
  '//app.example.com/callback',
  'https://app.example.com/call back',
  'https://app.example.com/callback\r\nx: y',
  'https://app.example.com/callback\n',
]

test('V23, V41 and oidcc-redirect-uri-regfrag: URLs that lead astray, or would split a header, are not registered', async () => {
  for (const url of unregistrable)
    for (const member of ['CallbackURLs', 'LogoutURLs']) {
      const change = { ...codeClient, [member]: [url] }
      await assert.rejects(
        site.sdk.send(new CreateUserPoolClientCommand({ UserPoolId: site.poolId, ClientName: 'x', ...change })),
        serviceError('InvalidParameterException'),
        `${member} ${JSON.stringify(url)}`,
      )
      await assert.rejects(
        site.sdk.send(new UpdateUserPoolClientCommand({ UserPoolId: site.poolId, ClientId: site.clientId, ...change })),
        serviceError('InvalidParameterException'),
      )
    }
})
