import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  checkDeletedAttributes,
  checkNewAttributes,
  checkUpdatedAttributes,
} from '../../src/domain/attribute-checks.ts'
import { buildSchema } from '../../src/domain/attribute-definitions.ts'

const schema = buildSchema([
  { name: 'name', required: true },
  { name: 'family_name', required: true },
  { name: 'nickname', mutable: false },
  { name: 'key', attributeDataType: 'String', stringAttributeConstraints: { minLength: '3', maxLength: '5' } },
  { name: 'count', attributeDataType: 'Number', numberAttributeConstraints: { minValue: '-1', maxValue: '10.5' } },
  { name: 'on', attributeDataType: 'Boolean' },
  { name: 'at', attributeDataType: 'DateTime' },
  { name: 'secret', attributeDataType: 'String', developerOnlyAttribute: true },
])
const map = (attributes: Record<string, string>) => new Map(Object.entries(attributes))
const invalid = (message: string) => ({ name: 'InvalidParameterException', message })
const full = { name: 'Jane', family_name: 'Doe' }
const create = (attributes: Record<string, string>, requireAll = true) =>
  checkNewAttributes(schema, map(attributes), { requireAll })
const NEW = 'Attributes did not conform to the schema: '

suite('checkNewAttributes', () => {
  test('gives what is to be stored', () => {
    const stored = create({
      ...full,
      email: 'jane@example.com',
      email_verified: 'True',
      website: '',
      'custom:on': 'FALSE',
    })
    assert.deepEqual(
      [...stored],
      [
        ['name', 'Jane'],
        ['family_name', 'Doe'],
        ['email', 'jane@example.com'],
        ['email_verified', 'true'],
        ['custom:on', 'false'],
      ],
    )
  })

  test('lets administrators leave required ones out', () => assert.equal(create({}, false).size, 0))

  test('lets immutable and developer-only ones be written once', () => {
    assert.equal(create({ ...full, nickname: 'J', 'dev:custom:secret': 'x' }).size, 4)
  })

  const refused: [name: string, attributes: Record<string, string>, message: string][] = [
    ['a missing one', { name: 'Jane' }, `${NEW}family_name: The attribute is required\n`],
    ['several missing', {}, `${NEW}name: The attribute is required\nfamily_name: The attribute is required\n`],
    ['a required one that is blank', { ...full, name: '' }, `${NEW}name: The attribute is required\n`],
    ['an unknown one', { 'custom:x': '1' }, `${NEW}Type for attribute {custom:x} could not be determined`],
    ['a custom one without prefix', { key: 'abc' }, `${NEW}Type for attribute {key} could not be determined`],
    ['a short one', { ...full, birthdate: '1' }, `${NEW}birthdate: String must be no shorter than 10 characters\n`],
    [
      'a blank one that may not be',
      { ...full, birthdate: '' },
      `${NEW}birthdate: String must be no shorter than 10 characters\n`,
    ],
    [
      'a long one',
      { ...full, 'custom:key': 'abcdef' },
      `${NEW}custom:key: String must be no longer than 5 characters\n`,
    ],
    [
      '2049 characters',
      { ...full, profile: 'a'.repeat(2049) },
      `${NEW}profile: String must be no longer than 2048 characters\n`,
    ],
    ['a low number', { ...full, 'custom:count': '-1.5' }, `${NEW}custom:count: Number must be no less than -1\n`],
    ['a high number', { ...full, 'custom:count': '11' }, `${NEW}custom:count: Number must be no greater than 10.5\n`],
    ['no number', { ...full, updated_at: '1e3' }, `${NEW}updated_at: Value must be a number\n`],
    ['no boolean', { ...full, 'custom:on': 'yes' }, `${NEW}custom:on: Value must be true or false\n`],
    ['no date', { ...full, 'custom:at': '2026-13-01' }, `${NEW}custom:at: Value must be a date and time of ISO 8601\n`],
    ['a chosen sub', { ...full, sub: 'x' }, `${NEW}sub: Attribute cannot be updated.\n`],
    ['an email of no form', { ...full, email: 'jane' }, 'Invalid email address format.'],
    ['a phone number of no form', { ...full, phone_number: '5551234' }, 'Invalid phone number format.'],
    [
      'a flag without an address',
      { ...full, email_verified: 'true' },
      'Email is required to verify/un-verify an email',
    ],
    [
      'a flag for the other address',
      { ...full, email: 'a@example.com', phone_number_verified: 'true' },
      'Phone Number is required to verify/un-verify a phone number',
    ],
    [
      'faults of several, all told',
      { ...full, 'custom:key': 'a', 'custom:on': '1' },
      `${NEW}custom:key: String must be no shorter than 3 characters\ncustom:on: Value must be true or false\n`,
    ],
  ]
  for (const [name, attributes, message] of refused) {
    test(`refuses ${name}`, () => assert.throws(() => create(attributes), invalid(message)))
  }

  for (const at of ['2026-01-31', '2026-01-31T10:00Z', '2026-01-31T10:00:00.123+01:00']) {
    test(`takes ${at} for a DateTime`, () => assert.equal(create({ ...full, 'custom:at': at }).get('custom:at'), at))
  }

  for (const name of ['__proto__', 'constructor', 'toString', 'constructor.prototype']) {
    test(`V60 ${name} is an unknown attribute`, () => {
      const attributes = new Map([[name, 'polluted']])
      assert.throws(
        () => checkNewAttributes(schema, attributes, { requireAll: false }),
        invalid(`${NEW}Type for attribute {${name}} could not be determined`),
      )
      assert.throws(
        () => checkUpdatedAttributes(schema, new Map(), attributes),
        invalid(`user.${name}: Attribute does not exist in the schema.\n`),
      )
      assert.equal(Reflect.get({}, 'polluted'), undefined)
    })
  }
})

