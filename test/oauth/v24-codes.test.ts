import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { test } from 'node:test'
import { ForgotPasswordCommand } from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf, makeClient } from '../fixture.ts'
import { startTestServer, useServer } from '../harness.ts'
import {
  authorizeUrl,
  Browser,
  basic,
  codeClient,
  exchange,
  makeSite,
  pkce,
  postForm,
  postToken,
  type Site,
  signInForTokens,
  strict,
  userInfo,
} from './site.ts'

let site: Site
const server = useServer({}, 'dev', async (server) => {
  site = await makeSite(server, { AutoVerifiedAttributes: ['email'] })
})

const codeFor = (change: Record<string, string | undefined> = {}, at = site) =>
  new Browser(server).signIn(authorizeUrl(server, at, change))

const isInvalidGrant = ({ status, body }: Awaited<ReturnType<typeof exchange>>) =>
  assert.deepEqual([status, body.error], [400, 'invalid_grant'])

const refresh = ({ clientId }: Pick<Site, 'clientId'>, refreshToken: unknown) =>
  postToken(server, { grant_type: 'refresh_token', refresh_token: String(refreshToken), client_id: clientId })

test('V24: of 100 who redeem a code at once one gets tokens, which are worth nothing since the others tried', async () => {
  const to = await codeFor()
  const answers = await Promise.all(Array.from({ length: 100 }, () => exchange(server, site, to)))
  const winners = answers.filter(({ status }) => status === 200)
  assert.equal(winners.length, 1)
  for (const answer of answers.filter(({ status }) => status !== 200)) isInvalidGrant(answer)
  assert.equal((await userInfo(server, winners[0]?.body.access_token)).status, 401)
  isInvalidGrant(await refresh(site, winners[0]?.body.refresh_token))
})

test('V24: a code that comes again revokes all tokens of its family, also refreshed and rotated ones, and no others', async () => {
  const rotation = { Feature: 'ENABLED', RetryGracePeriodSeconds: 60 } as const
  const client = await makeClient(site.sdk, site.poolId, { ...codeClient, RefreshTokenRotation: rotation })
  const at = { ...site, ...client }
  const browser = new Browser(server)
  const to = await browser.signIn(authorizeUrl(server, at))
  const { body } = await exchange(server, at, to)
  const second = await exchange(server, at, (await browser.send(authorizeUrl(server, at))).url)
  const refreshed = (await refresh(at, body.refresh_token)).body
  isInvalidGrant(await exchange(server, at, to))
  for (const { access_token, refresh_token } of [body, refreshed]) {
    assert.equal((await userInfo(server, access_token)).status, 401)
    isInvalidGrant(await refresh(at, refresh_token))
  }
  assert.equal((await userInfo(server, second.body.access_token)).status, 200)
  assert.equal((await refresh(at, second.body.refresh_token)).status, 200)
})

test('V24: a code that comes again after it has ended revokes the tokens still', async () => {
  const to = await codeFor()
  const { body } = await exchange(server, site, to)
  server.travel(10 * 60_000)
  isInvalidGrant(await exchange(server, site, to))
  assert.equal((await userInfo(server, body.access_token)).status, 401)
})

test('V24: a code is not in any log, nor is any token', async () => {
  const to = await codeFor()
  const { body } = await exchange(server, site, to)
  await exchange(server, site, to)
  for (const secret of [to.searchParams.get('code'), body.access_token, body.refresh_token, body.id_token])
    assert.equal(
      server.log.some((line) => line.includes(String(secret))),
      false,
    )
})

test('V25: a code of another client is answered invalid_grant, revokes nothing, and stays good', async () => {
  const [publicOne, confidential] = [
    await makeClient(site.sdk, site.poolId, codeClient),
    await makeClient(site.sdk, site.poolId, { ...codeClient, GenerateSecret: true }),
  ]
  const to = await codeFor()
  isInvalidGrant(await exchange(server, { ...site, ...publicOne }, to))
  const fields = { grant_type: 'authorization_code', code: to.searchParams.get('code') ?? '' }
  isInvalidGrant(
    await postToken(server, { ...fields, redirect_uri: 'https://app.example.com/callback' }, basic(confidential)),
  )
  const { status, body } = await exchange(server, site, to)
  assert.equal(status, 200)
  isInvalidGrant(await exchange(server, { ...site, ...publicOne }, to))
  assert.equal((await userInfo(server, body.access_token)).status, 200)
})

