/** The module of oidcc-config-certification-test-plan, and oidcc-server-rotate-keys of the dynamic plan. */
import assert from 'node:assert/strict'
import { checkSignature, headerOf, type Module, testModules } from './provider.ts'

const DAY = 24 * 60 * 60 * 1000
const secretMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']

const isHttps = (url: unknown) => {
  const { protocol, search, hash } = new URL(String(url))
  return protocol === 'https:' && search === '' && hash === ''
}

const has = (list: unknown, ...names: readonly string[]) => {
  assert.ok(Array.isArray(list), `a list with ${names}`)
  assert.ok(list.every((name) => typeof name === 'string'))
  for (const name of names) assert.ok(list.includes(name), name)
}

const modules: Readonly<Record<string, Module>> = {
  'oidcc-discovery-endpoint-verification': {
    deviation: 'plain-discovery',
    async run(provider) {
      const address = `https://id.example.com/${provider.site.poolId}/.well-known/openid-configuration`
      const response = await provider.get(address)
      assert.equal(response.status, 200)
      assert.match(response.headers.get('content-type') ?? '', /^application\/json\b/)
      const document = (await response.json()) as Record<string, unknown>
      assert.equal(`${document.issuer}/.well-known/openid-configuration`, address)
      assert.ok(isHttps(document.issuer))
      for (const name of ['authorization', 'token', 'userinfo', 'end_session', 'revocation'])
        assert.ok(isHttps(document[`${name}_endpoint`]), name)
      assert.ok(isHttps(document.jwks_uri))
      has(document.response_types_supported, 'code')
      has(document.subject_types_supported, 'public')
      has(document.id_token_signing_alg_values_supported, 'RS256')
      has(document.scopes_supported, 'openid')
      has(document.token_endpoint_auth_methods_supported, 'client_secret_basic', 'client_secret_post')
      has(document.grant_types_supported, 'authorization_code', 'refresh_token', 'client_credentials')
      has(document.claims_supported, 'sub', 'email', 'iss', 'aud', 'exp', 'iat', 'auth_time')
      has(document.code_challenge_methods_supported, 'S256')
      assert.equal(document.claims_parameter_supported, false)
      // What is left out counts as true (OIDC Discovery section 3).
      assert.equal(document.request_uri_parameter_supported, false)
      const keys = await provider.keys()
      assert.ok(keys.length > 0)
      assert.equal(new Set(keys.map(({ kid }) => kid)).size, keys.length)
      for (const key of keys) {
        assert.equal(key.kty, 'RSA')
        assert.deepEqual(
          secretMembers.filter((name) => name in key),
          [],
        )
      }
    },
  },
  'oidcc-server-rotate-keys': {
    async run(provider) {
      const { server, site } = provider
      const before = await provider.keys()
      const first = await provider.grant()
      checkSignature(before, first.idToken)
      await server.ctx.keys.rotate(site.poolId)
      const after = await provider.keys()
      for (const { kid } of before)
        assert.ok(
          after.some((key) => key.kid === kid),
          'the old key stays',
        )
      assert.ok(after.length > before.length, 'a new key appears')
      checkSignature(after, first.idToken)
      server.travel(DAY)
      const second = await provider.grant()
      assert.equal(
        before.some(({ kid }) => kid === headerOf(second.idToken).kid),
        false,
        'the new key signs',
      )
      checkSignature(await provider.keys(), second.idToken)
      checkSignature(await provider.keys(), first.idToken)
      assert.equal((await provider.userInfo(second.accessToken)).status, 200)
    },
  },
}

testModules(modules)
