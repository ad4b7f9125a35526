import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  AdminCreateUserCommand,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { serviceError, useServer } from '../../harness.ts'
import { type RoundTrip, roundTrips } from './round-trips.ts'

const server = useServer()
const create = async (change: Partial<CreateUserPoolCommandInput> = {}) =>
  (await server.client().send(new CreateUserPoolCommand({ PoolName: 'pool', ...change }))).UserPool ?? {}
const describe = async (UserPoolId: string | undefined, region?: string) =>
  (await server.client(region).send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool ?? {}

/** What is stated once and stays. */
const fixed: RoundTrip[] = [
  ['aliases', { AliasAttributes: ['email', 'phone_number', 'preferred_username'] }],
  ['no aliases', { AliasAttributes: [], UsernameAttributes: ['email'] }],
  ['user names that are addresses', { UsernameAttributes: ['phone_number', 'email'] }],
  ['the case of user names', { UsernameConfiguration: { CaseSensitive: false } }],
]

suite('describes what was created:', () => {
  for (const [name, stated, described = stated] of [...fixed, ...roundTrips]) {
    test(name, async () => {
      const made = await create(stated as Partial<CreateUserPoolCommandInput>)
      const shown = await describe(made.Id)
      assert.deepEqual(shown, made)
      for (const [member, value] of Object.entries(described)) {
        assert.deepEqual(shown[member as keyof typeof shown], value, member)
      }
    })
  }
})

test('counts the users', async () => {
  const { Id } = await create()
  for (const Username of ['a', 'b']) {
    await server.client().send(new AdminCreateUserCommand({ UserPoolId: Id, Username, MessageAction: 'SUPPRESS' }))
  }
  assert.equal((await describe(Id)).EstimatedNumberOfUsers, 2)
})

suite('refuses', () => {
  test('a pool that does not exist', () =>
    assert.rejects(
      describe('us-east-1_unknown00'),
      serviceError('ResourceNotFoundException', 'User pool us-east-1_unknown00 does not exist.'),
    ))

  test('a pool of another Region', async () => {
    const { Id } = await create()
    await assert.rejects(
      describe(Id, 'eu-west-1'),
      serviceError('ResourceNotFoundException', `User pool ${Id} does not exist.`),
    )
  })

  test('what is no id of a pool', () =>
    assert.rejects(
      describe('X'),
      serviceError(
        'InvalidParameterException',
        "1 validation error detected: Value 'X' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w-]+_[0-9a-zA-Z]+",
      ),
    ))
})