test('V26: other secrets of the server are no codes, and stay good', async () => {
  const { refreshToken, accessToken, browser } = await signInForTokens(server, site)
  await site.sdk.send(new ForgotPasswordCommand({ ClientId: site.clientId, Username: 'jane' })).catch(() => undefined)
  const cookies = [...browser.cookies.values()]
  for (const code of [refreshToken, accessToken, ...cookies, '123456', '\0', `${'x'.repeat(100_000)}`]) {
    const fields = { grant_type: 'authorization_code', code, redirect_uri: 'https://app.example.com/callback' }
    isInvalidGrant(await postToken(server, { ...fields, client_id: site.clientId }))
  }
  const code = (await codeFor()).searchParams.get('code')
  isInvalidGrant(await refresh(site, code))
  assert.equal((await refresh(site, refreshToken)).status, 200)
})

test('V27: a challenge cannot be taken off a request, nor put on a code', async () => {
  const { challenge, verifier } = pkce()
  const protectedBy = { code_challenge: challenge, code_challenge_method: 'S256' }
  isInvalidGrant(await exchange(server, site, await codeFor(protectedBy)))
  isInvalidGrant(await exchange(server, site, await codeFor(), { code_verifier: verifier }))
  for (const change of [
    { code_challenge: verifier, code_challenge_method: 'plain' },
    { code_challenge: challenge },
    { code_challenge: '', code_challenge_method: 'S256' },
    { code_challenge: challenge, code_challenge_method: '' },
  ]) {
    const { url } = await new Browser(server).send(authorizeUrl(server, site, change))
    assert.equal(url.searchParams.get('error'), 'invalid_request', JSON.stringify(change))
  }
})

test('V27: a session gives each request a code with its own challenge', async () => {
  const browser = new Browser(server)
  await browser.signIn(authorizeUrl(server, site))
  const [one, other] = [pkce(), pkce()]
  const codes = []
  for (const { challenge } of [one, other])
    codes.push(
      await browser.send(authorizeUrl(server, site, { code_challenge: challenge, code_challenge_method: 'S256' })),
    )
  const [first, second] = codes
  assert.ok(first && second)
  isInvalidGrant(await exchange(server, site, first.url, { code_verifier: other.verifier }))
  assert.equal((await exchange(server, site, second.url, { code_verifier: other.verifier })).status, 200)
})

test('V28: 50 who use a rotating refresh token at once get tokens of one family, until the grace period is over', async () => {
  const rotation = { Feature: 'ENABLED', RetryGracePeriodSeconds: 60 } as const
  const client = await makeClient(site.sdk, site.poolId, { ...codeClient, RefreshTokenRotation: rotation })
  const { refreshToken } = await signInForTokens(server, { ...site, ...client })
  const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(client, refreshToken)))
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
  assert.equal(new Set(answers.map(({ body }) => body.refresh_token)).size, 50)
  assert.equal(new Set(answers.map(({ body }) => claimsOf(String(body.access_token)).origin_jti)).size, 1)
  server.travel(61_000)
  isInvalidGrant(await refresh(client, refreshToken))
  for (const { body } of answers.slice(0, 3)) {
    isInvalidGrant(await refresh(client, body.refresh_token))
    assert.equal((await userInfo(server, body.access_token)).status, 401)
  }
})

test('V28: without a grace period one of 50 gets tokens, and the family is dead', async () => {
  const rotation = { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 } as const
  const client = await makeClient(site.sdk, site.poolId, { ...codeClient, RefreshTokenRotation: rotation })
  const { refreshToken } = await signInForTokens(server, { ...site, ...client })
  const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(client, refreshToken)))
  const winners = answers.filter(({ status }) => status === 200)
  assert.equal(winners.length, 1)
  isInvalidGrant(await refresh(client, winners[0]?.body.refresh_token))
})

test('V28: without rotation a refresh token is used again and again, until it is revoked', async () => {
  const { refreshToken } = await signInForTokens(server, site)
  const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(site, refreshToken)))
  assert.ok(answers.every(({ status, body }) => status === 200 && body.refresh_token === undefined))
  await postForm(server, '/oauth2/revoke', { token: refreshToken, client_id: site.clientId })
  isInvalidGrant(await refresh(site, refreshToken))
  for (const { body } of answers.slice(0, 2)) assert.equal((await userInfo(server, body.access_token)).status, 401)
})

