import assert from 'node:assert/strict'
import { test } from 'node:test'
import { frameOf } from './frames.ts'
import { render, samples } from './samples.ts'

/** The start tags of a page, with what is in them. */
const tags = (document: string) => document.match(/<[a-z][^>]*>/g) ?? []

const documents = (['classic', 'managed'] as const).flatMap((kind) =>
  samples.map(({ page, name, model }) => [`${kind} ${name}`, render(frameOf({ kind }), page, model('en'))] as const),
)

test('nothing in a page needs more than the policy allows', () => {
  for (const [name, document] of documents) {
    const forbidden = tags(document).filter(
      (tag) => /\s(?:style|on[a-z]+)\s*=/i.test(tag) || /^<(?:style|iframe|object|embed|base)\b/i.test(tag),
    )
    assert.deepEqual(forbidden, [], name)
    const scripts = document.match(/<script\b[\s\S]*?<\/script>/g) ?? []
    for (const script of scripts) assert.match(script, /^<script src="[^"]+" defer><\/script>$/, name)
  }
})

test('every form posts the token', () => {
  for (const [name, document] of documents) {
    const forms = document.split('<form ').slice(1)
    for (const form of forms) {
      assert.match(form, /^[^>]*method="post"/, name)
      assert.match(form, /^[^>]*>\s*<input type="hidden" name="_csrf" value="token-of-the-form">/, name)
    }
  }
})

test('an error is told of in the title, in an alert, and at the field that is wrong', () => {
  const document = render(frameOf(), 'signUpPage', {
    action: '/signup',
    error: 'Not so',
    wrong: 'attribute.email',
    usernameKind: 'username',
    username: 'dolores',
    fields: [{ name: 'email', type: 'email', required: true, value: 'x' }],
    asksPassword: false,
    policy: {},
    links: { signIn: '/login' },
  })
  assert.match(document, /<title>Error: Create your account - Example<\/title>/)
  assert.match(document, /id="error" role="alert" tabindex="-1"/)
  const wrong = tags(document).filter((tag) => tag.includes('aria-invalid'))
  assert.equal(wrong.length, 1)
  assert.match(wrong[0] ?? '', /name="attribute\.email".*aria-describedby="error".*autofocus/)
  assert.equal(tags(document).filter((tag) => tag.includes('autofocus')).length, 1)
})

test('what browsers fill in is named', () => {
  const expected = [
    ['sign-in', 'username', 'username'],
    ['sign-in', 'password', 'current-password'],
    ['sign-in-username-first', 'username', 'username webauthn'],
    ['password', 'password', 'current-password'],
    ['code-sms', 'code', 'one-time-code'],
    ['new-password', 'password', 'new-password'],
    ['reset-password', 'code', 'one-time-code'],
    ['reset-password', 'password', 'new-password'],
    ['sign-up', 'attribute.given_name', 'given-name'],
    ['sign-up', 'attribute.birthdate', 'bday'],
  ] as const
  const byName = new Map(documents)
  for (const [page, field, autocomplete] of expected) {
    const input = tags(byName.get(`classic ${page}`) ?? '').find((tag) => tag.includes(`name="${field}"`))
    assert.match(input ?? '', new RegExp(`autocomplete="${autocomplete}"`), `${field} of ${page}`)
  }
})

test('classic pages have the classes of a pool’s own style', () => {
  const all = documents.map(([, document]) => document).join('')
  const names = [
    'background',
    'banner',
    'errorMessage',
    'idpButton',
    'idpDescription',
    'inputField',
    'label',
    'legalText',
    'passwordCheck-notValid',
    'redirect',
    'socialButton',
    'submitButton',
    'textDescription',
  ]
  assert.deepEqual(
    names.filter((name) => !all.includes(`${name}-customizable`)),
    [],
  )
})