suite('checkUpdatedAttributes', () => {
  const current = map({ ...full, email: 'jane@example.com', nickname: 'J' })
  const update = (changes: Record<string, string>) => checkUpdatedAttributes(schema, current, map(changes))

  test('tells what to store and what to remove', () => {
    const { set, removed } = update({ name: 'Joan', email: '', 'custom:on': 'True', gender: '' })
    assert.deepEqual(
      [...set],
      [
        ['name', 'Joan'],
        ['custom:on', 'true'],
      ],
    )
    assert.deepEqual([...removed], ['email', 'gender', 'email_verified'])
  })

  test('lets a stored address be verified, and a flag go with its address', () => {
    assert.equal(update({ email_verified: 'true' }).set.get('email_verified'), 'true')
    assert.deepEqual(update({ email: '', email_verified: 'false' }).set.size, 0)
  })

  const refused: [name: string, changes: Record<string, string>, message: string][] = [
    ['an unknown one', { 'custom:x': '1' }, 'user.custom:x: Attribute does not exist in the schema.\n'],
    ['an immutable one', { nickname: 'K' }, 'user.nickname: Attribute cannot be updated.\n'],
    ['an immutable one with its own value', { nickname: 'J' }, 'user.nickname: Attribute cannot be updated.\n'],
    ['the removal of an immutable one', { nickname: '' }, 'user.nickname: Attribute cannot be updated.\n'],
    ['another sub', { sub: 'x' }, 'user.sub: Attribute cannot be updated.\n'],
    ['a short one', { 'custom:key': 'a' }, 'user.custom:key: String must be no shorter than 3 characters\n'],
    ['the removal of a required one', { name: '' }, 'user.name: Required attribute cannot be deleted.'],
    [
      'a flag without an address',
      { phone_number_verified: 'true' },
      'Phone Number is required to verify/un-verify a phone number',
    ],
    [
      'a flag for a removed address',
      { email: '', email_verified: 'true' },
      'Email is required to verify/un-verify an email',
    ],
    ['an email of no form', { email: 'a b@example.com' }, 'Invalid email address format.'],
    [
      'several, all told',
      { 'custom:x': '1', nickname: 'K' },
      'user.custom:x: Attribute does not exist in the schema.\nuser.nickname: Attribute cannot be updated.\n',
    ],
  ]
  for (const [name, changes, message] of refused) {
    test(`refuses ${name}`, () => assert.throws(() => update(changes), invalid(message)))
  }
})

suite('checkDeletedAttributes', () => {
  test('removes the flag with the address', () => {
    assert.deepEqual(
      [...checkDeletedAttributes(schema, ['phone_number', 'custom:key'])],
      ['phone_number', 'custom:key', 'phone_number_verified'],
    )
  })

  const refused: [names: string[], message: string][] = [
    [['x'], 'Invalid user attributes: user.x: Attribute does not exist in the schema.\n'],
    [['__proto__'], 'Invalid user attributes: user.__proto__: Attribute does not exist in the schema.\n'],
    [['nickname'], 'Invalid user attributes: user.nickname: Attribute cannot be updated.\n'],
    [['gender', 'name'], 'user.name: Required attribute cannot be deleted.'],
  ]
  for (const [names, message] of refused) {
    test(`refuses ${names}`, () => assert.throws(() => checkDeletedAttributes(schema, names), invalid(message)))
  }
})
