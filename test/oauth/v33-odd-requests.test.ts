import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CreateResourceServerCommand, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider'
import { makeClient } from '../fixture.ts'
import { useServer } from '../harness.ts'
import { type Journeys, makeJourneys } from './journeys.ts'
import {
  authorizeUrl,
  Browser,
  basic,
  CALLBACK,
  codeClient,
  exchange,
  makeSite,
  postForm,
  postToken,
  returned,
  type Site,
  signInForTokens,
  strict,
  userInfo,
} from './site.ts'

let made: Journeys
let machine: Site
const server = useServer({}, 'dev', async (server) => {
  made = await makeJourneys(server)
  const { site } = made
  const Scopes = [{ ScopeName: 'read', ScopeDescription: 'read' }]
  await site.sdk.send(
    new CreateResourceServerCommand({ UserPoolId: site.poolId, Identifier: 'things', Name: 'things', Scopes }),
  )
  const client = await makeClient(site.sdk, site.poolId, {
    GenerateSecret: true,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: ['things/read'],
  })
  machine = { ...site, ...client }
})

/** The shortest time of some tries, in milliseconds: what else runs on the machine makes none of them shorter. */
const fastest = async (work: () => Promise<unknown>): Promise<number> => {
  const times: number[] = []
  for (let run = 0; run < 5; run++) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  }
  return Math.min(...times)
}

/** Far below what a look-up for each scope would take, and above what reading a megabyte takes on a busy machine. */
const QUICK_MS = 500

const floods: Readonly<Record<string, string>> = {
  '10,000 scopes': Array.from({ length: 10_000 }, (_, index) => `scope${index}`).join(' '),
  '10,000 scopes of resource servers': Array.from({ length: 10_000 }, (_, index) => `server${index}/read`).join(' '),
  'the same scope 10,000 times': 'things/read '.repeat(10_000),
  '60,000 servers': Array.from({ length: 60_000 }, (_, index) => `s${index}/r`).join(' '),
  'one scope of 1 MB': 'x'.repeat(1_000_000),
  'one scope of 1 MB with slashes': 'x/'.repeat(500_000),
  '1 MB of blanks and one that is unknown': `${' '.repeat(1_000_000)}x`,
  NUL: 'things/read\0',
  'a NUL in the server': 'th\0ings/read',
  'lone halves of characters': '\ud800/read',
}

for (const [what, scope] of Object.entries(floods))
  test(`V33: ${what}: invalid_scope, and soon`, async () => {
    const [address = '', query] = authorizeUrl(server, made.site, { scope: undefined }).split('?')
    const body = `${query}&${new URLSearchParams({ scope })}`
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const authorize = await fastest(async () => {
      const loaded = await new Browser(server).send(address, { method: 'POST', body, headers })
      assert.equal(returned(loaded).error, 'invalid_scope')
    })
    const token = await fastest(async () => {
      const { status, body: answer } = await postToken(
        server,
        { grant_type: 'client_credentials', scope },
        basic(machine),
      )
      assert.deepEqual([status, answer.error], [400, 'invalid_scope'])
    })
    assert.ok(authorize < QUICK_MS, `authorize: ${authorize} ms`)
    assert.ok(token < QUICK_MS, `token: ${token} ms`)
  })

test('V33: no scope is granted that is not the client’s, and none of users to a client', async () => {
  for (const scope of ['aws.cognito.signin.user.admin', 'openid', 'email', 'things/read openid', 'things/*', '*'])
    assert.match(
      String((await postToken(server, { grant_type: 'client_credentials', scope }, basic(machine))).body.error),
      /^invalid_(scope|grant)$/,
    )
  const narrow = await makeClient(made.site.sdk, made.site.poolId, { ...codeClient, AllowedOAuthScopes: ['openid'] })
  for (const scope of ['openid email', 'openid things/read', 'openid aws.cognito.signin.user.admin'])
    assert.equal(
      returned(await new Browser(server).send(authorizeUrl(server, narrow, { scope }))).error,
      'invalid_scope',
    )
})

/** Texts that a database or a header may not take. */
const odd = [
  '\0',
  'x\0y',
  '\ud800',
  '\ufffe',
  '\u0000\u0001\u001f\u007f',
  '💥',
  '%00',
  '\r\n',
  '__proto__',
  'constructor',
]

