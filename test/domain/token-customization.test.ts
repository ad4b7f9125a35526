import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  changeClaims,
  changeScopes,
  noCustomization,
  readCustomization,
  type TokenEventVersion,
} from '../../src/domain/token-customization.ts'

const CLIENT = 'client1'
const unrecognizable = { name: 'InvalidLambdaResponseException', message: 'Unrecognizable lambda output' }

/** The two tokens of somebody with everything in them. */
const common = {
  sub: 'the-sub',
  'cognito:groups': ['own'],
  iss: 'https://issuer.example/pool',
  origin_jti: 'family',
  jti: 'one',
  event_id: 'event',
  acr: 'Level1',
  amr: ['pwd'],
  auth_time: 1,
  iat: 2,
  exp: 3,
  nbf: 2,
}
const id = {
  ...common,
  'cognito:username': 'jane',
  'cognito:roles': ['own-role'],
  'cognito:preferred_role': 'own-role',
  'cognito:other': 'x',
  'dev:level': '5',
  'custom:level': '1',
  address: { formatted: 'Here' },
  aud: CLIENT,
  at_hash: 'hash',
  azp: CLIENT,
  email: 'jane@example.com',
  email_verified: true,
  identities: [{ userId: '1' }],
  nonce: 'n',
  phone_number_verified: false,
  token_use: 'id',
  updated_at: 4,
}
const access = {
  ...common,
  client_id: CLIENT,
  device_key: 'device',
  scope: 'read write',
  token_use: 'access',
  username: 'jane',
  version: 2,
}

const read = (version: TokenEventVersion, details: unknown) => {
  const name = version === '1' ? 'claimsOverrideDetails' : 'claimsAndScopeOverrideDetails'
  return readCustomization(new Map([[name, details]]), version, CLIENT)
}

/** What becomes of the tokens of a function that answers so. */
const tokensOf = (version: TokenEventVersion, details: unknown) => {
  const custom = read(version, details)
  return {
    id: { ...changeClaims(id, custom.id) },
    access: { ...changeClaims({ ...access, scope: changeScopes(access.scope, custom.access) }, custom.access) },
  }
}

/** What a function changes of both tokens in the later versions. */
const both = (changes: object) => ({ idTokenGeneration: changes, accessTokenGeneration: changes })

/** A claim, and whether a function may make it, change it and leave it out: of the ID token, and of the access token. */
const rules: [claim: string, inId: string, inAccess: string][] = [
  ['anything', 'set', 'set'],
  ['custom:level', 'set suppress', 'set'],
  ['email', 'set suppress', 'set'],
  ['email_verified', 'set suppress', 'set'],
  ['cognito:groups', 'suppress', 'suppress'],
  ['cognito:roles', '', ''],
  ['cognito:preferred_role', '', ''],
  ['cognito:username', '', ''],
  ['cognito:other', '', ''],
  ['cognito:new', '', ''],
  ['dev:level', 'suppress', ''],
  ['scope', '', ''],
  ['aud', '', ''],
  ...[...Object.keys(common).filter((name) => name !== 'cognito:groups')].map((name): [string, string, string] => [
    name,
    '',
    '',
  ]),
  ...['at_hash', 'azp', 'identities', 'nonce', 'token_use'].map((name): [string, string, string] => [name, '', '']),
  ...['client_id', 'device_key', 'username', 'version'].map((name): [string, string, string] => [name, '', '']),
]

