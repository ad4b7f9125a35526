import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { isEndpoint } from '../../src/domain/identity-provider.ts'
import { identitiesClaim, type LinkedIdentity, withIdentities } from '../../src/domain/linked-identity.ts'

suite('an endpoint', () => {
  const cases: [url: string, anywhere: boolean, local: boolean][] = [
    ['https://idp.example/a', true, true],
    ['https://idp.example:8443', true, true],
    ['https://localhost:8443', true, true],
    ['HTTPS://IDP.example', true, true],
    ['http://localhost:8080/realms/x', false, true],
    ['http://127.0.0.1', false, true],
    ['http://keycloak:8080', false, true],
    ['http://idp.localhost', false, true],
    ['http://host.docker.internal:8180', false, true],
    ['http://[::1]:8080', false, true],
    ['http://idp.example', false, false],
    ['http://[2606:4700::1111]', false, false],
    ['http://127.0.0.1.evil.example', false, false],
    ['http://8.8.8.8', false, false],
    ['https://user:password@idp.example', false, false],
    ['ftp://localhost', false, false],
    ['javascript:alert(1)', false, false],
    ['//idp.example', false, false],
    [' https://idp.example', false, false],
    ['https://idp.example/\r\nSet-Cookie: a=b', false, false],
    ['https://idp.ex\tample', false, false],
    ['https://idp.example/\0', false, false],
    ['https:idp.example', false, false],
    ['https:///idp.example', false, false],
    ['https:\\\\idp.example', false, false],
    ['https://idp.example\\@elsewhere.example', false, false],
    ['', false, false],
  ]
  for (const [url, anywhere, local] of cases) {
    test(JSON.stringify(url), () => {
      assert.deepEqual([isEndpoint(url, { local: false }), isEndpoint(url, { local: true })], [anywhere, local])
    })
  }
})

suite('identities', () => {
  const identity: LinkedIdentity = {
    poolId: 'us-east-1_x',
    provider: 'Google',
    attribute: 'Cognito_Subject',
    userId: '10"93',
    sub: 'sub',
    providerType: 'Google',
    issuer: undefined,
    isPrimary: true,
    createdAt: 1_642_699_117_273,
  }
  const text =
    '[{"userId":"10\\"93","providerName":"Google","providerType":"Google","issuer":null,"primary":true,"dateCreated":1642699117273}]'

  test('are one attribute, which goes with the last of them', () => {
    const attributes = new Map([['email', 'a@example.com']])
    const shown = withIdentities(attributes, [identity])
    assert.deepEqual(
      [...shown],
      [
        ['email', 'a@example.com'],
        ['identities', text],
      ],
    )
    assert.deepEqual(withIdentities(shown, []), attributes)
    assert.equal(attributes.size, 1)
  })

  test('are a claim of texts', () => {
    assert.deepEqual(identitiesClaim(text), [
      {
        userId: '10"93',
        providerName: 'Google',
        providerType: 'Google',
        issuer: null,
        primary: 'true',
        dateCreated: '1642699117273',
      },
    ])
  })
})
