import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { migrationDefaults, readMigration } from '../../src/domain/user-migration.ts'

const read = (response: object) => {
  const migrated = readMigration(new Map(Object.entries(response)))
  return migrated && { ...migrated, attributes: Object.fromEntries(migrated.attributes) }
}

const userAttributes = { email: 'jane@example.com', email_verified: 'true' }
const jane = {
  username: undefined,
  attributes: userAttributes,
  isConfirmed: false,
  isWelcomed: true,
  mediums: [],
  takesAliases: false,
  smsMfa: false,
}

describe('UserMigration knows nobody', () => {
  const answers = [migrationDefaults, {}, { userAttributes: {} }, { userAttributes: { username: 'jane' } }]
  for (const answer of answers) {
    test(JSON.stringify(answer), () => assert.equal(read({ ...answer, finalUserStatus: 'CONFIRMED' }), undefined))
  }
})

describe('UserMigration describes somebody', () => {
  const cases: [what: string, response: object, expected: object][] = [
    ['by attributes alone', { ...migrationDefaults, userAttributes }, jane],
    ['whose password stays', { userAttributes, finalUserStatus: 'CONFIRMED' }, { ...jane, isConfirmed: true }],
    ...['RESET_REQUIRED', 'FORCE_CHANGE_PASSWORD', 'confirmed', ''].map((finalUserStatus): [string, object, object] => [
      `whose password does not stay: ${finalUserStatus}`,
      { userAttributes, finalUserStatus },
      jane,
    ]),
    ['who is not welcomed', { userAttributes, messageAction: 'SUPPRESS' }, { ...jane, isWelcomed: false }],
    ['who is welcomed', { userAttributes, messageAction: 'RESEND' }, jane],
    [
      'who is welcomed by both',
      { userAttributes, desiredDeliveryMediums: ['EMAIL', 'SMS', 'FAX'] },
      { ...jane, mediums: ['EMAIL', 'SMS'] },
    ],
    ['who takes aliases', { userAttributes, forceAliasCreation: true }, { ...jane, takesAliases: true }],
    ['with a second factor', { userAttributes, enableSMSMFA: true }, { ...jane, smsMfa: true }],
    [
      'by a name beside the alias',
      { userAttributes: { ...userAttributes, username: 'jane' } },
      { ...jane, username: 'jane' },
    ],
    ['by an empty name', { userAttributes: { ...userAttributes, username: '' } }, jane],
    ['with attributes that have no value', { userAttributes: { ...userAttributes, name: null } }, jane],
  ]
  for (const [what, response, expected] of cases) test(what, () => assert.deepEqual(read(response), expected))
})

describe('UserMigration answers what is none:', () => {
  const cases: object[] = [
    { userAttributes: 'jane' },
    { userAttributes: [] },
    { userAttributes: { email_verified: true } },
    { userAttributes: { address: { formatted: 'Here' } } },
    { userAttributes, finalUserStatus: true },
    { userAttributes, messageAction: ['SUPPRESS'] },
    { userAttributes, desiredDeliveryMediums: 'EMAIL' },
    { userAttributes, desiredDeliveryMediums: [1] },
    { userAttributes, forceAliasCreation: 'true' },
    { userAttributes, enableSMSMFA: 1 },
  ]
  for (const response of cases) {
    test(JSON.stringify(response), () => {
      const expected = { name: 'InvalidLambdaResponseException', message: 'Unrecognizable lambda output' }
      assert.throws(() => read(response), expected)
    })
  }
})
