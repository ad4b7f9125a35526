import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isClientToken } from '../../src/domain/client-claims.ts'
import { grantScopes, type ScopeGrant } from '../../src/domain/client-scopes.ts'
import { clientSettings } from '../../src/domain/client-settings.ts'

const known = new Set(['api/read', 'api/write', 'api/admin'])
const granted = (...scopes: string[]): ScopeGrant => ({ kind: 'granted', scopes })

const rows: [string, allowed: string[] | undefined, asked: string[], ScopeGrant][] = [
  ['all without asking', ['api/write', 'api/read'], [], granted('api/write', 'api/read')],
  ['what is asked for', ['api/write', 'api/read'], ['api/read'], granted('api/read')],
  ['each once', ['api/read'], ['api/read', 'api/read'], granted('api/read')],
  ['none of users', ['openid', 'api/read'], [], granted('api/read')],
  ['none of users that is asked for', ['openid'], ['openid'], { kind: 'unknown', scope: 'openid' }],
  ['none that is gone', ['api/old', 'api/read'], [], granted('api/read')],
  ['none that is gone and asked for', ['api/old'], ['api/old'], { kind: 'unknown', scope: 'api/old' }],
  ['none of others', ['api/read'], ['api/read', 'api/admin'], { kind: 'not-allowed', scope: 'api/admin' }],
  ['nothing where all are gone', ['api/old'], [], { kind: 'none' }],
  ['nothing where there are none', undefined, [], { kind: 'none' }],
]

for (const [name, allowedOAuthScopes, asked, expected] of rows) {
  test(`grants ${name}`, () => {
    const settings = clientSettings(allowedOAuthScopes ? { allowedOAuthScopes } : {})
    assert.deepEqual(grantScopes({ settings }, asked, known), expected)
  })
}

test('a token is of a client itself by its subject, whatever its scopes are', () => {
  assert.ok(isClientToken({ sub: 'c', client_id: 'c', scope: 'aws.cognito.signin.user.admin' }))
  assert.ok(!isClientToken({ sub: 'u', client_id: 'c' }))
})
