import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { serviceError, useServer } from '../../harness.ts'
import { makeReplicable, makeReplicated, PRIMARY, SECONDARY } from '../replicas/fixture.ts'

const server = useServer()
const create = async (region: string, PoolName: string) => {
  const { UserPool } = await server.client(region).send(new CreateUserPoolCommand({ PoolName }))
  return UserPool ?? {}
}
const list = (region: string, MaxResults: number | undefined, NextToken?: string) =>
  server.client(region).send(new ListUserPoolsCommand({ MaxResults, NextToken }))
const refused = serviceError('InvalidParameterException', 'Invalid pagination token')

suite('a list', () => {
  test('is empty where no pools are, and has no token', async () => {
    const { $metadata: _, ...answer } = await list('us-west-1', 1)
    assert.deepEqual(answer, { UserPools: [] })
  })

  test('shows pools of its Region only, in short', async () => {
    const { Id, Name, CreationDate, LastModifiedDate } = await create('us-west-2', 'pool')
    await create('us-east-2', 'other')
    assert.deepEqual((await list('us-west-2', 60)).UserPools, [
      { Id, Name, LambdaConfig: {}, CreationDate, LastModifiedDate },
    ])
  })

  test('names the Region of a replica, in both Regions', async () => {
    const { poolId } = await makeReplicated(server.client())
    const { poolId: alone } = await makeReplicable(server.client())
    const regionsOf = async (region: string, id: string) =>
      (await list(region, 60)).UserPools?.find(({ Id }) => Id === id)?.ReplicaRegions
    assert.deepEqual(await regionsOf(PRIMARY, poolId), [SECONDARY])
    assert.deepEqual(await regionsOf(SECONDARY, poolId), [SECONDARY])
    assert.equal(await regionsOf(PRIMARY, alone), undefined)
  })

  test('goes on page by page, oldest first, and shows each pool once', async () => {
    const made: (string | undefined)[] = []
    for (const name of ['a', 'b', 'c', 'd', 'e']) made.push((await create('eu-west-3', name)).Id)
    const seen: (string | undefined)[] = []
    const sizes: number[] = []
    let token: string | undefined
    do {
      const page = await list('eu-west-3', 2, token)
      seen.push(...(page.UserPools ?? []).map(({ Id }) => Id))
      sizes.push(page.UserPools?.length ?? 0)
      token = page.NextToken
    } while (token)
    assert.deepEqual(sizes, [2, 2, 1])
    assert.deepEqual(new Set(seen), new Set(made))
    assert.equal(seen.length, made.length)
  })

  test('does not offer a next page that is empty', async () => {
    for (const name of ['a', 'b']) await create('eu-west-2', name)
    assert.equal((await list('eu-west-2', 2)).NextToken, undefined)
  })
})

suite('refuses', () => {
  const range = (value: number, bound: string) =>
    `1 validation error detected: Value '${value}' at 'maxResults' failed to satisfy constraint: Member must have value ${bound}`
  const refusals: [name: string, max: number | undefined, message: string][] = [
    [
      'no page size',
      undefined,
      "1 validation error detected: Value null at 'maxResults' failed to satisfy constraint: Member must not be null",
    ],
    ['an empty page', 0, range(0, 'greater than or equal to 1')],
    ['a page that is too large', 61, range(61, 'less than or equal to 60')],
  ]
  for (const [name, max, message] of refusals) {
    test(name, () => assert.rejects(list('us-east-1', max), serviceError('InvalidParameterException', message)))
  }
})

suite('V58 tokens', () => {
  const makeToken = async (region: string) => {
    for (const name of ['a', 'b']) await create(region, name)
    return (await list(region, 1)).NextToken ?? ''
  }

  test('match the pattern of the model and tell nothing', async () => {
    const token = await makeToken('ap-northeast-1')
    assert.match(token, /^[\w-]+$/)
    const [first] = (await list('ap-northeast-1', 1)).UserPools ?? []
    assert.ok(
      !Buffer.from(token, 'base64url')
        .toString('latin1')
        .includes(first?.Id ?? 'x'),
    )
  })

  test('are refused when altered, made up or of another form', async () => {
    const token = await makeToken('ap-northeast-2')
    const flipped = (at: number) => {
      const bytes = Buffer.from(token, 'base64url')
      bytes[at] = (bytes[at] ?? 0) ^ 1
      return bytes.toString('base64url')
    }
    const sealed = Buffer.from(token, 'base64url').toString()
    const forged = [
      'x',
      'null',
      '{"at":0,"id":""}',
      Buffer.from('{"position":{"at":0,"id":""},"until":9e15}').toString('base64url'),
      token.slice(1),
      token.slice(0, -4),
      `${token}AAAA`,
      `${token}=`,
      `${token.slice(0, 9)}+${token.slice(9)}`,
      sealed,
      flipped(0),
      flipped(sealed.indexOf('.') + 2),
      flipped(sealed.length - 1),
      "' or 1=1--",
    ].filter((text) => !/\s/.test(text))
    for (const text of forged) await assert.rejects(list('ap-northeast-2', 1, text), refused, text)
  })

  test('are refused in another Region', async () => {
    const token = await makeToken('ap-northeast-3')
    await assert.rejects(list('us-east-1', 1, token), refused)
  })

  test('are refused by another operation', async () => {
    const { Id: UserPoolId } = await create('sa-east-1', 'pool')
    const client = server.client('sa-east-1')
    for (const ClientName of ['a', 'b']) await client.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName }))
    const { NextToken } = await client.send(new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 1 }))
    await assert.rejects(list('sa-east-1', 1, NextToken), refused)
  })

  test('are refused after an hour', async () => {
    const token = await makeToken('ca-central-1')
    assert.equal((await list('ca-central-1', 5, token)).UserPools?.length, 1)
    server.travel(60 * 60 * 1000)
    await assert.rejects(list('ca-central-1', 1, token), refused)
  })
})
