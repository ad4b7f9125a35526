import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { checkSecretHash, matchesAny, type SecretHashCheck, secretHash } from '../../src/domain/secret-hash.ts'

const clientId = '1example23456789'
const secret = 'secretsecretsecretsecret'
const hash = 'Frcgik1I5BO69D5/Ross3o24gt8azq0ruP8sN9b3zg8='

test('secretHash agrees with the vector', () => assert.equal(secretHash(secret, 'alice', clientId), hash))

suite('checkSecretHash', () => {
  const request: SecretHashCheck = { clientId, secrets: [secret], username: 'alice', given: hash }
  const accepted: [name: string, change: Partial<SecretHashCheck>][] = [
    ['the only secret', {}],
    ['either of two secrets', { secrets: ['another', secret] }],
    ['the first of two secrets', { secrets: [secret, 'another'] }],
    ['no hash for a client without secret', { secrets: [], given: undefined }],
  ]
  for (const [name, change] of accepted) {
    test(`accepts ${name}`, () => checkSecretHash({ ...request, ...change }))
  }

  const missing = `Client ${clientId} is configured with secret but SECRET_HASH was not received`
  const wrong = `Unable to verify secret hash for client ${clientId}`
  const refused: [name: string, change: Partial<SecretHashCheck>, message: string][] = [
    ['a missing hash', { given: undefined }, missing],
    ['an empty hash', { given: '' }, wrong],
    ['a hash for another name', { username: 'bob' }, wrong],
    ['a hash for another client', { given: secretHash(secret, 'alice', 'other') }, wrong],
    ['a hash with a retired secret', { secrets: ['new one'] }, wrong],
    ['the secret itself', { given: secret }, wrong],
    ['a shorter hash', { given: hash.slice(0, 20) }, wrong],
    ['a longer hash', { given: `${hash}=` }, wrong],
    ['a hash without padding', { given: hash.slice(0, -1) }, wrong],
    ['a hash for a client without secret', { secrets: [] }, wrong],
  ]
  for (const [name, change, message] of refused) {
    test(`V13 refuses ${name}`, () => {
      assert.throws(() => checkSecretHash({ ...request, ...change }), { name: 'NotAuthorizedException', message })
    })
  }
})

test('matchesAny compares whole texts of any length', () => {
  assert.equal(matchesAny(['a', 'b'], 'b'), true)
  assert.equal(matchesAny(['ab'], 'a'), false)
  assert.equal(matchesAny([], ''), false)
  assert.equal(matchesAny([''], ''), true)
})
