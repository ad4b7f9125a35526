import assert from 'node:assert/strict'
import { test } from 'node:test'
import { html } from '../../src/pages/html.ts'
import { en } from '../../src/pages/text/en.ts'
import { texts } from '../../src/pages/text/index.ts'
import { attributeLabel, errorText, isLanguage, languages, richText, text } from '../../src/pages/text.ts'
import { frameOf } from './frames.ts'
import { render, samples } from './samples.ts'

const parameters = (line: string) => (line.match(/\{\w*\}/g) ?? []).sort()

test('there are the twelve languages of managed login', () => {
  assert.deepEqual(languages, ['de', 'en', 'es', 'fr', 'id', 'it', 'ja', 'ko', 'nl', 'pt-BR', 'zh-CN', 'zh-TW'])
  assert.ok(isLanguage('pt-BR') && !isLanguage('pt') && !isLanguage('constructor'))
})

test('every text is there in every language, with the parameters of the English one', () => {
  for (const language of languages) {
    assert.deepEqual(Object.keys(texts[language]).sort(), Object.keys(en).sort(), language)
    for (const [key, line] of Object.entries(texts[language])) {
      assert.equal(line, line.trim(), `${key} in ${language}`)
      assert.notEqual(line, '', `${key} in ${language}`)
      assert.deepEqual(parameters(line), parameters(en[key as keyof typeof en]), `${key} in ${language}`)
    }
  }
})

test('no page shows a parameter', () => {
  for (const language of languages) {
    for (const { page, name, model } of samples) {
      const document = render(frameOf({ language }), page, model(language)).replace(/data-options="[^"]*"/g, '')
      assert.doesNotMatch(document, /\{\w*\}|undefined|\[object/, `${name} in ${language}`)
    }
  }
})

test('parameters are put in as they are, and escaped in HTML', () => {
  assert.equal(text('en', 'continueWith', { provider: '$& {x}' }), 'Continue with $& {x}')
  const line = richText('en', 'terms', { use: html`<b>A</b>`, privacy: '<i>' })
  assert.equal(line.text, 'By signing up, you agree to our <b>A</b> and &lt;i&gt;.')
})

test('attributes have names', () => {
  assert.equal(attributeLabel('fr', 'given_name'), 'Prénom')
  assert.equal(attributeLabel('fr', 'custom:badge'), 'badge')
  assert.equal(attributeLabel('fr', 'dev:custom:badge'), 'badge')
  assert.equal(attributeLabel('fr', '__proto__'), '__proto__')
})

test('errors of the service are told in words for people', () => {
  const told = [
    ['NotAuthorizedException', 'Incorrect username or password.', 'Incorrect username or password.'],
    ['UserNotFoundException', 'User does not exist.', 'Incorrect username or password.'],
    ['NotAuthorizedException', 'User is disabled.', en['error.userDisabled']],
    ['NotAuthorizedException', 'Password attempts exceeded', en['error.attemptsExceeded']],
    [
      'NotAuthorizedException',
      'Temporary password has expired and must be reset by an administrator.',
      en['error.temporaryPasswordExpired'],
    ],
    ['NotAuthorizedException', 'Invalid session for the user, session is expired.', en['error.sessionExpired']],
    ['CodeMismatchException', 'x', en['error.wrongCode']],
    ['ExpiredCodeException', 'x', en['error.expiredCode']],
    ['LimitExceededException', 'x', en['error.limitExceeded']],
    ['TooManyRequestsException', 'x', en['error.limitExceeded']],
    ['TooManyFailedAttemptsException', 'x', en['error.limitExceeded']],
    ['InvalidPasswordException', 'Password not long enough', 'Password not long enough'],
    [
      'UserLambdaValidationException',
      'PreSignUp failed with error Members only.',
      'PreSignUp failed with error Members only.',
    ],
    ['InvalidParameterException', 'x', en['error.invalidInput']],
    ['UsernameExistsException', 'x', en['error.usernameExists']],
    ['AliasExistsException', 'x', en['error.aliasExists']],
    ['PasswordResetRequiredException', 'x', en['error.passwordResetRequired']],
    ['UserNotConfirmedException', 'x', en['error.userNotConfirmed']],
    ['CodeDeliveryFailureException', 'x', en['error.codeNotDelivered']],
    ['InternalErrorException', 'at pool.ts:12', 'Something went wrong'],
    ['constructor', 'x', 'Something went wrong'],
  ] as const
  for (const [name, message, expected] of told) assert.equal(errorText('en', { name, message }), expected, name)
})
