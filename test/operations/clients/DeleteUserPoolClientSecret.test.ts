import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  AddUserPoolClientSecretCommand,
  DeleteUserPoolClientSecretCommand,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { serviceError, useServer } from '../../harness.ts'
import { createClient, createPool } from './pool.ts'

let poolId = ''
const server = useServer({}, 'dev', async (started) => {
  poolId = await createPool(started)
})
const remove = (ClientId: string, ClientSecretId: string) =>
  server.client().send(new DeleteUserPoolClientSecretCommand({ UserPoolId: poolId, ClientId, ClientSecretId }))
const create = async () => {
  const { ClientId = '', CreationDate } = await createClient(server, poolId, { GenerateSecret: true })
  return { id: ClientId, first: `${ClientId}--${CreationDate?.getTime()}` }
}
const add = async (ClientId: string) => {
  const command = new AddUserPoolClientSecretCommand({ UserPoolId: poolId, ClientId })
  return (await server.client().send(command)).ClientSecretDescriptor ?? {}
}

test('deletes a secret; the other one is shown from now on', async () => {
  const { id, first } = await create()
  const { ClientSecretValue } = await add(id)
  const { $metadata: _, ...answer } = await remove(id, first)
  assert.deepEqual(answer, {})
  const { UserPoolClient } = await server
    .client()
    .send(new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId: id }))
  assert.equal(UserPoolClient?.ClientSecret, ClientSecretValue)
})

const last = serviceError('InvalidParameterException', 'Cannot delete the only client secret.')
const unknown = serviceError('ResourceNotFoundException', 'Client secret does not exist')

suite('refuses', () => {
  test('the last secret', async () => {
    const { id, first } = await create()
    await assert.rejects(remove(id, first), last)
  })

  test('both secrets at the same time', async () => {
    const { id, first } = await create()
    const { ClientSecretId = '' } = await add(id)
    const results = await Promise.allSettled([remove(id, first), remove(id, ClientSecretId)])
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
    for (const result of results) if (result.status === 'rejected') assert.ok(last(result.reason))
    assert.equal((await server.ctx.store.clients.secrets(poolId, id)).length, 1)
  })

  test('a secret that does not exist, even beside the last one', async () => {
    const { id } = await create()
    await assert.rejects(remove(id, `${id}--1`), unknown)
  })

  test('a secret of another client', async () => {
    const [mine, theirs] = [await create(), await create()]
    await add(mine.id)
    await assert.rejects(remove(mine.id, theirs.first), unknown)
  })

  test('a client that does not exist', () =>
    assert.rejects(
      remove('unknown', 'x'),
      serviceError('ResourceNotFoundException', 'User pool client unknown does not exist.'),
    ))
})
