import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { DeleteUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider'
import { serviceError, useServer } from '../../harness.ts'
import { createClient, createPool } from './pool.ts'

let poolId = ''
const server = useServer({}, 'dev', async (started) => {
  poolId = await createPool(started)
})
const remove = (ClientId: string, UserPoolId = poolId) =>
  server.client().send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }))
const missing = (id: string) => serviceError('ResourceNotFoundException', `User pool client ${id} does not exist.`)

test('deletes a client with its secrets, and no other', async () => {
  const { ClientId = '' } = await createClient(server, poolId, { GenerateSecret: true })
  const { ClientId: other = '' } = await createClient(server, poolId, { GenerateSecret: true })
  const { $metadata: _, ...answer } = await remove(ClientId)
  assert.deepEqual(answer, {})
  assert.equal(await server.ctx.store.clients.findWithPool(ClientId), undefined)
  assert.deepEqual(await server.ctx.store.clients.secrets(poolId, ClientId), [])
  assert.equal((await server.ctx.store.clients.secrets(poolId, other)).length, 1)
  await assert.rejects(remove(ClientId), missing(ClientId))
})

suite('refuses', () => {
  test('a client that does not exist', () => assert.rejects(remove('unknown'), missing('unknown')))

  test('a client of another pool', async () => {
    const { ClientId = '' } = await createClient(server, await createPool(server))
    await assert.rejects(remove(ClientId), missing(ClientId))
  })

  test('a pool that does not exist', () =>
    assert.rejects(
      remove('unknown', 'us-east-1_unknown00'),
      serviceError('ResourceNotFoundException', 'User pool us-east-1_unknown00 does not exist.'),
    ))
})
