import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  addressForm,
  checkName,
  nameKey,
  refuseEarlyAlias,
  type SignInNamesPool,
  signInNames,
  usernameAttribute,
  withAddress,
} from '../../src/domain/sign-in-names.ts'

const sensitive = { caseSensitive: true }
const insensitive = { caseSensitive: false }
const map = (attributes: Record<string, string>) => new Map(Object.entries(attributes))
const invalid = (message: string) => ({ name: 'InvalidParameterException', message })

suite('nameKey', () => {
  const same: [name: string, a: string, b: string, caseSensitive: boolean][] = [
    ['NFC and NFD twins', 'Jos\u00e9', 'Jose\u0301', true],
    ['NFC and NFD twins in another case', 'JOS\u00c9', 'jose\u0301', false],
    ['the Kelvin sign, which Unicode calls K', '\u212aim', 'Kim', true],
    ['case, where it does not count', 'Jane', 'jANE', false],
  ]
  for (const [name, a, b, caseSensitive] of same) {
    test(`V46 one key: ${name}`, () => assert.equal(nameKey(a, caseSensitive), nameKey(b, caseSensitive)))
  }

  const different: [name: string, a: string, b: string, caseSensitive: boolean][] = [
    ['case, where it counts', 'Jane', 'jane', true],
    ['dotless i', 'm\u0131ke@example.com', 'mike@example.com', false],
    ['dotted capital I', 'M\u0130KE', 'mike', false],
    ['ligature fi', '\ufb01', 'fi', false],
    ['sharp s', 'stra\u00dfe', 'strasse', false],
    ['full width', '\uff41', 'a', false],
    ['Cyrillic a', '\u0430dmin', 'admin', false],
    ['superscript', 'admin\u00b2', 'admin2', false],
    ['a zero-width space', 'ad\u200bmin', 'admin', false],
    ['a zero-width joiner', 'ad\u200dmin', 'admin', false],
    ['a space at the end', 'admin ', 'admin', false],
  ]
  for (const [name, a, b, caseSensitive] of different) {
    test(`V46 two keys: ${name}`, () => assert.notEqual(nameKey(a, caseSensitive), nameKey(b, caseSensitive)))
  }

  test('V46 a key is its own key, for every character', () => {
    for (let code = 0; code < 0x30000; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue
      const key = nameKey(String.fromCodePoint(code), false)
      assert.equal(nameKey(key, false), key, code.toString(16))
    }
  })
})

suite('signInNames', () => {
  const user = {
    username: 'Jane',
    attributes: map({ email: 'Jane@Example.com', phone_number: '+15551234567', preferred_username: 'JJ' }),
  }
  const verified = { ...user, attributes: new Map([...user.attributes, ['email_verified', 'true']]) }
  const cases: [name: string, pool: SignInNamesPool, user: typeof verified, keys: string[]][] = [
    ['the username alone', sensitive, verified, ['Jane']],
    [
      'username attributes before they are verified',
      { ...insensitive, usernameAttributes: ['email', 'phone_number'] },
      user,
      ['jane', 'jane@example.com', '+15551234567'],
    ],
    [
      'only the attributes that the pool names',
      { ...sensitive, usernameAttributes: ['phone_number'] },
      verified,
      ['Jane', '+15551234567'],
    ],
    ['no unverified alias', { ...sensitive, aliasAttributes: ['email', 'phone_number'] }, user, ['Jane']],
    [
      'verified aliases',
      { ...sensitive, aliasAttributes: ['email', 'phone_number'] },
      verified,
      ['Jane', 'Jane@Example.com'],
    ],
    ['a preferred username at once', { ...insensitive, aliasAttributes: ['preferred_username'] }, user, ['jane', 'jj']],
  ]
  for (const [name, pool, who, keys] of cases) {
    test(name, () => assert.deepEqual([...signInNames(pool, who)], keys))
  }

  test('V46 an alias that equals a username has its key, so that the store refuses the second', () => {
    const pool: SignInNamesPool = { ...insensitive, aliasAttributes: ['preferred_username'] }
    const victim = signInNames(pool, { username: 'admin', attributes: map({}) })
    const other = signInNames(pool, { username: 'x', attributes: map({ preferred_username: 'ADMIN' }) })
    assert.equal([...other].filter((key) => victim.has(key)).length, 1)
  })

  test('only true is verified, and blank is no name', () => {
    for (const value of ['false', 'TRUE', '1', '']) {
      const attributes = map({ email: 'a@b', email_verified: value })
      assert.equal(signInNames({ ...sensitive, aliasAttributes: ['email'] }, { username: 'x', attributes }).size, 1)
    }
    const attributes = map({ email: '', email_verified: 'true', preferred_username: '' })
    const pool: SignInNamesPool = { ...sensitive, aliasAttributes: ['email', 'preferred_username'] }
    assert.deepEqual([...signInNames(pool, { username: 'x', attributes })], ['x'])
  })
})

