import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CreateUserPoolDomainCommand,
  UpdateUserPoolCommand,
  type UserPoolMfaType,
} from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf } from '../fixture.ts'
import { useServer } from '../harness.ts'
import { makeSite, type Site, signInForTokens, strict } from './site.ts'

let site: Site
let strictSite: Site
const server = useServer({ CENOTE_PUBLIC_URL: 'https://id.example.com' }, 'dev', async (server) => {
  site = await makeSite(server)
  strictSite = await makeSite(server, strict)
})

const get = async (path: string) => {
  const response = await fetch(`${server.url}${path}`)
  const { status, headers } = response
  return { status, headers, body: (await response.json()) as Record<string, unknown> }
}

const documentOf = async ({ poolId }: Site) => (await get(`/${poolId}/.well-known/openid-configuration`)).body

test('OIDC Discovery section 4: the document has the members of the service, and no others', async () => {
  const { status, headers, body } = await get(`/${site.poolId}/.well-known/openid-configuration`)
  assert.equal(status, 200)
  assert.match(headers.get('content-type') ?? '', /^application\/json/)
  assert.equal(headers.get('access-control-allow-origin'), '*')
  const base = 'https://id.example.com'
  assert.deepEqual(body, {
    authorization_endpoint: `${base}/oauth2/authorize`,
    end_session_endpoint: `${base}/logout`,
    id_token_signing_alg_values_supported: ['RS256'],
    issuer: `${base}/${site.poolId}`,
    jwks_uri: `${base}/${site.poolId}/.well-known/jwks.json`,
    response_types_supported: ['code', 'token'],
    revocation_endpoint: `${base}/oauth2/revoke`,
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
    token_endpoint: `${base}/oauth2/token`,
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    userinfo_endpoint: `${base}/oauth2/userInfo`,
  })
})

test('RFC 8414 section 3: the document is the same at every address that standards name', async () => {
  for (const at of [site, strictSite]) {
    const document = await documentOf(at)
    for (const name of ['openid-configuration', 'oauth-authorization-server'])
      for (const path of [`/${at.poolId}/.well-known/${name}`, `/.well-known/${name}/${at.poolId}`])
        assert.deepEqual((await get(path)).body, document, path)
  }
})

test('strict mode takes no member of the service away, and changes no type', async () => {
  const [document, strictDocument] = [await documentOf(site), await documentOf(strictSite)]
  for (const name of Object.keys(document)) {
    assert.equal(typeof strictDocument[name], typeof document[name], name)
    assert.equal(Array.isArray(strictDocument[name]), Array.isArray(document[name]), name)
  }
})

test('a custom domain has the endpoints of browsers and clients, and the issuer stays', async () => {
  const at = await makeSite(server)
  const CustomDomainConfig = { CertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1' }
  await at.sdk.send(
    new CreateUserPoolDomainCommand({ UserPoolId: at.poolId, Domain: 'login.example.org', CustomDomainConfig }),
  )
  const document = await documentOf(at)
  assert.equal(document.authorization_endpoint, 'https://login.example.org/oauth2/authorize')
  assert.equal(document.token_endpoint, 'https://login.example.org/oauth2/token')
  assert.equal(document.issuer, `https://id.example.com/${at.poolId}`)
})

test('the JWKS has two public keys, and each kind of token is by its own', async () => {
  const { status, headers, body } = await get(`/${site.poolId}/.well-known/jwks.json`)
  assert.equal(status, 200)
  assert.equal(headers.get('cache-control'), 'public, max-age=900')
  const keys = body.keys as Record<string, string>[]
  assert.equal(keys.length, 2)
  for (const key of keys) {
    assert.deepEqual(Object.keys(key).sort(), ['alg', 'e', 'kid', 'kty', 'n', 'use'])
    assert.deepEqual([key.alg, key.e, key.kty, key.use], ['RS256', 'AQAB', 'RSA', 'sig'])
  }
  const { idToken, accessToken } = await signInForTokens(server, site)
  const kids = [idToken, accessToken].map(
    (token) => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid,
  )
  assert.notEqual(kids[0], kids[1])
  assert.deepEqual([...kids].sort(), keys.map(({ kid }) => kid).sort())
  assert.equal(claimsOf(idToken).iss, `https://id.example.com/${site.poolId}`)
})

test('a pool that does not exist has no document and no keys', async () => {
  for (const name of ['openid-configuration', 'jwks.json', 'oauth-authorization-server'])
    for (const poolId of ['us-east-1_nobody000', '%00', '__proto__'])
      assert.equal((await get(`/${poolId}/.well-known/${name}`)).status, 404)
})

test('preflights of browsers are answered for the endpoints of clients', async () => {
  for (const path of ['/oauth2/token', '/oauth2/userInfo', '/oauth2/revoke']) {
    const { status, headers } = await fetch(`${server.url}${path}`, {
      method: 'OPTIONS',
      headers: { origin: 'https://app.example.com', 'access-control-request-method': 'POST' },
    })
    assert.equal(status, 200)
    assert.equal(headers.get('access-control-allow-origin'), '*')
    assert.equal(headers.has('access-control-allow-credentials'), false)
    assert.match(headers.get('access-control-allow-headers') ?? '', /authorization/)
  }
})

test('a pool becomes strict by its tag, and the service again without it', async () => {
  const at = await makeSite(server)
  const off: UserPoolMfaType = 'OFF'
  await at.sdk.send(
    new UpdateUserPoolCommand({ UserPoolId: at.poolId, MfaConfiguration: off, UserPoolTags: strict.UserPoolTags }),
  )
  assert.ok((await documentOf(at)).claims_supported)
  await at.sdk.send(new UpdateUserPoolCommand({ UserPoolId: at.poolId, UserPoolTags: { 'cenote:oidc': 'no' } }))
  assert.equal((await documentOf(at)).claims_supported, undefined)
})
