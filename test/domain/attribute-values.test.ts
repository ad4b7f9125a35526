import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { isEmail, isPhoneNumber } from '../../src/domain/attribute-values.ts'
import { cpuMs } from '../cpu-time.ts'

suite('addresses', () => {
  const emails: [text: string, is: boolean][] = [
    ['jane@example.com', true],
    ["o'neil+tag@sub.example.co.uk", true],
    ['user@localhost', true],
    ['mıke@example.com', true],
    ['用户@例子.公司', true],
    ['jane', false],
    ['@example.com', false],
    ['jane@', false],
    ['jane@example..com', false],
    ['jane@-example.com', false],
    ['a@b@example.com', false],
    ['"a@evil"@ok.example', false],
    ['jane@example.com, eve@example.com', false],
    ['jane@example.com\r\nBcc: eve@example.com', false],
    ['jane <jane@example.com>', false],
    ['ja\u200bne@example.com', false],
    ['jane@exam\u200dple.com', false],
    ['jane@example.com\0', false],
  ]
  for (const [text, is] of emails) {
    test(`${JSON.stringify(text)} is ${is ? 'an' : 'no'} e-mail address`, () => assert.equal(isEmail(text), is))
  }

  const numbers: [text: string, is: boolean][] = [
    ['+15551234567', true],
    ['+123456789012345', true],
    ['+1234567890123456', false],
    ['15551234567', false],
    ['+1 555 1234567', false],
    ['+1-555-1234567', false],
    ['+', false],
    ['+٣٣٣٣٣٣', false],
    ['+15551234567\n', false],
  ]
  for (const [text, is] of numbers) {
    test(`${JSON.stringify(text)} is ${is ? 'a' : 'no'} phone number`, () => assert.equal(isPhoneNumber(text), is))
  }

  test('V67 attack strings take linear time', () => {
    const texts = ['a'.repeat(100_000), `a@${'a.'.repeat(50_000)}`, '@'.repeat(100_000), `+${'1'.repeat(100_000)}`]
    const took = cpuMs(() => {
      for (const text of texts) assert.equal(isEmail(text) || isPhoneNumber(text), false)
    })
    assert.ok(took < 200, `${took} ms`)
  })
})
