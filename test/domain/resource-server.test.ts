import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fullScopeNames, identifierIn, isReserved, repeatedScope } from '../../src/domain/resource-server.ts'

const scopes = (...names: string[]) => names.map((scopeName) => ({ scopeName, scopeDescription: 'd' }))

const names: [full: string, identifier: string | undefined][] = [
  ['api/read', 'api'],
  ['https://api.example.com/v1/read', 'https://api.example.com/v1'],
  ['https://api.example.com//read', 'https://api.example.com/'],
  ['openid', undefined],
  ['/read', undefined],
  ['', undefined],
  ['api/', 'api'],
]
for (const [full, identifier] of names) {
  test(`${full || 'nothing'} is of ${identifier}`, () => assert.equal(identifierIn(full), identifier))
}

test('a full name leads back to its resource server', () => {
  for (const identifier of ['api', 'https://api.example.com/v1/', 'a/b/c']) {
    for (const full of fullScopeNames({ identifier, scopes: scopes('read', 'a.b:c') })) {
      assert.equal(identifierIn(full), identifier)
    }
  }
})

test("the service's own identifiers are reserved, and none that only begin alike", () => {
  for (const identifier of ['aws.cognito', 'aws.cognito/dcr', 'aws.cognito.signin.user'])
    assert.ok(isReserved(identifier))
  for (const identifier of ['aws', 'aws.cognitoish', 'my.aws.cognito', 'AWS.COGNITO'])
    assert.ok(!isReserved(identifier))
})

test('finds the scope that is there twice', () => {
  assert.equal(repeatedScope(scopes('a', 'b', 'c', 'b', 'a')), 'b')
  assert.equal(repeatedScope(scopes('a', 'A')), undefined)
  assert.equal(repeatedScope([]), undefined)
})
