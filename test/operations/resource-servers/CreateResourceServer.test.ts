import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  type CreateResourceServerCommandInput,
  DescribeResourceServerCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createServer, scopes } from './fixture.ts'

let poolId = ''
const server = useServer({}, 'dev', async (started) => {
  poolId = (await makePool(started.client())).poolId
})
const describe = async (UserPoolId: string, Identifier: string) =>
  (await server.client().send(new DescribeResourceServerCommand({ UserPoolId, Identifier }))).ResourceServer

suite('answers and keeps', () => {
  const odd = String.fromCharCode(...Array.from({ length: 0x7f - 0x21 }, (_, index) => 0x21 + index)).replace(
    /["\\]/g,
    '',
  )
  const longest = { ScopeName: 's'.repeat(256), ScopeDescription: 'd'.repeat(256) }
  const rows: [string, Partial<CreateResourceServerCommandInput>][] = [
    ['a name and scopes', { Identifier: 'photos', Name: 'Photos, + more @ home', Scopes: scopes('read', 'read.all') }],
    ['a URL as its identifier', { Identifier: 'https://api.example.com/v1/' }],
    ['every character that there may be', { Identifier: odd, Scopes: scopes(odd.replace('/', '')) }],
    ['100 scopes', { Identifier: 'full', Scopes: scopes(...Array.from({ length: 100 }, (_, index) => `s${index}`)) }],
    ['the longest texts', { Identifier: 'i'.repeat(256), Name: 'n'.repeat(256), Scopes: [longest] }],
    ['identifiers that differ in case alone', { Identifier: 'Photos' }],
    ['a name that begins like a reserved one', { Identifier: 'aws.cognitoish' }],
    ['no scopes', { Identifier: 'none', Scopes: [] }],
  ]
  for (const [name, stated] of rows) {
    test(name, async () => {
      const made = await createServer(server.client(), poolId, stated)
      assert.deepEqual(made, {
        UserPoolId: poolId,
        Identifier: 'api',
        Name: 'An API',
        Scopes: scopes('read', 'write'),
        ...stated,
      })
      assert.deepEqual(await describe(poolId, made?.Identifier ?? ''), made)
    })
  }

  test('none where a request leaves the scopes out', async () => {
    const made = await createServer(server.client(), poolId, { Identifier: 'bare', Scopes: undefined })
    assert.deepEqual(made?.Scopes, [])
  })

  test('one of each identifier in a pool, whoever comes first', async () => {
    const sdk = server.client()
    const { poolId: other } = await makePool(sdk)
    const settled = await Promise.allSettled(
      ['a', 'b', 'c', 'd'].map((Name) => createServer(sdk, other, { Identifier: 'one', Name })),
    )
    assert.equal(settled.filter(({ status }) => status === 'fulfilled').length, 1)
    await createServer(sdk, poolId, { Identifier: 'one' })
  })
})

suite('refuses', () => {
  const IPE = 'InvalidParameterException'
  const pattern = String.raw`[\x21\x23-\x2E\x30-\x5B\x5D-\x7E]+`
  const rows: [string, Partial<CreateResourceServerCommandInput>, string, string][] = [
    [
      'an unknown pool',
      { UserPoolId: 'us-east-1_nosuchone' },
      'ResourceNotFoundException',
      'User pool us-east-1_nosuchone does not exist.',
    ],
    ['an identifier that is taken', { Identifier: 'taken' }, IPE, 'taken already exists in user pool POOL.'],
    ['a scope that is there twice', { Scopes: scopes('a', 'b', 'a') }, IPE, 'Duplicate scope name: a'],
    ...['aws.cognito', 'aws.cognito/dcr', 'aws.cognito.signin.user'].map(
      (Identifier): [string, Partial<CreateResourceServerCommandInput>, string, string] => [
        `V33: ${Identifier}, whose scopes are the service's own`,
        { Identifier, Scopes: scopes('register') },
        IPE,
        `The identifier ${Identifier} is reserved.`,
      ],
    ),
    [
      'a scope with a slash, which would be of another resource server',
      { Scopes: scopes('ok', 'v1/read') },
      IPE,
      `1 validation error detected: Value 'v1/read' at 'scopes.2.member.scopeName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern}`,
    ],
    [
      'a scope with a space, which would be two in a token',
      { Scopes: scopes('read api/write') },
      IPE,
      `1 validation error detected: Value 'read api/write' at 'scopes.1.member.scopeName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern}`,
    ],
    [
      'a scope without a description',
      { Scopes: [{ ScopeName: 'read', ScopeDescription: undefined }] },
      IPE,
      "1 validation error detected: Value null at 'scopes.1.member.scopeDescription' failed to satisfy constraint: Member must not be null",
    ],
    [
      'no name',
      { Name: undefined },
      IPE,
      "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null",
    ],
  ]
  for (const [name, change, error, message] of rows) {
    test(name, async () => {
      const sdk = server.client()
      const { poolId: own } = await makePool(sdk)
      await createServer(sdk, own, { Identifier: 'taken' })
      await assert.rejects(createServer(sdk, own, change), serviceError(error, message.replace('POOL', own)))
    })
  }

  test('101 scopes', () =>
    assert.rejects(
      createServer(server.client(), poolId, {
        Scopes: scopes(...Array.from({ length: 101 }, (_, index) => `s${index}`)),
      }),
      serviceError(IPE, /at 'scopes' failed to satisfy constraint: Member must have length less than or equal to 100$/),
    ))

  test('more than 25 in a pool', async () => {
    const sdk = server.client()
    const { poolId: full } = await makePool(sdk)
    for (let index = 0; index < 25; index++) await createServer(sdk, full, { Identifier: `api${index}` })
    await assert.rejects(
      createServer(sdk, full),
      serviceError('LimitExceededException', 'Maximum number of resource servers has been reached.'),
    )
    await assert.rejects(describe(full, 'api'), serviceError('ResourceNotFoundException'))
  })
})
