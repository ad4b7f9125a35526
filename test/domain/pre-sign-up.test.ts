import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { admit } from '../../src/domain/pre-sign-up.ts'
import type { User } from '../../src/domain/user.ts'

const addresses = { email: 'jane@example.com', phone_number: '+15551234567' }
const marks = { email_verified: 'false', phone_number_verified: 'false' }

/** Jane, as she signs up; the flows see only these members. */
const jane = (attributes: Record<string, string>): User =>
  ({ username: 'jane', status: 'UNCONFIRMED', attributes: new Map(Object.entries(attributes)) }) as unknown as User

const admitted = (response: object, attributes: Record<string, string> = { ...addresses, ...marks }) => {
  const { user, takesAliases } = admit(jane(attributes), new Map(Object.entries(response)))
  return { status: user.status, attributes: Object.fromEntries(user.attributes), takesAliases }
}

describe('by what PreSignUp says, a user is', () => {
  const asTheyAre = { status: 'UNCONFIRMED', attributes: { ...addresses, ...marks }, takesAliases: false }
  const cases: [what: string, response: object, expected: object][] = [
    ['as they are', { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false }, asTheyAre],
    ['as they are, by nothing', {}, asTheyAre],
    ['as they are, by null', { autoConfirmUser: null, autoVerifyEmail: null }, asTheyAre],
    ['confirmed', { autoConfirmUser: true }, { ...asTheyAre, status: 'CONFIRMED' }],
    [
      'of a proved e-mail address, and not confirmed',
      { autoVerifyEmail: true },
      { ...asTheyAre, attributes: { ...addresses, ...marks, email_verified: 'true' }, takesAliases: true },
    ],
    [
      'of a proved phone number',
      { autoVerifyPhone: true },
      { ...asTheyAre, attributes: { ...addresses, ...marks, phone_number_verified: 'true' }, takesAliases: true },
    ],
    [
      'all of that',
      { autoConfirmUser: true, autoVerifyEmail: true, autoVerifyPhone: true },
      {
        status: 'CONFIRMED',
        attributes: { ...addresses, email_verified: 'true', phone_number_verified: 'true' },
        takesAliases: true,
      },
    ],
  ]
  for (const [what, response, expected] of cases) test(what, () => assert.deepEqual(admitted(response), expected))
})

describe('it cannot prove what is not there:', () => {
  const cases: [flag: string, name: string, attributes: Record<string, string>][] = [
    ['autoVerifyEmail', 'email', { phone_number: '+15551234567' }],
    ['autoVerifyPhone', 'phone_number', { email: 'jane@example.com' }],
    ['autoVerifyEmail', 'email', { email: '' }],
  ]
  for (const [flag, name, attributes] of cases) {
    test(`${name} of ${JSON.stringify(attributes)}`, () => {
      assert.throws(() => admitted({ [flag]: true, autoConfirmUser: true }, attributes), {
        name: 'InvalidParameterException',
        message: `The user has no ${name} that could be verified.`,
      })
    })
  }
})

describe('a flag is true or false, and nothing else', () => {
  for (const flag of ['autoConfirmUser', 'autoVerifyEmail', 'autoVerifyPhone']) {
    for (const value of ['true', 1, {}, []]) {
      test(`${flag}: ${JSON.stringify(value)}`, () => {
        const expected = { name: 'InvalidLambdaResponseException', message: 'Unrecognizable lambda output' }
        assert.throws(() => admitted({ [flag]: value }), expected)
      })
    }
  }
})
