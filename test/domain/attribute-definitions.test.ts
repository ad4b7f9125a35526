import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { addCustomAttributes, buildSchema, type SchemaAttributeInput } from '../../src/domain/attribute-definitions.ts'
import { findAttribute, standardAttributes } from '../../src/domain/attributes.ts'

const invalid = (message: string) => ({ name: 'InvalidParameterException', message })
const custom = (name: string): SchemaAttributeInput => ({ name, attributeDataType: 'String' })

suite('buildSchema', () => {
  test('without input gives the standard attributes', () => {
    assert.deepEqual(buildSchema(), standardAttributes)
  })

  test('changes standard attributes where they stand and adds custom ones at the end', () => {
    const schema = buildSchema([
      { name: 'tier', attributeDataType: 'Number', numberAttributeConstraints: { minValue: '1' } },
      { name: 'email', required: true, mutable: false, attributeDataType: 'String' },
      { name: 'internal', attributeDataType: 'String', developerOnlyAttribute: true, mutable: false },
      { name: 'nickname', stringAttributeConstraints: { maxLength: '20' } },
    ])
    assert.equal(schema.length, 22)
    assert.equal(schema[10]?.name, 'email')
    assert.equal(schema[10]?.required, true)
    assert.equal(schema[10]?.mutable, false)
    assert.deepEqual(schema[5]?.stringAttributeConstraints, { maxLength: '20' })
    assert.deepEqual(schema.slice(20), [
      {
        name: 'custom:tier',
        attributeDataType: 'Number',
        developerOnlyAttribute: false,
        mutable: true,
        required: false,
        numberAttributeConstraints: { minValue: '1' },
      },
      {
        name: 'dev:custom:internal',
        attributeDataType: 'String',
        developerOnlyAttribute: true,
        mutable: false,
        required: false,
        stringAttributeConstraints: {},
      },
    ])
  })

  test('takes the names of flags for custom ones', () => {
    const schema = buildSchema([{ name: 'email_verified', attributeDataType: 'Boolean' }])
    assert.equal(schema.at(-1)?.name, 'custom:email_verified')
  })

  test('drops constraints of another type', () => {
    const [added] = buildSchema([
      { name: 'x', attributeDataType: 'Boolean', stringAttributeConstraints: { minLength: '1' } },
    ]).slice(20)
    assert.equal(added?.stringAttributeConstraints, undefined)
  })

  test('accepts sub as it is', () => {
    assert.deepEqual(buildSchema([{ name: 'sub', mutable: false, required: true }]), standardAttributes)
  })

  test('V60 names that mean something to the language are names like any other', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
    const schema = buildSchema(names.map(custom))
    assert.deepEqual(
      schema.slice(20).map(({ name }) => name),
      names.map((name) => `custom:${name}`),
    )
    for (const name of names) assert.equal(findAttribute(schema, name), undefined)
    assert.equal(Object.hasOwn(Object.prototype, 'custom:__proto__'), false)
  })

  const typed = 'Invalid AttributeDataType input, consider using the provided AttributeDataType enum.'
  const fixed = 'You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute'
  const lengths = (minLength: string, maxLength: string, name = 'x') => [
    { name, attributeDataType: 'String' as const, stringAttributeConstraints: { minLength, maxLength } },
  ]
  const range = (minValue: string, maxValue: string) => [
    { name: 'x', attributeDataType: 'Number' as const, numberAttributeConstraints: { minValue, maxValue } },
  ]
  const refused: [name: string, input: SchemaAttributeInput[], message: string][] = [
    ['a custom one without type', [{ name: 'x' }], typed],
    [
      'a required custom one',
      [{ ...custom('x'), required: true }],
      'Required custom attributes are not supported currently.',
    ],
    [
      'a custom one twice',
      [custom('x'), custom('x')],
      'Duplicate custom attribute names custom:x are not allowed in a user pool schema.',
    ],
    [
      'a developer one twice',
      [1, 2].map(() => ({ ...custom('x'), developerOnlyAttribute: true })),
      'Duplicate custom attribute names dev:custom:x are not allowed in a user pool schema.',
    ],
    ['a standard one of another type', [{ name: 'email', attributeDataType: 'Number' }], `${fixed} email`],
    ['a standard one for developers', [{ name: 'name', developerOnlyAttribute: true }], `${fixed} name`],
    [
      'a mutable sub',
      [{ name: 'sub', mutable: true }],
      'You can not change Mutable or Required for standard schema attribute sub',
    ],
    ['inverted lengths', lengths('5', '4'), "Attribute custom:x cannot have a max length shorter than it's min length"],
    [
      'inverted lengths of a standard one',
      lengths('5', '4', 'name'),
      "Attribute name cannot have a max length shorter than it's min length",
    ],
    ['an inverted range', range('5', '-4'), "Attribute custom:x cannot have a max value smaller than it's min value"],
    ['a long length', lengths('0', '2049'), 'user.custom:x: String attributes cannot have a length of more than 2048'],
    ['a negative length', lengths('-1', '5'), 'user.custom:x: String attributes cannot have a length of less than 0'],
    ['a length in words', lengths('0', 'ten'), 'Invalid StringAttributeConstraints for schema attribute custom:x'],
    ['half a length', lengths('0', '1.5'), 'Invalid StringAttributeConstraints for schema attribute custom:x'],
    ['a blank value', range('', '5'), 'Invalid NumberAttributeConstraints for schema attribute custom:x'],
    ['a hexadecimal value', range('0x1', '5'), 'Invalid NumberAttributeConstraints for schema attribute custom:x'],
    [
      'a value beyond a double',
      range('0', '9'.repeat(400)),
      'Invalid NumberAttributeConstraints for schema attribute custom:x',
    ],
    [
      'no name',
      [custom('x'), { attributeDataType: 'String' }],
      "1 validation error detected: Value null at 'schema.2.member.name' failed to satisfy constraint: Member must not be null",
    ],
  ]
  for (const [name, input, message] of refused) {
    test(`refuses ${name}`, () => assert.throws(() => buildSchema(input), invalid(message)))
  }
})

