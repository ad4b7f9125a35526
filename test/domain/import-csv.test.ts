import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { headerFault, splitRow } from '../../src/domain/import-csv.ts'
import { completionMessages, outcomeOf } from '../../src/domain/import-job.ts'

const rows: [string, string[]][] = [
  ['a,b', ['a', 'b']],
  ['', ['']],
  [',', ['', '']],
  [' a ,\tb\r', ['a', 'b']],
  [String.raw`a\,b,c`, ['a,b', 'c']],
  [String.raw`a\,\,,c`, ['a,,', 'c']],
  [String.raw`a\b,c\\,d`, [String.raw`a\b`, String.raw`c\,d`]],
  ['a,b\\', ['a', 'b\\']],
  ['"a,b"', ['"a', 'b"']],
  ['=1+1,@x,-1,+1', ['=1+1', '@x', '-1', '+1']],
]

describe('cells of a row', () => {
  for (const [row, cells] of rows) test(JSON.stringify(row), () => assert.deepEqual(splitRow(row), cells))
})

const custom = {
  name: 'custom:team',
  attributeDataType: 'String',
  developerOnlyAttribute: false,
  mutable: true,
  required: false,
} as const
const header =
  'name,given_name,family_name,middle_name,nickname,preferred_username,profile,picture,website,email,email_verified,gender,birthdate,zoneinfo,locale,phone_number,phone_number_verified,address,updated_at,custom:team,cognito:mfa_enabled,cognito:username'
const { header: mismatch, passwordColumn } = completionMessages

const headers: [string, string, 'BCRYPT' | undefined, string | undefined][] = [
  ['as it should be', header, undefined, undefined],
  ['in another order', header.split(',').reverse().join(','), undefined, undefined],
  ['without a column', header.replace('name,', ''), undefined, mismatch],
  ['with a column twice', header.replace('gender', 'email'), undefined, mismatch],
  ['with a column more', `${header},custom:other`, undefined, mismatch],
  ['with passwords that nobody announced', `${header},password_hash`, undefined, undefined],
  ['with passwords', `password_hash,${header}`, 'BCRYPT', undefined],
  ['without the passwords that were announced', header, 'BCRYPT', passwordColumn],
  ['with a byte order mark', `\ufeff${header}`, undefined, mismatch],
]

describe('headers', () => {
  for (const [name, text, algorithm, expected] of headers) {
    test(name, () => assert.equal(headerFault(splitRow(text), [custom], algorithm), expected))
  }
})

const outcomes: [number, number, number, string][] = [
  [0, 0, 0, 'Succeeded'],
  [5, 0, 0, 'Succeeded'],
  [5, 2, 3, 'Succeeded'],
  [14, 0, 32, 'Failed'],
  [0, 0, 5, 'Failed'],
  [0, 1, 0, 'Failed'],
]

describe('how a job ends', () => {
  for (const [imported, skipped, failed, status] of outcomes) {
    test(`${imported} imported, ${skipped} skipped, ${failed} failed`, () =>
      assert.equal(outcomeOf({ imported, skipped, failed }).status, status))
  }
})
