import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { renderEmailBody, renderEmailSubject, renderSms } from '../../src/domain/message-rendering.ts'
import {
  emailTemplate,
  type MessageEvent,
  type MessageSettings,
  smsTemplate,
} from '../../src/domain/message-template.ts'
import { cpuMs } from '../cpu-time.ts'

const own: MessageSettings = {
  smsVerificationMessage: 'old sms {####}',
  verificationMessageTemplate: {
    smsMessage: 'sms {####}',
    emailMessage: 'code {####}',
    emailSubject: 'code subject',
    emailMessageByLink: '{##go##}',
    emailSubjectByLink: 'link subject',
    defaultEmailOption: 'CONFIRM_WITH_LINK',
  },
  adminCreateUserConfig: {
    allowAdminCreateUserOnly: false,
    inviteMessageTemplate: { sMSMessage: 'hi sms', emailMessage: 'hi email', emailSubject: 'hi' },
  },
  smsAuthenticationMessage: 'auth {####}',
  emailMfaConfiguration: { message: 'mfa {####}', subject: 'mfa' },
}
const code = { subject: 'code subject', message: 'code {####}', byLink: false }
const link = { subject: 'link subject', message: '{##go##}', byLink: true }

suite('templates', () => {
  const chosen: [event: MessageEvent, sms: string, email: object][] = [
    ['sign_up', 'sms {####}', link],
    ['resend_code', 'sms {####}', link],
    ['forgot_password', 'sms {####}', code],
    ['verify_attribute', 'sms {####}', code],
    ['update_attribute', 'sms {####}', code],
    ['invite', 'hi sms', { subject: 'hi', message: 'hi email', byLink: false }],
    ['authentication', 'auth {####}', { subject: 'mfa', message: 'mfa {####}', byLink: false }],
  ]
  for (const [event, sms, email] of chosen) {
    test(`of a pool's own for ${event}`, () => {
      assert.equal(smsTemplate(own, event), sms)
      assert.deepEqual(emailTemplate(own, event), email)
    })
  }

  const verification = {
    subject: 'Your verification code',
    message: 'Your verification code is {####}. ',
    byLink: false,
  }
  const invitation = 'Your username is {username} and temporary password is {####}. '
  const defaults: [event: MessageEvent, sms: string, email: object][] = [
    ['sign_up', 'Your verification code is {####}. ', verification],
    ['forgot_password', 'Your verification code is {####}. ', verification],
    ['invite', invitation, { subject: 'Your temporary password', message: invitation, byLink: false }],
    [
      'authentication',
      'Your authentication code is {####}. ',
      { subject: 'Your authentication code', message: 'Your authentication code is {####}. ', byLink: false },
    ],
  ]
  for (const [event, sms, email] of defaults) {
    test(`by default for ${event}`, () => {
      assert.equal(smsTemplate({}, event), sms)
      assert.deepEqual(emailTemplate({}, event), email)
    })
  }

  test('the older setting counts where the template has no text message', () => {
    assert.equal(smsTemplate({ smsVerificationMessage: 'old {####}' }, 'sign_up'), 'old {####}')
  })

  test('by link without own texts still has a link', () => {
    const settings: MessageSettings = { verificationMessageTemplate: { defaultEmailOption: 'CONFIRM_WITH_LINK' } }
    const { message, byLink } = emailTemplate(settings, 'sign_up')
    assert.ok(byLink)
    assert.match(renderEmailBody(message, { link: 'https://x.example/' }), /<a href="https:\/\/x\.example\/">/)
  })
})

suite('rendering', () => {
  const values = { code: '123456', username: 'jane', link: 'https://x.example/confirmUser?a=1&b=2' }
  const bodies: [template: string, body: string][] = [
    ['{####} {####}', '123456 123456'],
    ['Hi {username}: {####}.', 'Hi jane: 123456.'],
    ['{##Click <b>here</b>##}!', '<a href="https://x.example/confirmUser?a=1&amp;b=2">Click <b>here</b></a>!'],
    [
      '{##a##}{##b##}',
      '<a href="https://x.example/confirmUser?a=1&amp;b=2">a</a><a href="https://x.example/confirmUser?a=1&amp;b=2">b</a>',
    ],
    ['{ {# {## {#### {user} }', '{ {# {## {#### {user} }'],
    ['{{####}}', '{123456}'],
    ['{##open {####}', '{##open 123456'],
    ['##} {##a', '##} {##a'],
    ['', ''],
  ]
  for (const [template, body] of bodies) {
    test(`fills ${JSON.stringify(template)}`, () => assert.equal(renderEmailBody(template, values), body))
  }

  test('leaves placeholders without a value', () => {
    const template = '{####} {username} {##a##}'
    assert.equal(renderEmailBody(template, {}), template)
    assert.equal(renderSms(template, { code: '1', link: 'x' }), '1 {username} {##a##}')
  })

  test('never reads values as placeholders or patterns', () => {
    assert.equal(
      renderSms('{username} {####}', { username: '{####}{username}$&$1', code: '7' }),
      '{####}{username}$&$1 7',
    )
  })

  test('V45 escapes values in bodies', () => {
    const body = renderEmailBody('{username} {####}', { username: '<img src=x onerror=\'a("b")\'>', code: 'a<b&c' })
    assert.equal(body, '&lt;img src=x onerror=&#39;a(&quot;b&quot;)&#39;&gt; a&lt;b&amp;c')
    const link = renderEmailBody('{##go##}', { link: 'https://x.example/?u="><script>' })
    assert.equal(link, '<a href="https://x.example/?u=&quot;&gt;&lt;script&gt;">go</a>')
  })

  test('V45 a subject is one line', () => {
    const subject = renderEmailSubject('Hi\r\n {username}\u2028!\n', { username: 'x\r\nBcc: eve@example.com\0' })
    assert.equal(subject, 'Hi  x Bcc: eve@example.com !')
  })

  test('text messages are plain', () => assert.equal(renderSms('{####}', { code: 'a<b&"c' }), 'a<b&"c'))

  test('V67 templates of braces take linear time', () => {
    const templates = [
      '{##'.repeat(33_000),
      '{'.repeat(100_000),
      `${'{##a'.repeat(25_000)}##}`,
      '{##a##}'.repeat(14_000),
    ]
    const took = cpuMs(() => {
      for (const template of templates) {
        renderEmailBody(template, values)
        renderSms(template, values)
      }
    })
    assert.ok(took < 300, `${took} ms`)
  })
})
