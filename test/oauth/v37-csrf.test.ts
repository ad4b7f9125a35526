import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { useServer } from '../harness.ts'
import { type Journeys, makeJourneys } from './journeys.ts'
import { authorizeUrl, Browser, codeOf, jane, type Loaded, PASSWORD } from './site.ts'

let made: Journeys
const server = useServer({}, 'dev', async (server) => {
  made = await makeJourneys(server)
})

/** The paths of forms, which exist before the server does. */
const paths = [
  ...['/login', '/challenge', '/signup', '/confirm', '/resendcode', '/forgotPassword', '/confirmforgotPassword'],
  ...['/logout', '/confirmUser'],
]

type Sent = { readonly body: URLSearchParams; readonly headers?: Record<string, string> }

const changed = (body: URLSearchParams, change: (form: URLSearchParams) => void): Sent => {
  const form = new URLSearchParams(body)
  change(form)
  return { body: form }
}

/** How another site, or another browser's user, sends somebody's form. */
const attacks: Readonly<Record<string, (body: URLSearchParams, other: string) => Sent>> = {
  'another token': (body) => changed(body, (form) => form.set('_csrf', 'x'.repeat(43))),
  'the token of another browser': (body, other) => changed(body, (form) => form.set('_csrf', other)),
  'more of the token': (body) => changed(body, (form) => form.set('_csrf', `${form.get('_csrf')}x`)),
  'less of the token': (body) => changed(body, (form) => form.set('_csrf', `${form.get('_csrf')}`.slice(0, 42))),
  'another site': (body) => ({ body, headers: { 'sec-fetch-site': 'cross-site' } }),
  'a site of the same domain': (body) => ({ body, headers: { 'sec-fetch-site': 'same-site' } }),
  'another value of Sec-Fetch-Site': (body) => ({ body, headers: { 'sec-fetch-site': 'same-origin, cross-site' } }),
}

const isRefused = ({ status, headers, text }: Loaded, what: string) => {
  assert.equal(status, 403, what)
  assert.equal(headers.has('location'), false, what)
  assert.doesNotMatch(headers.getSetCookie().join(), /cognito\./, what)
  assert.match(text, /<h1>/, what)
}

for (const path of paths)
  test(`V37: a form of ${path} from elsewhere is answered 403 and changes nothing`, async () => {
    const journey = made.journeys[path]
    assert.ok(journey)
    const browser = new Browser(server)
    const fields = await journey.lead(browser)
    const { to, body } = browser.fill(fields, journey.match)
    const stranger = new Browser(server)
    await stranger.open(authorizeUrl(server, made.site))
    const foreign = stranger.cookies.get('XSRF-TOKEN') ?? ''
    assert.equal(foreign.length, 43)
    for (const [what, attack] of Object.entries(attacks)) {
      const { body: form, headers = {} } = attack(body, foreign)
      isRefused(await browser.send(to, { method: 'POST', body: form, headers }), what)
    }
    // The form of a user in the browser of somebody else, and in one without cookies.
    isRefused(await stranger.send(to, { method: 'POST', body }), 'another browser')
    isRefused(await new Browser(server).send(to, { method: 'POST', body }), 'no browser')
    const done = await browser.submit(fields, journey.match)
    assert.ok(journey.isDone(done), `${done.status} ${done.url.href} ${done.text}`)
  })

test('V37: a form without any token is refused; at /logout it is a request of a client, which ends nothing here', async () => {
  for (const path of paths) {
    const journey = made.journeys[path]
    assert.ok(journey)
    const browser = new Browser(server)
    const fields = await journey.lead(browser)
    const { to, body } = browser.fill(fields, journey.match)
    for (const change of [
      (form: URLSearchParams) => form.set('_csrf', ''),
      (form: URLSearchParams) => form.delete('_csrf'),
    ]) {
      change(body)
      const loaded = await browser.send(to, { method: 'POST', body })
      if (path === '/logout') assert.equal(loaded.status, 200)
      else isRefused(loaded, path)
    }
    assert.ok(journey.isDone(await browser.submit(fields, journey.match)), path)
  }
})