describe('what a function may do to a claim:', () => {
  for (const [claim, inId, inAccess] of rules) {
    test(`${claim}: ${inId || 'nothing'} in ID tokens, ${inAccess || 'nothing'} in access tokens`, () => {
      const set = tokensOf('2', both({ claimsToAddOrOverride: { [claim]: 'changed' } }))
      assert.deepEqual(set.id, inId.includes('set') ? { ...id, [claim]: 'changed' } : id)
      assert.deepEqual(set.access, inAccess.includes('set') ? { ...access, [claim]: 'changed' } : access)
      const left = tokensOf('2', both({ claimsToSuppress: [claim] }))
      assert.equal(claim in left.id, claim in id && !inId.includes('suppress'))
      assert.equal(claim in left.access, claim in access && !inAccess.includes('suppress'))
    })
  }

  test('an access token may name its own client as its audience, and no other', () => {
    const named = (aud: unknown) => tokensOf('2', both({ claimsToAddOrOverride: { aud } }))
    assert.deepEqual(named(CLIENT), { id, access: { ...access, aud: CLIENT } })
    for (const other of ['client2', [CLIENT], { a: CLIENT }]) assert.deepEqual(named(other), { id, access })
  })

  test('whoever leaves the groups out leaves the roles out', () => {
    const { id: left } = tokensOf('1', { claimsToSuppress: ['cognito:groups'] })
    assert.deepEqual(
      Object.keys(left).filter((name) => /groups|role/.test(name)),
      [],
    )
  })

  test('what is left out is not there, whatever else is said of it', () => {
    const changes = { claimsToAddOrOverride: { email: 'other@example.com', a: 'b' }, claimsToSuppress: ['email', 'a'] }
    const { email: _, ...others } = id
    assert.deepEqual(tokensOf('2', both(changes)), { id: others, access })
    assert.deepEqual(tokensOf('1', changes).id, others)
  })

  test('V60 a claim may be named like a member of every object', () => {
    const named = JSON.parse('{"__proto__":"a","constructor":"b","toString":"c"}')
    const changed = tokensOf('2', both({ claimsToAddOrOverride: named }))
    const claims = JSON.parse(JSON.stringify(changeClaims(id, read('1', { claimsToAddOrOverride: named }).id)))
    assert.equal(changed.id.constructor as unknown, 'b')
    assert.equal(Object.getOwnPropertyDescriptor(claims, '__proto__')?.value, 'a')
    assert.equal(({} as { polluted?: string }).polluted, undefined)
  })
})

describe('what a claim may hold', () => {
  const values: [what: string, value: unknown, first: 'taken' | 'refused' | 'passed over', later: string][] = [
    ['a text', 'text', 'taken', 'taken'],
    ['an empty text', '', 'taken', 'taken'],
    ['a number', 1.5, 'refused', 'taken'],
    ['a boolean', false, 'refused', 'taken'],
    ['a list', ['a', 1, true], 'refused', 'taken'],
    ['an object', { a: { b: [null] } }, 'refused', 'taken'],
    ['a list of objects', [{ a: 1 }], 'refused', 'refused'],
    ['a list of lists', [['a']], 'refused', 'refused'],
    ['nothing', null, 'passed over', 'passed over'],
  ]
  for (const [what, value, first, later] of values) {
    const outcomes: [TokenEventVersion, string][] = [
      ['1', first],
      ['2', later],
      ['3', later],
    ]
    for (const [version, outcome] of outcomes) {
      test(`${what}, in version ${version}: ${outcome}`, () => {
        const changes = { claimsToAddOrOverride: { claim: value } }
        const details = version === '1' ? changes : both(changes)
        if (outcome === 'refused') return assert.throws(() => read(version, details), unrecognizable)
        const { id: given } = tokensOf(version, details)
        assert.deepEqual(given, outcome === 'taken' ? { ...id, claim: value } : id)
      })
    }
  }

  for (const name of ['address', 'email_verified', 'phone_number_verified', 'updated_at']) {
    test(`neither lists nor objects in ${name} of an ID token`, () => {
      for (const value of [['a'], { formatted: 'There' }]) {
        const given = tokensOf('3', both({ claimsToAddOrOverride: { [name]: value } }))
        assert.deepEqual(given, { id, access: { ...access, [name]: value } })
      }
    })
  }
})

describe('the versions differ', () => {
  const changes = { claimsToAddOrOverride: { a: 'b' } }
  test('the first one changes the ID token alone', () => {
    assert.deepEqual(tokensOf('1', changes), { id: { ...id, a: 'b' }, access })
  })
  test('and does not know what the later ones answer, nor they what it answers', () => {
    const first = new Map<string, unknown>([['claimsOverrideDetails', changes]])
    const later = new Map<string, unknown>([['claimsAndScopeOverrideDetails', both(changes)]])
    assert.deepEqual(readCustomization(later, '1', CLIENT), noCustomization)
    for (const version of ['2', '3'] as const) {
      assert.deepEqual(readCustomization(first, version, CLIENT), noCustomization)
      assert.deepEqual(tokensOf(version, both(changes)), { id: { ...id, a: 'b' }, access: { ...access, a: 'b' } })
    }
  })
  for (const version of ['1', '2', '3'] as const) {
    test(`version ${version}: no answer leaves all as it is`, () => {
      for (const details of [null, undefined, {}]) assert.deepEqual(tokensOf(version, details), { id, access })
    })
  }
})