suite('usernameAttribute', () => {
  const filled: [name: string, pool: SignInNamesPool, username: string, attribute: string | undefined][] = [
    ['plain pools take anything', sensitive, 'jane@example.com', undefined],
    ['email fills email', { ...sensitive, usernameAttributes: ['email'] }, 'jane@example.com', 'email'],
    [
      'phone fills phone_number',
      { ...sensitive, usernameAttributes: ['email', 'phone_number'] },
      '+15551234567',
      'phone_number',
    ],
    ['alias pools take plain names', { ...sensitive, aliasAttributes: ['email', 'phone_number'] }, 'jane', undefined],
    [
      'alias pools take forms that are no alias',
      { ...sensitive, aliasAttributes: ['phone_number'] },
      'a@b.example',
      undefined,
    ],
  ]
  for (const [name, pool, username, attribute] of filled) {
    test(name, () => assert.equal(usernameAttribute(pool, username), attribute))
  }

  const refused: [pool: SignInNamesPool, username: string, message: string][] = [
    [{ ...sensitive, usernameAttributes: ['email'] }, 'jane', 'Username should be an email.'],
    [{ ...sensitive, usernameAttributes: ['email'] }, '+15551234567', 'Username should be an email.'],
    [{ ...sensitive, usernameAttributes: ['phone_number'] }, 'jane@example.com', 'Username should be a phone number.'],
    [
      { ...sensitive, usernameAttributes: ['phone_number', 'email'] },
      'jane',
      'Username should be either an email or a phone number.',
    ],
    [
      { ...sensitive, aliasAttributes: ['email'] },
      'jane@example.com',
      'Username cannot be of email format, since user pool is configured for email alias.',
    ],
    [
      { ...sensitive, aliasAttributes: ['email', 'phone_number'] },
      '+15551234567',
      'Username cannot be of phone number format, since user pool is configured for phone_number alias.',
    ],
  ]
  for (const [pool, username, message] of refused) {
    test(`${username}: ${message}`, () => assert.throws(() => usernameAttribute(pool, username), invalid(message)))
  }
})

test('an address that names a user is the attribute, and no other one is', () => {
  const named = { email: 'jane@example.com', name: 'Jane' }
  for (const email of [undefined, '', 'jane@example.com']) {
    const given = map({ name: 'Jane', ...(email !== undefined && { email }) })
    assert.deepEqual(Object.fromEntries(withAddress(given, 'email', 'jane@example.com')), named)
  }
  assert.throws(
    () => withAddress(map({ email: 'other@example.com' }), 'email', 'jane@example.com'),
    invalid('User email should be empty or same as username, since username attribute is email.'),
  )
})

test('an unconfirmed user gets no preferred username that signs in', () => {
  const attributes = map({ preferred_username: 'jj' })
  refuseEarlyAlias({ ...sensitive, aliasAttributes: ['email'] }, attributes)
  refuseEarlyAlias({ ...sensitive, aliasAttributes: ['preferred_username'] }, map({}))
  assert.throws(
    () => refuseEarlyAlias({ ...sensitive, aliasAttributes: ['preferred_username'] }, attributes),
    invalid(
      'Preferred username cannot be provided for unconfirmed account, since user pool is configured for preferred username alias.',
    ),
  )
})

test('addressForm tells addresses from names', () => {
  assert.equal(addressForm('jane@example.com'), 'email')
  assert.equal(addressForm('+15551234567'), 'phone_number')
  assert.equal(addressForm('jane'), undefined)
})

const names: [string, string, string?][] = [
  ['a letter', 'a'],
  ['128 characters', 'x'.repeat(128)],
  ['letters, marks, symbols, numbers and punctuation', 'é\u0301€1-@😀'],
  ['nothing', '', 'have length greater than or equal to 1'],
  ['129 characters', 'x'.repeat(129), 'have length less than or equal to 128'],
  ['a blank', 'a b', 'satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+'],
  ['a line break', 'a\n', 'satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+'],
  ['a control character', 'a\u0001', 'satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+'],
  ['NUL', 'a\0', 'satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+'],
  ['a zero-width blank', 'a\u200b', 'satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+'],
]

for (const [what, text, constraint] of names)
  test(`a name with ${what} is ${constraint === undefined ? 'taken' : 'refused'}`, () => {
    if (constraint === undefined) checkName(text)
    else
      assert.throws(() => checkName(text), {
        name: 'InvalidParameterException',
        message: `1 validation error detected: Value at 'username' failed to satisfy constraint: Member must ${constraint}`,
      })
  })
