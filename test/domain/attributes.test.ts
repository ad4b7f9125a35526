import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { buildSchema } from '../../src/domain/attribute-definitions.ts'
import {
  assertWritable,
  findAttribute,
  readableAttributes,
  standardAttributes,
  writableAttributes,
} from '../../src/domain/attributes.ts'

const schema = buildSchema([
  { name: 'team', attributeDataType: 'String' },
  { name: 'role', attributeDataType: 'String', developerOnlyAttribute: true },
])
const unauthorized = {
  name: 'NotAuthorizedException',
  message: 'A client attempted to write unauthorized attribute',
}

test('the 20 standard attributes stand in the order of the service', () => {
  assert.deepEqual(
    standardAttributes.map(({ name }) => name).join(' '),
    'sub name given_name family_name middle_name nickname preferred_username profile picture website email ' +
      'email_verified gender birthdate zoneinfo locale phone_number phone_number_verified address updated_at',
  )
  assert.deepEqual(findAttribute(standardAttributes, 'sub'), {
    name: 'sub',
    attributeDataType: 'String',
    developerOnlyAttribute: false,
    mutable: false,
    required: true,
    stringAttributeConstraints: { minLength: '1', maxLength: '2048' },
  })
  assert.deepEqual(findAttribute(standardAttributes, 'birthdate')?.stringAttributeConstraints, {
    minLength: '10',
    maxLength: '10',
  })
  assert.deepEqual(findAttribute(standardAttributes, 'updated_at')?.numberAttributeConstraints, { minValue: '0' })
})

suite('readableAttributes', () => {
  test('are all but the developer-only ones for a client without a list', () => {
    const readable = readableAttributes(schema)
    for (const name of ['sub', 'email', 'email_verified', 'custom:team', 'identities'])
      assert.ok(readable.has(name), name)
    assert.equal(readable.has('dev:custom:role'), false)
  })

  test('V14 are those of the list, and who the user is', () => {
    const readable = readableAttributes(schema, ['email', 'dev:custom:role', '__proto__', 'custom:unknown'])
    assert.deepEqual([...readable].sort(), ['dev:custom:role', 'email', 'identities', 'sub'])
  })

  test('V14 an empty list is a list', () => {
    assert.deepEqual([...readableAttributes(schema, [])], ['sub', 'identities'])
  })
})

suite('writableAttributes', () => {
  test('are all but protected ones for a client without a list', () => {
    const writable = writableAttributes(schema)
    assert.equal(writable.size, 18) // 20 standard ones, less sub and two flags, and one custom
    assertWritable(writable, ['email', 'phone_number', 'custom:team', 'updated_at'])
  })

  for (const name of [
    'sub',
    'email_verified',
    'phone_number_verified',
    'identities',
    'cognito:user_status',
    'cognito:mfa_enabled',
    'dev:custom:role',
    'custom:unknown',
    'team',
    '__proto__',
    'constructor',
    'toString',
    '',
  ]) {
    test(`V14 V60 users never write ${JSON.stringify(name)}`, () => {
      for (const list of [undefined, [name], ['email', name]]) {
        assert.throws(() => assertWritable(writableAttributes(schema, list), [name]), unauthorized)
      }
    })
  }

  test('V14 a custom attribute outside the list is refused, whatever stands beside it', () => {
    const writable = writableAttributes(schema, ['email'])
    assertWritable(writable, ['email'])
    assert.throws(() => assertWritable(writable, ['email', 'custom:team']), unauthorized)
  })
})