describe('groups', () => {
  const given = {
    groupsToOverride: ['a', 'b'],
    iamRolesToOverride: ['role'],
    preferredRole: 'role',
  }
  const none = { groups: [], roles: [], preferredRole: undefined }
  const cases: [what: string, details: object, expected: object | undefined][] = [
    ['are replaced', { groupOverrideDetails: given }, { groups: ['a', 'b'], roles: ['role'], preferredRole: 'role' }],
    ['are replaced without roles', { groupOverrideDetails: { groupsToOverride: ['a'] } }, { ...none, groups: ['a'] }],
    ['are taken away by an empty answer', { groupOverrideDetails: {} }, none],
    ['are taken away by no answer', { groupOverrideDetails: null }, none],
    ['stay where nothing is said', {}, undefined],
  ]
  for (const [what, details, expected] of cases) {
    test(what, () => {
      for (const version of ['1', '2', '3'] as const) assert.deepEqual(read(version, details).groups, expected)
    })
  }
})

describe('scopes', () => {
  const scopesOf = (changes: object) => changeScopes(access.scope, read('2', { accessTokenGeneration: changes }).access)
  const cases: [what: string, changes: object, expected: string][] = [
    ['as they are', {}, 'read write'],
    ['added', { scopesToAdd: ['server/delete'] }, 'read write server/delete'],
    ['added that are there', { scopesToAdd: ['read', 'read'] }, 'read write'],
    ['left out', { scopesToSuppress: ['write', 'unknown'] }, 'read'],
    ['added and left out', { scopesToAdd: ['a'], scopesToSuppress: ['a'] }, 'read write'],
    ['all left out', { scopesToSuppress: ['read', 'write'] }, ''],
    ['not by a claim', { claimsToAddOrOverride: { scope: 'all' }, claimsToSuppress: ['scope'] }, 'read write'],
  ]
  for (const [what, changes, expected] of cases) test(what, () => assert.equal(scopesOf(changes), expected))

  // RFC 6749 section 3.3 says what a scope is made of.
  for (const scope of ['two words', '', ' ', 'a\nb', 'a"b', 'a\\b', 'ü']) {
    test(`are not ${JSON.stringify(scope)}`, () => {
      assert.throws(() => scopesOf({ scopesToAdd: [scope] }), unrecognizable)
      assert.throws(() => scopesOf({ scopesToSuppress: [scope] }), unrecognizable)
    })
  }
})

describe('an answer of another form is refused:', () => {
  const cases: [what: string, version: TokenEventVersion, details: unknown][] = [
    ['a text', '1', 'text'],
    ['a list', '2', []],
    ['claims that are a list', '1', { claimsToAddOrOverride: ['a'] }],
    ['names that are a text', '1', { claimsToSuppress: 'email' }],
    ['names that are numbers', '2', both({ claimsToSuppress: [1] })],
    ['a token’s part that is a list', '2', { idTokenGeneration: [] }],
    ['an access token’s part that is a text', '3', { accessTokenGeneration: 'x' }],
    ['scopes that are a text', '2', { accessTokenGeneration: { scopesToAdd: 'read' } }],
    ['groups that are a list', '1', { groupOverrideDetails: ['a'] }],
    ['groups that are numbers', '1', { groupOverrideDetails: { groupsToOverride: [1] } }],
    ['roles that are a text', '2', { groupOverrideDetails: { iamRolesToOverride: 'role' } }],
    ['a role that is a list', '3', { groupOverrideDetails: { preferredRole: ['role'] } }],
  ]
  for (const [what, version, details] of cases) {
    test(what, () => assert.throws(() => read(version, details), unrecognizable))
  }

  test('more than 5,000 changes together', () => {
    const claims = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`c${index}`, '']))
    const changes = (count: number) => ({
      idTokenGeneration: { claimsToAddOrOverride: claims(2000), claimsToSuppress: Object.keys(claims(1000)) },
      accessTokenGeneration: { claimsToAddOrOverride: claims(1000), scopesToAdd: Object.keys(claims(count)) },
    })
    assert.equal(read('2', changes(1000)).access.addedScopes.length, 1000)
    assert.throws(() => read('2', changes(1001)), unrecognizable)
    assert.throws(() => read('1', { claimsToAddOrOverride: claims(5001) }), unrecognizable)
  })
})
