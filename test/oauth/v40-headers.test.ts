import assert from 'node:assert/strict'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { test } from 'node:test'
import { SignUpCommand } from '@aws-sdk/client-cognito-identity-provider'
import { useServer } from '../harness.ts'
import { type Journeys, makeJourneys } from './journeys.ts'
import { authorizeUrl, Browser, CALLBACK, LOGOUT, type Loaded, makeSite, returned } from './site.ts'

let made: Journeys
const server = useServer({}, 'dev', async (server) => {
  made = await makeJourneys(server)
})

/** Pages that lead to no client. */
const plainPages = ['/error', '/logout', '/confirmUser']

/** What keeps a page out of frames, caches and the hands of other sites, and other sites out of it. */
const checkPage = ({ headers, text, url }: Loaded) => {
  const isPlain = plainPages.includes(url.pathname)
  assert.equal(headers.get('content-type'), 'text/html; charset=utf-8', url.href)
  assert.equal(headers.get('x-frame-options'), 'DENY')
  assert.equal(headers.get('x-content-type-options'), 'nosniff')
  assert.equal(headers.get('referrer-policy'), 'no-referrer')
  assert.match(headers.get('cache-control') ?? '', /no-store/)
  assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin')
  assert.equal(headers.has('access-control-allow-origin'), false)
  const policy = new Map(
    (headers.get('content-security-policy') ?? '').split('; ').map((line) => {
      const [name = '', ...sources] = line.split(' ')
      return [name, sources.join(' ')] as const
    }),
  )
  assert.equal(policy.get('frame-ancestors'), "'none'")
  assert.equal(policy.get('default-src'), "'none'")
  assert.equal(policy.get('script-src'), "'self'")
  assert.equal(policy.get('style-src'), "'self'")
  assert.equal(policy.get('base-uri'), "'none'")
  const action = policy.get('form-action')
  // Forms that lead on to a client do so by redirects, which browsers hold to this as well.
  if (isPlain) assert.equal(action, "'self'")
  else assert.ok([undefined, "'self'", `'self' ${new URL(CALLBACK).origin}`].includes(action), action)
  if (isPlain) assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin')
  assert.doesNotMatch(text, /<script(?![^>]* src="\/)|<style|<iframe|<object|<embed|<base/i)
  assert.doesNotMatch(text.replace(/="[^"]*"/g, '=""'), /<[^>]*\s(?:on\w+|style)\s*=/i)
  assert.doesNotMatch(text, /(?:src|href|action)="\s*javascript:/i)
  assert.doesNotMatch(text, /(?:src|href|action)="(?:https?:)?\/\//i, 'nothing of another server')
}

test('V40: no page can be framed, kept or sniffed, and none has scripts of its own', async () => {
  for (const journey of Object.values(made.journeys)) {
    const browser = new Browser(server)
    const fields = await journey.lead(browser)
    assert.ok(browser.page)
    checkPage(browser.page)
    const { to, body } = browser.fill(fields, journey.match)
    body.delete('_csrf')
    checkPage(await browser.send(to, { method: 'POST', body }))
    const done = await browser.submit(fields, journey.match)
    if (done.url.origin === server.url) checkPage(done)
  }
})

test('V40: nor can pages of errors', async () => {
  const { site } = made
  const at = (path: string, change = {}) => authorizeUrl(server, site, change).replace('/oauth2/authorize', path)
  for (const url of [
    `${server.url}/error`,
    `${server.url}/error?error=x&client_id=${site.clientId}`,
    `${server.url}/login`,
    `${server.url}/logout`,
    `${server.url}/confirmUser`,
    at('/oauth2/authorize', { redirect_uri: 'https://evil.example' }),
    at('/challenge', { step: 'x' }),
    at('/confirm', { step: 'x' }),
    at('/confirmforgotPassword'),
    at('/login', { identity_provider: 'Nobody' }),
    at('/signup'),
    at('/login', { lang: 'de' }),
  ])
    checkPage(await new Browser(server).open(url))
})

test('V40: a redirect has no body, and none of its headers can be split', async () => {
  const { site } = made
  const state = 'a\r\nSet-Cookie: x=y\r\n\r\n<script>'
  const loaded = await new Browser(server).send(authorizeUrl(server, site, { prompt: 'none', state }))
  assert.equal(returned(loaded).state, state)
  assert.equal(loaded.headers.has('set-cookie'), false)
  assert.equal(loaded.text, '')
})

const scripts = [
  '"><script>alert(1)</script>',
  "'><img src=x onerror=alert(1)>",
  '</title><svg/onload=alert(1)>',
  '&lt;b&gt;',
]

test('V34: what comes with a request is text on a page, whatever it is', async () => {
  const { site } = made
  for (const text of scripts)
    for (const [path, change] of [
      ['/login', { state: text, nonce: text, login_hint: text, extra: text, [text]: 'x' }],
      ['/signup', { state: text, login_hint: text }],
      ['/forgotPassword', { state: text, login_hint: text }],
      ['/error', { error: text, client_id: text }],
      ['/confirmUser', { user_name: text, confirmation_code: text, [text]: text }],
      ['/challenge', { step: text }],
    ] as const) {
      const loaded = await new Browser(server).open(
        authorizeUrl(server, site, change).replace('/oauth2/authorize', path),
      )
      assert.ok(loaded.status < 500)
      checkPage(loaded)
      assert.equal(loaded.text.includes(text), false, `${path} ${text}`)
    }
  for (const text of scripts) {
    const browser = new Browser(server)
    await browser.open(authorizeUrl(server, site))
    const loaded = await browser.submit({ username: text, password: text })
    checkPage(loaded)
    assert.equal(loaded.text.includes(text), false)
  }
})

test('V34: form_post is refused, so that no page sends a code by a script', async () => {
  const loaded = await new Browser(server).send(authorizeUrl(server, made.site, { response_mode: 'form_post' }))
  assert.equal(returned(loaded).error, 'invalid_request')
})

test('V35: prompt=none shows no page, whatever is wrong, once client and URL are known to be one', async () => {
  const { site } = made
  for (const change of [
    {},
    { scope: 'x' },
    { response_type: 'x' },
    { max_age: 'x' },
    { identity_provider: 'Nobody' },
  ]) {
    const loaded = await new Browser(server).send(authorizeUrl(server, site, { prompt: 'none', ...change }))
    assert.ok(returned(loaded).error)
  }
  for (const change of [{ redirect_uri: 'https://evil.example' }, { client_id: 'nobody' }]) {
    const loaded = await new Browser(server).send(authorizeUrl(server, site, { prompt: 'none', ...change }))
    assert.match(loaded.headers.get('location') ?? '', /^\/error\?/)
  }
})

/** Headers by which a request could say that it comes to another host. */
const hosts: readonly Record<string, string>[] = [
  { host: 'evil.example' },
  { host: 'evil.example:443' },
  { host: 'evil.example', 'x-forwarded-host': 'worse.example' },
  { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', 'x-forwarded-port': '443' },
  { forwarded: 'host=evil.example;proto=https' },
  { 'x-original-url': 'https://evil.example/login', 'x-rewrite-url': 'https://evil.example' },
  { 'x-http-host-override': 'evil.example', 'x-host': 'evil.example' },
  { host: 'EVIL.example.' },
  { host: '[::1]' },
  { host: 'a'.repeat(300) },
]

const get = (path: string, headers: Record<string, string>, method = 'GET', body?: string) =>
  new Promise<{ status: number; headers: Record<string, string | string[] | undefined>; text: string }>(
    (resolve, reject) => {
      const { hostname, port } = new URL(server.url)
      const request = httpRequest({ hostname, port, path, headers, method }, (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          text += chunk
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
      })
      request.on('error', reject)
      request.end(body)
    },
  )

test('V42: nothing that a request says of the host gets into an answer', async () => {
  const { site } = made
  const [, query] = authorizeUrl(server, site).split('?')
  const usual = await get(`/${site.poolId}/.well-known/openid-configuration`, {})
  for (const headers of hosts) {
    for (const path of [`/oauth2/authorize?${query}`, `/login?${query}`, `/signup?${query}`, '/error', '/logout']) {
      const answer = await get(path, headers)
      const all = JSON.stringify([answer.headers, answer.text])
      assert.ok(answer.status < 500)
      assert.doesNotMatch(all, /evil|worse/i, `${path} ${JSON.stringify(headers)}`)
    }
    const document = await get(`/${site.poolId}/.well-known/openid-configuration`, headers)
    assert.equal(document.text, usual.text)
  }
})

test('V42: codes of a reset are sent as always, whatever the request says of the host', async () => {
  const { site } = made
  const browser = new Browser(server)
  const fields = (await made.journeys['/forgotPassword']?.lead(browser)) ?? {}
  const { to, body } = browser.fill(fields)
  const { pathname, search } = new URL(to)
  const before = (await server.inbox()).length
  const sent = await get(
    pathname + search,
    {
      ...browser.cookie(),
      ...{ host: 'evil.example', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' },
      'content-type': 'application/x-www-form-urlencoded',
    },
    'POST',
    body.toString(),
  )
  assert.equal(sent.status, 303)
  assert.match(String(sent.headers.location), /^\/confirmforgotPassword\?/)
  const messages = await server.inbox()
  assert.equal(messages.length, before + 1)
  assert.doesNotMatch(JSON.stringify(messages[0]), /evil/)
  await site.sdk.send(
    new SignUpCommand({
      ...{ ClientId: site.clientId, Username: 'hosted', Password: 'Correct-Horse-7' },
      UserAttributes: [{ Name: 'email', Value: 'hosted@example.com' }],
    }),
  )
  assert.doesNotMatch(JSON.stringify(await server.inbox('hosted@example.com')), /evil/)
})

/** Sends bytes as they are, and gives the first answer. */
const raw = (lines: readonly string[]) =>
  new Promise<string>((resolve, reject) => {
    const { hostname, port } = new URL(server.url)
    const socket = connect(Number(port), hostname, () => socket.write(`${lines.join('\r\n')}\r\n\r\n`))
    let text = ''
    socket.setEncoding('utf8')
    socket.on('data', (chunk: string) => {
      text += chunk
    })
    socket.on('end', () => resolve(text))
    socket.on('error', reject)
  })

test('V42: an absolute URL, two hosts, and none', async () => {
  const [, query] = authorizeUrl(server, made.site).split('?')
  const close = 'connection: close'
  const requests = [
    [`GET http://evil.example/oauth2/authorize?${query} HTTP/1.1`, 'host: evil.example', close],
    [`GET http://evil.example/login?${query} HTTP/1.1`, 'host: 127.0.0.1', close],
    [`GET /oauth2/authorize?${query} HTTP/1.1`, 'host: 127.0.0.1', 'host: evil.example', close],
    [`GET /oauth2/authorize?${query} HTTP/1.1`, 'host: evil.example', 'host: 127.0.0.1', close],
    [`GET /oauth2/authorize?${query} HTTP/1.1`, close],
    [`GET /oauth2/authorize?${query} HTTP/1.0`, close],
    [`GET /login?${query} HTTP/1.0`, close],
    [`GET //evil.example/login?${query} HTTP/1.1`, 'host: 127.0.0.1', close],
    [`GET /\\evil.example/login?${query} HTTP/1.1`, 'host: 127.0.0.1', close],
    ['GET /logout HTTP/1.0', close],
    [`GET /oauth2/authorize?${query}#x HTTP/1.1`, 'host: 127.0.0.1', close],
  ]
  for (const lines of requests) {
    const answer = await raw(lines)
    assert.match(answer, /^HTTP\/1\.1 [2-4]\d\d /, lines[0])
    assert.doesNotMatch(answer, /evil/i, lines[0])
  }
})

test('V41: a URL with letters of any language does not break the headers of a logout', async () => {
  const logout = 'https://bücher.example/zurück'
  const at = await makeSite(server, {}, { LogoutURLs: [LOGOUT, logout] })
  const query = new URLSearchParams({ client_id: at.clientId, logout_uri: logout })
  const { status, url } = await new Browser(server).send(`${server.url}/logout?${query}`)
  assert.equal(status, 302)
  assert.equal(url.href, new URL(logout).href)
})
