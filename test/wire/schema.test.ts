import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { string, type Violation } from '../../src/wire/schema.ts'
import { cpuMs } from '../cpu-time.ts'
import { model } from './compare-with-model.ts'

const shapes = Object.entries(model.shapes).flatMap(([name, { pattern }]) => (pattern ? [{ name, pattern }] : []))
const matcher = (pattern: string) => {
  const shape = string({ pattern })
  return (value: string) => {
    const violations: Violation[] = []
    shape.read(value, '', violations)
    return violations.length === 0
  }
}
const patternOf = (name: string) => model.shapes[name]?.pattern ?? assert.fail(name)

test('every pattern of the model compiles, and has Java spaces only inside brackets', () => {
  for (const { name, pattern } of shapes) {
    assert.doesNotThrow(() => matcher(pattern), name)
    assert.doesNotMatch(pattern.replace(/\[[^\]]*\]/g, ''), /\\s/i, name)
  }
})

describe('what Java takes', () => {
  const cases: [shape: string, value: string, matches: boolean][] = [
    ['UserPoolIdType', 'us-east-1_Ab1', true],
    ['UserPoolIdType', 'x us-east-1_Ab1', false],
    ['UserPoolIdType', 'us-east-1_Ab1\n', false],
    ['UserPoolIdType', 'us-éast-1_Ab1', false],
    ['UsernameType', 'Zoë😀', true],
    ['UsernameType', 'two words', false],
    ['PasswordType', 'a\u00a0b\u3000c\ufeff', true], // no spaces to Java
    ['PasswordType', 'a\u000bb', false],
    ['PasswordType', 'a😀', true],
    ['ClientNameType', 'a b\t\n\u000b\f\r', true],
    ['ClientNameType', 'a\u00a0b', false],
    ['TokenModelType', 'a-b_c=.9', true],
    ['ResourceIdType', 'a - b', true],
    ['SmsVerificationMessageType', 'Code: {####}.', true],
    ['SmsVerificationMessageType', 'Code:\n{####}', false],
    ['SmsVerificationMessageType', 'Code: {###}', false],
    ['SmsInviteMessageType', 'two\nlines', true],
    ['EmailVerificationMessageType', 'Code:\n{####}\n', true],
    ['EmailVerificationMessageByLinkType', 'Go {##here##}', true],
    ['EmailVerificationMessageByLinkType', 'Go {####}', true],
    ['EmailVerificationMessageByLinkType', 'Go {###}', false],
    ['EmailAddressType', 'a@b', true],
    ['EmailAddressType', '@@@', true],
    ['EmailAddressType', '@b', false],
    ['EmailAddressType', 'a@', false],
    ['ProviderNameTypeV2', 'abc', true],
    ['ProviderNameTypeV2', 'a_c', true],
    ['ProviderNameTypeV2', 'ab_', false],
    ['ArnType', 'arn:aws:ses:us-east-1:123456789012:identity/a@b.c', true],
    ['ArnType', 'arn:aws:iam::123456789012:role/a', true],
    ['ArnType', 'arn:aws:lambda:us-east-1:123456789012:function:f:1', true],
    ['ArnType', 'arn:aws:lambda:us-east-1:x:function:f:1', false],
    ['OptionalArnType', '', true],
    ['S3ArnType', 'arn:aws:s3:::bucket', true],
    ['DeviceKeyType', 'us-west-2_a1b2-c3', true],
    ['TermsNameType', 'terms-of-use', true],
    ['TermsNameType', 'terms-of-use2', false],
    ['LanguageIdType', 'cognito:chinese-simplified', true],
  ]
  for (const [shape, value, matches] of cases) {
    test(`${shape} ${matches ? 'takes' : 'refuses'} ${JSON.stringify(value)}`, () => {
      assert.equal(matcher(patternOf(shape))(value), matches)
    })
  }
})

describe('a search that is not tried again finds as much as one that is', () => {
  const cases = [
    ['EmailAddressType', ['@', 'a', ' ']],
    ['EmailVerificationMessageType', ['{', '####', '}', 'a', '\0']],
    ['EmailVerificationMessageByLinkType', ['{', '##', '#', '}', '\0']],
    ['SmsVerificationMessageType', ['{####}', '{##', '##}', '\n']],
    ['S3ArnType', ['arn', ':', 'a', '!']],
  ] as const
  const words = (alphabet: readonly string[], length: number): string[] =>
    length === 0 ? [''] : words(alphabet, length - 1).flatMap((word) => ['', ...alphabet].map((part) => word + part))
  for (const [shape, alphabet] of cases) {
    test(shape, () => {
      const naive = new RegExp(`^(?:${patternOf(shape)})$`, 'u')
      const matches = matcher(patternOf(shape))
      for (const word of words(alphabet, 6)) assert.equal(matches(word), naive.test(word), JSON.stringify(word))
    })
  }
})

describe('long values are matched in linear time', () => {
  const seeds = ['@', '{##', '{####}', 'a:', '_a-', 'a', '.', '-', 'a@', ' ']
  for (const { name, pattern } of shapes) {
    test(name, () => {
      const matches = matcher(pattern)
      for (const seed of seeds) {
        const value = `${name.includes('Arn') ? 'arn:' : ''}${seed.repeat(250_000 / seed.length)}`
        const took = cpuMs(() => {
          matches(`${value}\u0001`)
          matches(`${value}${value.replaceAll('{##', '##}')}\u0001`)
        })
        assert.ok(took < 1000, `${seed}: ${took} ms`)
      }
    })
  }
})