suite('addCustomAttributes', () => {
  test('adds at the end and leaves the rest alone', () => {
    const before = buildSchema([custom('a')])
    const after = addCustomAttributes(before, [custom('b'), custom('email')])
    assert.deepEqual(after.slice(0, 21), before)
    assert.deepEqual(
      after.slice(21).map(({ name }) => name),
      ['custom:b', 'custom:email'],
    )
  })

  test('keeps developer-only names apart', () => {
    const after = addCustomAttributes(buildSchema([custom('a')]), [{ ...custom('a'), developerOnlyAttribute: true }])
    assert.equal(after.at(-1)?.name, 'dev:custom:a')
  })

  const taken: [name: string, input: SchemaAttributeInput, message: string][] = [
    ['custom', custom('a'), 'custom:a: Existing attribute already has name custom:a.'],
    [
      'developer-only',
      { ...custom('d'), developerOnlyAttribute: true },
      'custom:d: Existing attribute already has name dev:custom:d.',
    ],
  ]
  for (const [name, input, message] of taken) {
    test(`refuses a ${name} name in use`, () => {
      const schema = buildSchema([custom('a'), { ...custom('d'), developerOnlyAttribute: true }])
      assert.throws(() => addCustomAttributes(schema, [input]), invalid(message))
    })
  }

  test('refuses a name twice in one call', () => {
    assert.throws(
      () => addCustomAttributes(buildSchema(), [custom('a'), custom('a')]),
      invalid('custom:a: Existing attribute already has name custom:a.'),
    )
  })

  test('refuses the 51st', () => {
    const full = buildSchema(Array.from({ length: 50 }, (_, index) => custom(`a${index}`)))
    assert.throws(() => addCustomAttributes(full, [custom('b')]), {
      name: 'LimitExceededException',
      message: 'A user pool cannot have more than 50 custom attributes.',
    })
  })

  test('points at the member without a name', () => {
    assert.throws(
      () => addCustomAttributes(buildSchema(), [{}]),
      /Value null at 'customAttributes\.1\.member\.name' failed/,
    )
  })
})