test('V29: a revocation that cannot be written is no success', async () => {
  const broken = await startTestServer()
  try {
    const at = await makeSite(broken)
    const { refreshToken } = await signInForTokens(broken, at)
    await broken.ctx.store.close()
    const { status, body } = await postForm(broken, '/oauth2/revoke', { token: refreshToken, client_id: at.clientId })
    assert.equal(status, 500)
    assert.deepEqual(body, { error: 'server_error' })
  } finally {
    await broken.stop().catch(() => undefined)
  }
})

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Tokens that nobody signed, by the ways in which verifiers were fooled before. */
const forgeries = (token: string): Record<string, string> => {
  const [head = '', body = '', mark = ''] = token.split('.')
  const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid: string }
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const signed = (made: object) => {
    const content = `${encode(made)}.${body}`
    return `${content}.${sign('sha256', Buffer.from(content), own.privateKey).toString('base64url')}`
  }
  const macOf = (made: object, key: string) => {
    const content = `${encode(made)}.${body}`
    return `${content}.${createHmac('sha256', key).update(content).digest('base64url')}`
  }
  const jwk = own.publicKey.export({ format: 'jwk' })
  return {
    ...Object.fromEntries(
      ['none', 'None', 'NONE', ''].map((alg) => [`alg ${alg}`, `${encode({ ...header, alg })}.${body}.`]),
    ),
    'no signature': `${head}.${body}.`,
    'the signature of none': `${encode({ ...header, alg: 'none' })}.${body}.${mark}`,
    'HS256 with the kid': macOf({ ...header, alg: 'HS256' }, header.kid),
    'HS256 with nothing': macOf({ ...header, alg: 'HS256' }, ''),
    'ES256 with zeros': `${encode({ ...header, alg: 'ES256' })}.${body}.${Buffer.alloc(64).toString('base64url')}`,
    'another key': signed(header),
    'a key in the header': signed({ ...header, jwk }),
    'a key by URL': signed({ ...header, jku: 'https://evil.example/keys' }),
    'a certificate by URL': signed({ ...header, x5u: 'https://evil.example/cert' }),
    'a critical extension': signed({ ...header, crit: ['exp'] }),
    'a kid that is a path': signed({ ...header, kid: '../../etc/passwd' }),
    'a kid that is SQL': signed({ ...header, kid: "x' or '1'='1" }),
    'a kid with NUL': signed({ ...header, kid: 'x\0' }),
    'other claims': `${head}.${encode({ ...claimsOf(token), sub: 'somebody' })}.${mark}`,
  }
}

test('V30: tokens that are forged get nothing at userInfo', async () => {
  const { accessToken } = await signInForTokens(server, site)
  for (const [what, forged] of Object.entries(forgeries(accessToken)))
    assert.equal((await userInfo(server, forged)).status, 401, what)
})

test('V30: tokens that are forged are no hints', async () => {
  const at = await makeSite(server, strict)
  const { idToken, accessToken, browser } = await signInForTokens(server, at)
  for (const [what, forged] of [...Object.entries(forgeries(idToken)), ['an access token', accessToken]] as const) {
    const asked = await browser.send(authorizeUrl(server, at, { prompt: 'none', id_token_hint: forged }))
    assert.equal(asked.url.searchParams.get('error'), 'invalid_request', what)
    const query = new URLSearchParams({
      id_token_hint: forged,
      post_logout_redirect_uri: 'https://app.example.com/goodbye',
    })
    const out = await browser.send(`${server.url}/logout?${query}`)
    assert.match(out.headers.get('location') ?? '', /^\/error\?/, what)
  }
  const still = await browser.send(authorizeUrl(server, at, { prompt: 'none' }))
  assert.ok(still.url.searchParams.has('code'))
})

test('V32: an assertion proves no client', async () => {
  const client = await makeClient(site.sdk, site.poolId, { ...codeClient, GenerateSecret: true })
  const now = Math.floor(server.ctx.now() / 1000)
  const assertion = `${encode({ alg: 'none' })}.${encode({ iss: client.clientId, sub: client.clientId, exp: now + 60 })}.`
  const { body } = await postToken(server, {
    ...{ grant_type: 'refresh_token', refresh_token: 'x', client_id: client.clientId, client_assertion: assertion },
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  })
  assert.equal(body.error, 'invalid_client')
})
