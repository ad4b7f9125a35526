import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { suite, test } from 'node:test'
import {
  checkPassword,
  defaultPasswordPolicy,
  generatePassword,
  type PasswordPolicy,
} from '../../src/domain/password-policy.ts'
import { cpuMs } from '../cpu-time.ts'

const lenient: PasswordPolicy = {
  minimumLength: 6,
  requireUppercase: false,
  requireLowercase: false,
  requireNumbers: false,
  requireSymbols: false,
  temporaryPasswordValidityDays: 7,
}
const everySymbol = '^$*.[]{}()?"!@#%&/\\,><\':;|_~`=+-'

suite('checkPassword', () => {
  const refused: [name: string, policy: PasswordPolicy, password: string, rule: string][] = [
    ['an empty one', defaultPasswordPolicy, '', 'Password not long enough'],
    ['length before all else', defaultPasswordPolicy, 'short', 'Password not long enough'],
    ['one character too few', lenient, 'abcde', 'Password not long enough'],
    ['uppercase before lowercase', defaultPasswordPolicy, '12345678', 'Password must have uppercase characters'],
    ['uppercase is ASCII', defaultPasswordPolicy, 'äÄÖpass1!', 'Password must have uppercase characters'],
    ['lowercase before numbers', defaultPasswordPolicy, 'PASSWORD', 'Password must have lowercase characters'],
    ['numbers before symbols', defaultPasswordPolicy, 'Password', 'Password must have numeric characters'],
    ['digits are ASCII', defaultPasswordPolicy, 'Password٣!', 'Password must have numeric characters'],
    ['symbols', defaultPasswordPolicy, 'Passw0rd', 'Password must have symbol characters'],
    ['symbols are those listed', defaultPasswordPolicy, 'Passw0rd€', 'Password must have symbol characters'],
    ['a leading space', lenient, ' password', 'Password must satisfy regular expression pattern: ^\\S.*\\S$'],
    ['a trailing space', lenient, 'password ', 'Password must satisfy regular expression pattern: ^\\S.*\\S$'],
    ['a trailing tab', lenient, 'password\t', 'Password must satisfy regular expression pattern: ^\\S.*\\S$'],
    ['a line break', lenient, 'pass\nword', 'Password must satisfy regular expression pattern: ^\\S.*\\S$'],
    ['257 characters', lenient, 'a'.repeat(257), 'Password too long'],
  ]
  for (const [name, policy, password, rule] of refused) {
    test(`refuses ${name}`, () => {
      assert.throws(() => checkPassword(policy, password), {
        name: 'InvalidPasswordException',
        message: `Password did not conform with policy: ${rule}`,
      })
    })
  }

  const accepted: [name: string, policy: PasswordPolicy, password: string][] = [
    ['all rules met', defaultPasswordPolicy, 'Passw0rd!'],
    ['a space inside is a symbol', defaultPasswordPolicy, 'Pass w0rd'],
    ['other scripts where nothing is asked', lenient, 'пароль'],
    ['256 characters', lenient, 'a'.repeat(256)],
    ['exactly the minimum', lenient, 'abcdef'],
  ]
  for (const [name, policy, password] of accepted) {
    test(`accepts: ${name}`, () => checkPassword(policy, password))
  }

  test('every listed symbol counts', () => {
    assert.equal(new Set(everySymbol).size, 32)
    for (const symbol of everySymbol) checkPassword(defaultPasswordPolicy, `Passw0rd${symbol}`)
  })

  test('V67 long attack strings cost nothing', () => {
    const took = cpuMs(() => {
      for (const text of [' '.repeat(100_000), 'a'.repeat(100_000)]) assert.throws(() => checkPassword(lenient, text))
    })
    assert.ok(took < 100, `${took} ms`)
  })
})

suite('generatePassword', () => {
  for (const minimumLength of [6, 8, 14, 15, 99]) {
    test(`conforms to a minimum of ${minimumLength}`, () => {
      const policy = { ...defaultPasswordPolicy, minimumLength }
      for (let round = 0; round < 200; round++) {
        const password = generatePassword(policy, randomBytes)
        checkPassword(policy, password)
        assert.equal(password.length, Math.max(14, minimumLength))
      }
    })
  }

  test('uses its 64 characters evenly', () => {
    const counts = new Map<string, number>()
    for (let round = 0; round < 1000; round++) {
      for (const character of generatePassword({ ...lenient, minimumLength: 99 }, randomBytes)) {
        counts.set(character, (counts.get(character) ?? 0) + 1)
      }
    }
    assert.equal(counts.size, 64)
    const expected = (99 * 1000) / 64 // standard deviation 39
    for (const [character, count] of counts) assert.ok(Math.abs(count - expected) < 300, `${character}: ${count}`)
  })

  test('is a function of its randomness', () => {
    const bytes = (count: number) => Buffer.from(Array.from({ length: count }, (_, index) => (index * 37) % 256))
    assert.equal(generatePassword(lenient, bytes), generatePassword(lenient, bytes))
  })

  test('gives up on a source that repeats itself', () => {
    assert.throws(() => generatePassword(lenient, (count) => Buffer.alloc(count)), /repeats itself/)
  })
})
