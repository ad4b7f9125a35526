import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AdminUpdateUserAttributesCommand } from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf, makeClient } from '../fixture.ts'
import { useServer } from '../harness.ts'
import {
  authorizeUrl,
  Browser,
  codeClient,
  exchange,
  jane,
  makeSite,
  type Site,
  signInForTokens,
  userInfo,
} from './site.ts'

const attributes = {
  name: 'Jane Doe',
  given_name: 'Jane',
  birthdate: '1990-01-02',
  updated_at: '1700000000',
  email: 'jane@example.com',
  email_verified: 'true',
  phone_number: '+15550100',
  address: 'Main Street 1',
  'custom:team': 'blue',
}

let site: Site
const server = useServer({}, 'dev', async (server) => {
  site = await makeSite(server, { Schema: [{ Name: 'team', AttributeDataType: 'String', Mutable: true }] })
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }))
  await site.sdk.send(new AdminUpdateUserAttributesCommand({ ...jane(site), UserAttributes }))
})

const profile = ['birthdate', 'custom:team', 'given_name', 'name', 'updated_at']
const email = ['email', 'email_verified']
const phone = ['phone_number', 'phone_number_verified']

/** What each scope tells of a user. */
const scopes: [string, readonly string[]][] = [
  ['openid', ['address', ...profile, ...email, ...phone]],
  ['openid email', email],
  ['openid phone', phone],
  ['openid profile', profile],
  ['openid email phone profile', [...profile, ...email, ...phone]],
  ['openid aws.cognito.signin.user.admin', ['address', ...profile, ...email, ...phone]],
]

const known = new Set([...Object.keys(attributes), 'phone_number_verified'])
const told = (claims: Record<string, unknown>) =>
  Object.keys(claims)
    .filter((name) => known.has(name))
    .sort()

for (const [scope, expected] of scopes)
  test(`OIDC Core section 5.4: ${scope} tells of ${expected.join(', ')}`, async () => {
    const { idToken, accessToken } = await signInForTokens(server, site, { scope })
    const { status, body } = await userInfo(server, accessToken)
    assert.equal(status, 200)
    assert.deepEqual(told(body), [...expected].sort())
    assert.deepEqual(told(claimsOf(idToken)), [...expected].sort())
    assert.equal(body.sub, claimsOf(idToken).sub)
    assert.equal(body.username, 'jane')
    assert.equal(claimsOf(accessToken).scope, scope)
    assert.deepEqual(told(claimsOf(accessToken)), [])
  })

test('a scope without openid comes without an ID token', async () => {
  const { body } = await signInForTokens(server, site, { scope: 'aws.cognito.signin.user.admin' })
  assert.deepEqual(Object.keys(body).sort(), ['access_token', 'expires_in', 'refresh_token', 'token_type'])
})

test('ReadAttributes bound what every scope tells', async () => {
  const client = await makeClient(site.sdk, site.poolId, {
    ...codeClient,
    ReadAttributes: ['name', 'email', 'email_verified'],
  })
  const other = { ...site, ...client }
  for (const [scope, expected] of [
    ['openid', ['email', 'email_verified', 'name']],
    ['openid profile', ['name']],
    ['openid email', ['email', 'email_verified']],
  ] as const) {
    const { idToken, accessToken } = await signInForTokens(server, other, { scope })
    assert.deepEqual(told(claimsOf(idToken)), expected)
    assert.deepEqual(told((await userInfo(server, accessToken)).body), expected)
  }
})

for (const [scope, ReadAttributes] of [
  ['openid email', ['email']],
  ['openid email', ['email_verified', 'name']],
  ['openid phone', ['phone_number']],
  ['openid email phone', ['email', 'email_verified']],
] as const)
  test(`a client that reads ${ReadAttributes.join(' and ')} alone gets invalid_grant for ${scope}`, async () => {
    const client = await makeClient(site.sdk, site.poolId, { ...codeClient, ReadAttributes: [...ReadAttributes] })
    const to = await new Browser(server).signIn(authorizeUrl(server, client, { scope }))
    const { status, body } = await exchange(server, { ...site, ...client }, to)
    assert.equal(status, 400)
    assert.deepEqual(body, { error: 'invalid_grant' })
  })
