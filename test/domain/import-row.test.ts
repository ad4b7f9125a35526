import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { csvHeader } from '../../src/domain/import-csv.ts'
import { readRow, rowTexts } from '../../src/domain/import-row.ts'
import type { Pool } from '../../src/domain/pool.ts'
import { noMfa } from '../../src/domain/user.ts'
import { serviceError } from '../harness.ts'

/** What of a pool rows are read by. */
const poolOf = (settings: object) =>
  ({
    schema: [],
    settings: { autoVerifiedAttributes: ['email', 'phone_number'], mfaConfiguration: 'OFF', ...settings },
  }) as unknown as Pool

const optional = { mfaConfiguration: 'OPTIONAL', smsMfa: true }
const header = [...csvHeader([]), 'password_hash']
const good = { 'cognito:username': 'ann', email: 'ann@example.com', email_verified: 'TRUE' }
const phone = { phone_number: '+15550100', phone_number_verified: 'true' }
const HASH = '$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'

const read = (row: Record<string, string>, settings: object = {}, algorithm?: 'BCRYPT' | 'SCRYPT') =>
  readRow(poolOf(settings), { header, algorithm }, header.map((name) => row[name] ?? '').join(','))

test('a row asks for what its cells say, to the letter', () => {
  const formula = '=HYPERLINK("http://x")'
  assert.deepEqual(read({ ...good, name: formula, birthdate: '02/29/2000' }, {}, 'BCRYPT'), {
    username: 'ann',
    attributes: new Map([
      ['name', formula],
      ['email', 'ann@example.com'],
      ['email_verified', 'TRUE'],
      ['birthdate', '02/29/2000'],
    ]),
    mfa: noMfa,
    password: undefined,
  })
  assert.deepEqual(read({ ...good, password_hash: HASH }, {}, 'BCRYPT').password, { algorithm: 'BCRYPT', text: HASH })
})

const mfa: [string, object, string, boolean][] = [
  ['blank', optional, '', false],
  ['off', optional, 'FALSE', false],
  ['on', optional, 'true', true],
  ['on where all need it', { mfaConfiguration: 'ON', smsMfa: true }, 'true', false],
  ['off where nobody has it', {}, 'false', false],
]

describe('cognito:mfa_enabled', () => {
  for (const [name, settings, cell, isOn] of mfa) {
    test(name, () => {
      const { mfa: found } = read({ ...good, ...phone, 'cognito:mfa_enabled': cell }, settings)
      assert.deepEqual(found, isOn ? { ...noMfa, enabled: ['SMS_MFA'], preferred: 'SMS_MFA' } : noMfa)
    })
  }
})

const bad: [string, Record<string, string>, object, 'BCRYPT' | 'SCRYPT' | undefined, string][] = [
  ['no user name', { ...good, 'cognito:username': '' }, {}, undefined, rowTexts.username],
  ['a space in it', { ...good, 'cognito:username': 'an n' }, {}, undefined, rowTexts.username],
  ['a long one', { ...good, 'cognito:username': 'x'.repeat(129) }, {}, undefined, rowTexts.username],
  ['nothing verified', { ...good, email_verified: 'false' }, {}, undefined, rowTexts.unverified],
  [
    'the one that counts not verified',
    { ...good, ...phone, email_verified: '' },
    { autoVerifiedAttributes: ['email'] },
    undefined,
    rowTexts.unverified,
  ],
  ['a birthdate of ISO 8601', { ...good, birthdate: '2000-02-29' }, {}, undefined, rowTexts.birthdate],
  ['a day that is none', { ...good, birthdate: '02/30/2000' }, {}, undefined, rowTexts.birthdate],
  ['an MFA that is neither', { ...good, 'cognito:mfa_enabled': 'yes' }, {}, undefined, rowTexts.mfaValue],
  ['MFA where nobody has it', { ...good, 'cognito:mfa_enabled': 'TRUE' }, {}, undefined, rowTexts.mfaOff],
  [
    'no MFA where all need it',
    { ...good, 'cognito:mfa_enabled': 'FALSE' },
    { mfaConfiguration: 'ON' },
    undefined,
    rowTexts.mfaOn,
  ],
  ['MFA without a phone', { ...good, 'cognito:mfa_enabled': 'TRUE' }, optional, undefined, rowTexts.mfaPhone],
  ['a hash that nobody announced', { ...good, password_hash: HASH }, {}, undefined, rowTexts.passwordUnexpected],
  ['a hash of another kind', { ...good, password_hash: HASH }, {}, 'SCRYPT', rowTexts.password('SCRYPT')],
  ['a NUL', { ...good, name: 'a\0b' }, {}, undefined, rowTexts.text],
  ['too long', { ...good, name: 'x'.repeat(16_000) }, {}, undefined, rowTexts.long],
  ['a comma too many', { ...good, name: 'a,b' }, {}, undefined, rowTexts.columns(header.length + 1, header.length)],
]

describe('rows that are refused', () => {
  for (const [name, row, settings, algorithm, text] of bad) {
    test(name, () =>
      assert.throws(() => read(row, settings, algorithm), serviceError('InvalidParameterException', text)),
    )
  }
})