const authorizationParameters = [
  ...['client_id', 'redirect_uri', 'response_type', 'scope', 'state', 'nonce', 'code_challenge', 'prompt', 'max_age'],
  ...['code_challenge_method', 'login_hint', 'acr_values', 'resource', 'identity_provider', 'idp_identifier', 'lang'],
  ...['id_token_hint', 'response_mode', 'request', 'claims', 'step', 'done', 'add', 'error'],
]

const noFailure = () =>
  assert.deepEqual(
    server.log.filter((line) => line.includes('request failed')),
    [],
  )

test('odd texts in any parameter of a request for authorization are no failure of the server', async () => {
  const strictSite = await makeSite(server, strict)
  for (const site of [made.site, strictSite]) {
    const browser = new Browser(server)
    await browser.signIn(authorizeUrl(server, site))
    for (const name of authorizationParameters)
      for (const text of odd)
        for (const path of ['/oauth2/authorize', '/login', '/signup', '/confirm']) {
          const url = authorizeUrl(server, site, { [name]: text }).replace('/oauth2/authorize', path)
          const { status } = await browser.send(url)
          assert.ok(status < 500, `${path} ${name} ${JSON.stringify(text)}`)
        }
  }
  noFailure()
})

test('a nonce and a resource that no column can hold come through as they can', async () => {
  const { site } = made
  const { idToken, accessToken } = await signInForTokens(server, site, { nonce: 'a\0b', resource: 'myapp:x\0y' })
  assert.ok(idToken && accessToken)
})

test('odd texts in any parameter of a client’s endpoint are no failure of the server', async () => {
  const { site } = made
  const names = [
    ...['client_id', 'client_secret', 'code', 'redirect_uri', 'code_verifier', 'refresh_token', 'scope', 'token'],
    ...['aws_client_metadata', 'grant_type', 'access_token', 'logout_uri', 'post_logout_redirect_uri', 'id_token_hint'],
  ]
  for (const name of names)
    for (const text of odd) {
      for (const grant_type of ['authorization_code', 'refresh_token', 'client_credentials']) {
        const fields = { grant_type, client_id: site.clientId, code: 'x', refresh_token: 'x', token: 'x', [name]: text }
        for (const path of ['/oauth2/token', '/oauth2/revoke', '/oauth2/userInfo'])
          assert.ok((await postForm(server, path, fields)).status < 500, `${path} ${name} ${JSON.stringify(text)}`)
        const asMachine = await postToken(server, { grant_type, [name]: text }, basic(machine))
        assert.ok(asMachine.status < 500)
      }
      const query = new URLSearchParams({ client_id: site.clientId, [name]: text })
      for (const path of ['/logout', '/error', '/confirmUser'])
        assert.ok((await new Browser(server).send(`${server.url}${path}?${query}`)).status < 500, `${path} ${name}`)
    }
  for (const text of odd) {
    const credentials = Buffer.from(`${text}:${text}`).toString('base64')
    const answer = await postToken(server, { grant_type: 'refresh_token' }, { authorization: `Basic ${credentials}` })
    assert.equal(answer.status, 401)
    assert.equal((await userInfo(server, Buffer.from(text).toString('base64url'))).status < 500, true)
  }
  noFailure()
})

test('odd texts in the fields of forms are no failure of the server', async () => {
  for (const [path, journey] of Object.entries(made.journeys))
    for (const text of odd.slice(0, 6)) {
      const browser = new Browser(server)
      const fields = await journey.lead(browser)
      const odd = Object.fromEntries(Object.keys(fields).map((name) => [name, text]))
      const { to, body } = browser.fill(odd, journey.match)
      const { status, url } = await browser.send(to, { method: 'POST', body })
      assert.ok(status < 500, `${path} ${JSON.stringify(text)}`)
      assert.equal(/server_error/.test(url.search), false, `${path} ${JSON.stringify(text)}`)
    }
  noFailure()
})

