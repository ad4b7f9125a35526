import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { customWording, messageParameters, type Worded } from '../../src/domain/custom-message.ts'
import type { MessageEvent, Wording } from '../../src/domain/message-template.ts'

const own: Wording = { sms: 'own {####}', email: { subject: 'Own', message: 'own {####}', byLink: false } }
const byLink: Wording = { ...own, email: { ...own.email, message: '{##own##}', byLink: true } }
const code: Worded = { event: 'sign_up', mediums: ['SMS', 'EMAIL'], hasCode: true }
const invitation: Worded = { ...code, event: 'invite' }
const welcome: Worded = { ...invitation, hasCode: false }

const word = (response: object, worded = code, words = own) =>
  customWording(new Map(Object.entries(response)), worded, words)

describe('the event says what stands for what the function may not know', () => {
  const events: MessageEvent[] = ['sign_up', 'resend_code', 'forgot_password', 'verify_attribute', 'authentication']
  for (const event of events) {
    test(event, () => {
      const expected = { codeParameter: '{####}', linkParameter: '{##Click Here##}', usernameParameter: null }
      assert.deepEqual(messageParameters(event), expected)
    })
  }
  test('invite', () => assert.equal(messageParameters('invite').usernameParameter, '{username}'))
})

describe('a function words', () => {
  const long = (characters: number) => `{####}${'x'.repeat(characters - 6)}`
  const cases: [what: string, response: object, expected: object, worded?: Worded, words?: Wording][] = [
    ['nothing', { smsMessage: null, emailMessage: null, emailSubject: null }, own],
    ['nothing at all', {}, own],
    ['a text message', { smsMessage: 'SMS {####}' }, { ...own, sms: 'SMS {####}' }],
    ['an e-mail', { emailMessage: '<b>{####}</b>' }, { ...own, email: { ...own.email, message: '<b>{####}</b>' } }],
    ['a subject', { emailSubject: 'Hello {####}' }, { ...own, email: { ...own.email, subject: 'Hello {####}' } }],
    ['a long text message', { smsMessage: long(140) }, { ...own, sms: long(140) }],
    ['a long e-mail', { emailMessage: long(20_000) }, { ...own, email: { ...own.email, message: long(20_000) } }],
    [
      'a long subject',
      { emailSubject: 'x'.repeat(140) },
      { ...own, email: { ...own.email, subject: 'x'.repeat(140) } },
    ],
    [
      'an e-mail of lines',
      { emailMessage: 'a\r\n\t{####}' },
      { ...own, email: { ...own.email, message: 'a\r\n\t{####}' } },
    ],
    ['in any script', { smsMessage: '确认码 {####} 😀' }, { ...own, sms: '确认码 {####} 😀' }],
    [
      'a link',
      { emailMessage: '{##Yes##}' },
      { ...byLink, email: { ...byLink.email, message: '{##Yes##}' } },
      code,
      byLink,
    ],
    [
      'a code in place of the link',
      { emailMessage: '{####} {##Yes##}' },
      { ...byLink, email: { ...byLink.email, message: '{####} {##Yes##}', byLink: false } },
      code,
      byLink,
    ],
    [
      'an invitation',
      { smsMessage: '{username} {####}', emailMessage: '{####} {username}' },
      { sms: '{username} {####}', email: { ...own.email, message: '{####} {username}' } },
      invitation,
    ],
    [
      'an invitation without a password',
      { smsMessage: 'Hello {username}' },
      { ...own, sms: 'Hello {username}' },
      welcome,
    ],
    [
      'what is not sent as it likes',
      { smsMessage: '', emailMessage: 'E-mail {####}' },
      { ...own, email: { ...own.email, message: 'E-mail {####}' } },
      { ...code, mediums: ['EMAIL'] },
    ],
    [
      'what is not sent as it likes, the other way round',
      { smsMessage: 'SMS {####}', emailMessage: 'no code', emailSubject: '\n' },
      { ...own, sms: 'SMS {####}' },
      { ...code, mediums: ['SMS'] },
    ],
  ]
  for (const [what, response, expected, worded, words] of cases) {
    test(what, () => assert.deepEqual(word(response, worded, words), expected))
  }
})

