import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeClient } from '../fixture.ts'
import { useServer } from '../harness.ts'
import {
  basic,
  codeClient,
  makeSite,
  postForm,
  postToken,
  type Site,
  signInForTokens,
  strict,
  userInfo,
} from './site.ts'

let site: Site
let confidential: Site
const server = useServer({}, 'dev', async (server) => {
  site = await makeSite(server)
  confidential = { ...site, ...(await makeClient(site.sdk, site.poolId, { ...codeClient, GenerateSecret: true })) }
})

const revoke = (fields: Record<string, string> | [string, string][], headers = {}) =>
  postForm(server, '/oauth2/revoke', fields, headers)

const refresh = ({ clientId }: Site, refreshToken: string) =>
  postToken(server, { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId })

test('RFC 7009 section 2.1: ends a refresh token, and the access token that came with it', async () => {
  const first = await signInForTokens(server, site)
  const other = await signInForTokens(server, site)
  const { status, headers, body } = await revoke({ token: first.refreshToken, client_id: site.clientId })
  assert.equal(status, 200)
  assert.deepEqual(body, {})
  assert.equal(headers.get('access-control-allow-origin'), '*')
  assert.match(headers.get('cache-control') ?? '', /no-store/)
  assert.equal((await refresh(site, first.refreshToken)).body.error, 'invalid_grant')
  assert.equal((await userInfo(server, first.accessToken)).status, 401)
  assert.equal((await refresh(site, other.refreshToken)).status, 200)
  assert.equal((await userInfo(server, other.accessToken)).status, 200)
})

test('RFC 7009 section 2.1: ends the tokens that a refresh and a rotation made, too', async () => {
  const rotating = {
    ...site,
    ...(await makeClient(site.sdk, site.poolId, {
      ...codeClient,
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
    })),
  }
  const first = await signInForTokens(server, rotating)
  const { body } = await refresh(rotating, first.refreshToken)
  assert.equal((await revoke({ token: String(body.refresh_token), client_id: rotating.clientId })).status, 200)
  assert.equal((await userInfo(server, body.access_token)).status, 401)
  assert.equal((await userInfo(server, first.accessToken)).status, 401)
})

test('RFC 7009 section 2.2: a token that is unknown or revoked is answered like one that was', async () => {
  const { refreshToken } = await signInForTokens(server, site)
  for (const token of [refreshToken, refreshToken, 'x', 'rt1.x', `${refreshToken}x`, '\0', 'a.b.c'])
    assert.equal((await revoke({ token, client_id: site.clientId })).status, 200)
})

test('RFC 7009 section 2.1: a token of another client stays', async () => {
  const { refreshToken } = await signInForTokens(server, site)
  assert.equal((await revoke({ token: refreshToken }, basic(confidential))).status, 200)
  assert.equal((await refresh(site, refreshToken)).status, 200)
})

test('an access or ID token is answered unsupported_token_type', async () => {
  const { accessToken, idToken } = await signInForTokens(server, site)
  for (const token of [accessToken, idToken]) {
    const { status, body } = await revoke({ token, client_id: site.clientId })
    assert.equal(status, 400)
    assert.deepEqual(body, { error: 'unsupported_token_type' })
  }
  assert.equal((await userInfo(server, accessToken)).status, 200)
})

test('a request without a token, or with two, is answered invalid_request', async () => {
  for (const fields of [
    [['client_id', site.clientId]],
    [
      ['client_id', site.clientId],
      ['token', ''],
    ],
    [
      ['client_id', site.clientId],
      ['token', 'x'],
      ['token', 'y'],
    ],
  ] as [string, string][][]) {
    const { status, body } = await revoke(fields)
    assert.equal(status, 400)
    assert.equal(body.error, 'invalid_request')
  }
})

test('a client whose tokens cannot be revoked is answered invalid_request', async () => {
  const client = await makeClient(site.sdk, site.poolId, { ...codeClient, EnableTokenRevocation: false })
  const { refreshToken } = await signInForTokens(server, { ...site, ...client })
  const { status, body } = await revoke({ token: refreshToken, client_id: client.clientId })
  assert.equal(status, 400)
  assert.deepEqual(body, { error: 'invalid_request' })
  assert.equal((await refresh({ ...site, ...client }, refreshToken)).status, 200)
})

test('RFC 7009 section 2.1: a client that is not proved is answered 401 in either mode', async () => {
  const strictSite = await makeSite(server, strict, { GenerateSecret: true })
  for (const at of [confidential, strictSite]) {
    const { refreshToken } = await signInForTokens(server, at)
    for (const [fields, headers] of [
      [{}, {}],
      [{ client_id: 'nobody' }, {}],
      [{ client_id: at.clientId }, {}],
      [{ client_id: at.clientId, client_secret: 'wrong' }, {}],
      [{}, basic({ ...at, secret: 'wrong' })],
      [{}, { authorization: 'Basic x' }],
    ] as [Record<string, string>, Record<string, string>][]) {
      const { status, body, headers: got } = await revoke({ token: refreshToken, ...fields }, headers)
      assert.equal(status, 401)
      assert.deepEqual(body, { error: 'invalid_client' })
      assert.equal(got.get('www-authenticate'), 'Basic realm="token"')
    }
    assert.equal((await revoke({ token: refreshToken }, basic(at))).status, 200)
  }
})

test('the endpoint takes POST alone, and forms alone', async () => {
  assert.equal((await fetch(`${server.url}/oauth2/revoke?token=x&client_id=${site.clientId}`)).status, 405)
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ token: 'x', client_id: site.clientId })
  assert.equal((await fetch(`${server.url}/oauth2/revoke`, { method: 'POST', headers, body })).status, 400)
})