test('RFC 6749 section 3.1: any parameter that is there twice is invalid_request, on a page where it says of where to go', async () => {
  const { site } = made
  const usual: Record<string, string> = {
    ...{ response_type: 'code', scope: 'openid', state: 's1', nonce: 'n', prompt: 'login', max_age: '1' },
    ...{ login_hint: 'x', lang: 'en', resource: 'https://api.example.com', unknown: 'x' },
  }
  for (const [name, value] of Object.entries(usual))
    for (const other of [value, 'other', '']) {
      const url = `${authorizeUrl(server, site, usual)}&${new URLSearchParams({ [name]: other })}`
      const back = returned(await new Browser(server).send(url))
      assert.equal(back.error, 'invalid_request', name)
      // Which of two states is the client's nobody knows.
      assert.equal(back.state, name === 'state' ? undefined : 's1')
    }
  for (const [name, value] of Object.entries({ client_id: site.clientId, redirect_uri: CALLBACK }))
    for (const more of ['', '&state=x', '&scope=openid&unknown=1&unknown=2']) {
      const url = `${authorizeUrl(server, site)}${more}&${new URLSearchParams({ [name]: value })}`
      const { headers } = await new Browser(server).send(url)
      assert.equal(headers.get('location'), '/error?error=invalid_request', name)
    }
})

test('V44: a form with a field that is there twice is refused, and nothing is sent', async () => {
  const { journeys } = made
  for (const path of ['/login', '/signup', '/forgotPassword', '/confirm', '/confirmforgotPassword', '/challenge']) {
    const journey = journeys[path]
    assert.ok(journey)
    const browser = new Browser(server)
    const fields = await journey.lead(browser)
    const before = (await server.inbox()).length
    for (const name of Object.keys(fields)) {
      for (const more of [[name], Object.keys(fields)]) {
        const { to, body } = browser.fill(fields, journey.match)
        for (const twice of more) body.append(twice, fields[twice] ?? '')
        const { status, headers } = await browser.send(to, { method: 'POST', body })
        assert.deepEqual([status, headers.get('location')], [303, '/error?error=invalid_request'], `${path} ${more}`)
      }
    }
    assert.equal((await server.inbox()).length, before, path)
    assert.ok(journey.isDone(await browser.submit(fields, journey.match)), path)
  }
})

test('the pages make no user, and look for none, whom the API could not name', async () => {
  const { site, journeys } = made
  const users = async () => (await site.sdk.send(new ListUsersCommand({ UserPoolId: site.poolId }))).Users?.length
  for (const username of ['', ' ', 'a b', 'a\u0001', 'x'.repeat(129), 'a\u200b'])
    for (const path of ['/signup', '/forgotPassword']) {
      const browser = new Browser(server)
      const fields = (await journeys[path]?.lead(browser)) ?? {}
      const before = await users()
      const loaded = await browser.submit({ ...fields, username })
      assert.equal(loaded.status, 400, `${path} ${JSON.stringify(username)}`)
      assert.equal(loaded.url.pathname, path)
      assert.equal(await users(), before)
    }
})

test('more parameters than any request has are no failure, and hide no repetition', async () => {
  const { site } = made
  const many = Array.from({ length: 5_000 }, (_, index) => `p${index}=x`).join('&')
  const [address = '', query] = authorizeUrl(server, site).split('?')
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  for (const [body, to] of [
    [`${many}&${query}`, /^\/error\?error=invalid_client$/],
    [`${query}&${many}`, /^\/login\?/],
    [`${query}&${many}&redirect_uri=https://evil.example`, /^(\/error|\/login)\?/],
    [`${query}&extra=${'x'.repeat(1_000_000)}`, /^https:\/\/app\.example\.com\/callback\?error=invalid_request&/],
  ] as const) {
    const loaded = await new Browser(server).send(address, { method: 'POST', body, headers })
    assert.equal(loaded.status, 302)
    assert.match(loaded.headers.get('location') ?? '', to)
  }
})

test('names of the prototype are parameters like others', async () => {
  const { site } = made
  const query = '&__proto__=x&constructor=x&toString=x&hasOwnProperty=x'
  const { headers } = await new Browser(server).send(`${authorizeUrl(server, site)}${query}`)
  assert.match(headers.get('location') ?? '', /^\/login\?/)
  assert.equal(({} as Record<string, unknown>).x, undefined)
  const to = await new Browser(server).signIn(authorizeUrl(server, site))
  assert.equal((await exchange(server, site, to, { __proto__: 'x', constructor: 'x' })).status, 200)
})