const EMAIL_PATTERN = String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*\{####\}[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*`
const SMS_PATTERN = String.raw`.*\{####\}.*`
const violation = (value: string, path: string, constraint: string) =>
  `1 validation error detected: Value '${value}' at '${path}' failed to satisfy constraint: ${constraint}`
const pattern = (value: string, path = 'emailBody', expected = EMAIL_PATTERN) =>
  violation(value, path, `Member must satisfy regular expression pattern: ${expected}`)
const tooLong = (value: string, path: string, max: number) =>
  violation(value, path, `Member must have length less than or equal to ${max}`)

describe('a function’s words are refused:', () => {
  const [sms, email] = [`{####}${'x'.repeat(135)}`, `{####}${'x'.repeat(19_995)}`]
  const header = 'emailSubject must not contain line breaks.'
  const cases: [what: string, response: object, message: string, worded?: Worded, words?: Wording][] = [
    ['an e-mail without the code', { emailMessage: 'Hello' }, pattern('Hello')],
    ['an e-mail with another code', { emailMessage: '{###}' }, pattern('{###}')],
    ['a link where a code is asked for', { emailMessage: '{##Yes##}' }, pattern('{##Yes##}')],
    ['neither link nor code', { emailMessage: 'Yes' }, pattern('Yes'), code, byLink],
    ['an e-mail with control characters', { emailMessage: '{####}\u0007' }, pattern('{####}\u0007')],
    ['an e-mail of blanks', { emailMessage: ' \n' }, 'The message is empty.'],
    ['an empty e-mail', { emailMessage: '' }, 'The message is empty.'],
    ['an empty text message', { smsMessage: '' }, 'The message is empty.'],
    ['a text message without the code', { smsMessage: 'Hello' }, pattern('Hello', 'smsMessage', SMS_PATTERN)],
    [
      'a link in a text message',
      { smsMessage: '{##a##}' },
      pattern('{##a##}', 'smsMessage', SMS_PATTERN),
      code,
      byLink,
    ],
    ['a text message that is too long', { smsMessage: sms }, tooLong(sms, 'smsMessage', 140)],
    ['an e-mail that is too long', { emailMessage: email }, tooLong(email, 'emailBody', 20_000)],
    ['a subject that is too long', { emailSubject: 'x'.repeat(141) }, tooLong('x'.repeat(141), 'emailSubject', 140)],
    ['a subject of two lines', { emailSubject: 'a\r\nBcc: all@example.com' }, header],
    ['an empty subject', { emailSubject: ' ' }, header],
    ['an invitation of nobody', { emailMessage: '{####}' }, pattern('{####}'), invitation],
    ['an invitation without a password', { emailMessage: '{username}' }, pattern('{username}'), invitation],
    ['the same, by SMS', { smsMessage: '{username}' }, pattern('{username}', 'smsMessage', SMS_PATTERN), invitation],
    ['a welcome of nobody', { emailMessage: 'Hello' }, pattern('Hello'), welcome],
  ]
  for (const [what, response, message, worded, words] of cases) {
    test(what, () => {
      assert.throws(() => word(response, worded, words), { name: 'InvalidParameterException', message })
    })
  }

  for (const name of ['smsMessage', 'emailMessage', 'emailSubject']) {
    test(`${name} that is no text`, () => {
      const expected = { name: 'InvalidLambdaResponseException', message: 'Unrecognizable lambda output' }
      for (const value of [1, true, {}, ['{####}']]) {
        assert.throws(() => word({ [name]: value }), expected)
        assert.throws(() => word({ [name]: value }, { ...code, mediums: [] }), expected)
      }
    })
  }
})