test('V37: a form that is no form is refused', async () => {
  const browser = new Browser(server)
  const fields = await made.journeys['/login']?.lead(browser)
  const { to, body } = browser.fill(fields ?? {})
  for (const [type, text] of [
    ['text/plain', body.toString()],
    ['application/json', JSON.stringify(Object.fromEntries(body))],
    ['multipart/form-data; boundary=x', body.toString()],
  ] as const) {
    const loaded = await browser.send(to, { method: 'POST', body: text, headers: { 'content-type': type } })
    assert.equal(loaded.status, 303)
    assert.match(loaded.headers.get('location') ?? '', /^\/error\?error=invalid_request/)
  }
})

test('V37: what GET asks for changes nothing', async () => {
  const { site, journeys } = made
  const users = async () =>
    (await site.sdk.send(new ListUsersCommand({ UserPoolId: site.poolId }))).Users?.map(
      ({ Username }) => Username,
    ).sort()
  for (const path of paths.filter((one) => one !== '/logout')) {
    const journey = journeys[path]
    assert.ok(journey)
    const browser = new Browser(server)
    const fields = await journey.lead(browser)
    const { to, body } = browser.fill(fields, journey.match)
    const before = [await users(), (await server.inbox()).length]
    const url = new URL(to)
    for (const [name, value] of body) url.searchParams.set(name, value)
    const loaded = await browser.send(url.href)
    assert.doesNotMatch(loaded.headers.getSetCookie().join(), /cognito\./, path)
    assert.equal(loaded.url.origin, server.url, path)
    assert.deepEqual([await users(), (await server.inbox()).length], before, path)
    assert.ok(journey.isDone(await browser.submit(fields, journey.match)), path)
  }
})

test('V37: GET of a link in a message, however often, confirms nobody', async () => {
  const browser = new Browser(server)
  const fields = (await made.journeys['/confirmUser']?.lead(browser)) ?? {}
  const url = browser.page?.url.href ?? ''
  for (let times = 0; times < 3; times++) assert.equal((await new Browser(server).open(url)).status, 200)
  assert.ok(made.journeys['/confirmUser']?.isDone(await browser.submit(fields, /\/confirmUser/)))
  await assert.rejects(browser.submit(fields, /\/confirmUser/), 'the page after it has no form')
  assert.equal((await new Browser(server).open(url)).status, 200)
})

test('V37: GET of the pages keeps a session as it is, and its user', async () => {
  const { site } = made
  const browser = new Browser(server)
  await browser.signIn(authorizeUrl(server, site))
  const before = new Map(browser.cookies)
  const seen = async () => [
    await site.sdk.send(new AdminGetUserCommand(jane(site))).then(({ $metadata, ...user }) => user),
    await site.sdk.send(new AdminListGroupsForUserCommand(jane(site))).then(({ Groups }) => Groups),
  ]
  const user = await seen()
  for (const path of ['/login', '/signup', '/forgotPassword', '/error', '/confirmUser', '/passkeys/add', '/challenge'])
    await browser.send(authorizeUrl(server, site).replace('/oauth2/authorize', path))
  for (const path of ['/oauth2/token', '/oauth2/revoke', '/oauth2/userInfo'])
    await browser.send(`${server.url}${path}?client_id=${site.clientId}&token=x`)
  assert.deepEqual(browser.cookies, before)
  assert.deepEqual(await seen(), user)
  codeOf(await browser.send(authorizeUrl(server, site, { prompt: 'none' })))
})

test('V37: somebody is not signed in as another by a form that a page of theirs sends', async () => {
  const { site } = made
  const attacker = new Browser(server)
  await attacker.open(authorizeUrl(server, site))
  const { to, body } = attacker.fill({ username: 'jane', password: PASSWORD })
  const victim = new Browser(server)
  const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
  isRefused(await victim.send(to, { method: 'POST', body, headers }), 'cross-site')
  assert.equal(
    [...victim.cookies.keys()].some((name) => name.startsWith('cognito')),
    false,
  )
})
