import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  AddCustomAttributesCommand,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  type SchemaAttributeType,
} from '@aws-sdk/client-cognito-identity-provider'
import { serviceError, useServer } from '../../harness.ts'

const server = useServer()
const create = async (Schema?: SchemaAttributeType[]) =>
  (await server.client().send(new CreateUserPoolCommand({ PoolName: 'pool', Schema }))).UserPool?.Id ?? ''
const add = (UserPoolId: string, CustomAttributes: SchemaAttributeType[] | undefined) =>
  server.client().send(new AddCustomAttributesCommand({ UserPoolId, CustomAttributes }))
const customOf = async (UserPoolId: string) => {
  const { UserPool } = await server.client().send(new DescribeUserPoolCommand({ UserPoolId }))
  return UserPool?.SchemaAttributes?.slice(20)
}
const text = (Name: string): SchemaAttributeType => ({ Name, AttributeDataType: 'String' })

test('attributes of requests at the same time all stay', async () => {
  const id = await create()
  const names = ['a', 'b', 'c', 'd', 'e']
  await Promise.all(names.map((name) => add(id, [text(name)])))
  const found = (await customOf(id))?.map(({ Name }) => Name)
  assert.deepEqual(
    found?.toSorted(),
    names.map((name) => `custom:${name}`),
  )
})

test('adds attributes behind those that are there', async () => {
  const id = await create([text('first')])
  const { $metadata: _, ...answer } = await add(id, [
    { Name: 'level', AttributeDataType: 'Number', NumberAttributeConstraints: { MinValue: '1', MaxValue: '9' } },
    { Name: 'since', AttributeDataType: 'DateTime', Mutable: false },
  ])
  assert.deepEqual(answer, {})
  await add(id, [{ Name: 'secret', AttributeDataType: 'Boolean', DeveloperOnlyAttribute: true }])
  const base = { DeveloperOnlyAttribute: false, Mutable: true, Required: false }
  assert.deepEqual(await customOf(id), [
    { Name: 'custom:first', AttributeDataType: 'String', ...base, StringAttributeConstraints: {} },
    {
      Name: 'custom:level',
      AttributeDataType: 'Number',
      ...base,
      NumberAttributeConstraints: { MinValue: '1', MaxValue: '9' },
    },
    { Name: 'custom:since', AttributeDataType: 'DateTime', ...base, Mutable: false },
    { Name: 'dev:custom:secret', AttributeDataType: 'Boolean', ...base, DeveloperOnlyAttribute: true },
  ])
})

test('V60 names of members of every object are names', async () => {
  const id = await create()
  await add(id, ['__proto__', 'constructor', 'toString'].map(text))
  assert.deepEqual(
    (await customOf(id))?.map(({ Name }) => Name),
    ['custom:__proto__', 'custom:constructor', 'custom:toString'],
  )
  assert.equal(({} as { x?: string }).x, undefined)
})

const IPE = 'InvalidParameterException'
const refusals: [name: string, added: SchemaAttributeType[] | undefined, error: string, message: string][] = [
  ['a name in use', [text('taken')], IPE, 'custom:taken: Existing attribute already has name custom:taken.'],
  [
    'an attribute without a type',
    [{ Name: 'x' }],
    IPE,
    'Invalid AttributeDataType input, consider using the provided AttributeDataType enum.',
  ],
  [
    'a required attribute',
    [{ ...text('x'), Required: true }],
    IPE,
    'Required custom attributes are not supported currently.',
  ],
  [
    'bounds that exclude everything',
    [{ ...text('x'), StringAttributeConstraints: { MinLength: '3', MaxLength: '2' } }],
    IPE,
    "Attribute custom:x cannot have a max length shorter than it's min length",
  ],
  [
    'a name that is too long',
    [text('y'), text('x'.repeat(21))],
    IPE,
    `1 validation error detected: Value '${'x'.repeat(21)}' at 'customAttributes.2.member.name' failed to satisfy constraint: Member must have length less than or equal to 20`,
  ],
  [
    'no list',
    undefined,
    IPE,
    "1 validation error detected: Value null at 'customAttributes' failed to satisfy constraint: Member must not be null",
  ],
]

suite('refuses', () => {
  for (const [name, added, error, message] of refusals) {
    test(name, async () => {
      const id = await create([text('taken')])
      await assert.rejects(add(id, added), serviceError(error, message))
      assert.equal((await customOf(id))?.length, 1)
    })
  }

  test('more than 50 custom attributes', async () => {
    const id = await create(Array.from({ length: 49 }, (_, index) => text(`x${index}`)))
    await assert.rejects(
      add(id, [text('a'), text('b')]),
      serviceError('LimitExceededException', 'A user pool cannot have more than 50 custom attributes.'),
    )
    await add(id, [text('a')])
  })

  test('a pool that does not exist', () =>
    assert.rejects(
      add('us-east-1_unknown00', [text('x')]),
      serviceError('ResourceNotFoundException', 'User pool us-east-1_unknown00 does not exist.'),
    ))
})
