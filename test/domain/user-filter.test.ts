import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { parseUserFilter, type UserFilter } from '../../src/domain/user-filter.ts'
import { cpuMs } from '../cpu-time.ts'

const syntax = { name: 'InvalidParameterException', message: 'Error while parsing filter.' }

suite('parseUserFilter', () => {
  const parsed: [text: string, filter: UserFilter][] = [
    ['email = "a@b.example"', { attribute: 'email', match: 'exact', value: 'a@b.example' }],
    ['email ^= "a"', { attribute: 'email', match: 'prefix', value: 'a' }],
    ['"email" ^= "a"', { attribute: 'email', match: 'prefix', value: 'a' }],
    ['sub="x"', { attribute: 'sub', match: 'exact', value: 'x' }],
    ['  name\t^=\n"x"  ', { attribute: 'name', match: 'prefix', value: 'x' }],
    ['name = ""', { attribute: 'name', match: 'exact', value: '' }],
    ['cognito:user_status = "Confirmed"', { attribute: 'cognito:user_status', match: 'exact', value: 'CONFIRMED' }],
    ['status = "Enabled"', { attribute: 'status', match: 'exact', value: 'Enabled' }],
    [String.raw`family_name = "a\"b\\"`, { attribute: 'family_name', match: 'exact', value: 'a"b\\' }],
    ['username = "a = b ^= c"', { attribute: 'username', match: 'exact', value: 'a = b ^= c' }],
  ]
  for (const [text, filter] of parsed) {
    test(`reads ${JSON.stringify(text)}`, () => assert.deepEqual(parseUserFilter(text), filter))
  }

  test('takes an empty filter for none', () => assert.equal(parseUserFilter(''), undefined))

  const broken = [
    ' ',
    'email',
    'email =',
    'email = a',
    "email = 'a'",
    'email = "a',
    'email = a"',
    'email = "a"b"',
    'email == "a"',
    'email > "a"',
    'email ^ "a"',
    '= "a"',
    '"" = "a"',
    'email = "a" and name = "b"',
    'email = "a" or "1" = "1"',
    String.raw`email = "\"`,
    String.raw`email = "\a"`,
    'email = "a\0"',
    '"email = "a"',
    '"email\\" = "a"',
    'email = "a"; drop table users',
  ]
  for (const text of broken) {
    test(`V58 refuses ${JSON.stringify(text)}`, () => assert.throws(() => parseUserFilter(text), syntax))
  }

  for (const value of ['%', '_', '*', "'--", "' or 1=1 --", '%00', '$1', '\u0000'.slice(1), '. * ? [a-z]']) {
    test(`V58 ${JSON.stringify(value)} is nothing but itself`, () => {
      assert.equal(parseUserFilter(`name ^= "${value}"`)?.value, value)
    })
  }

  const hidden = [
    'custom:team',
    'dev:custom:team',
    'address',
    'birthdate',
    'email_verified',
    'identities',
    'password',
    'sealed_verifier',
    'user_status',
    'Email',
    '__proto__',
    'constructor',
    'toString',
    '0',
    'length',
  ]
  for (const name of hidden) {
    test(`V59 V60 users cannot be searched by ${name}`, () => {
      for (const written of [name, `"${name}"`]) {
        assert.throws(() => parseUserFilter(`${written} ^= "a"`), {
          name: 'InvalidParameterException',
          message: `Invalid search attribute: ${name}`,
        })
      }
    })
  }

  test('V67 attack strings take linear time', () => {
    const long = 100_000
    const texts = [
      ' '.repeat(long),
      'a'.repeat(long),
      `email = "${'a'.repeat(long)}`,
      `email = "${'\\"'.repeat(long / 2)}`,
      `email = "${'\\'.repeat(long)}`,
      `email${' '.repeat(long)}x`,
      `email = "a"${' '.repeat(long)}x`,
      '"'.repeat(long),
      '^='.repeat(long / 2),
    ]
    const took = cpuMs(() => {
      for (const text of texts) assert.throws(() => parseUserFilter(text), syntax)
    })
    assert.ok(took < 200, `${took} ms`)
  })
})
