import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  DescribeUserPoolClientCommand,
  UpdateUserPoolClientCommand,
  type UpdateUserPoolClientCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { saveClient } from '../../../src/flows/save-settings.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createClient, createPool } from './pool.ts'
import { refusals } from './refusals.ts'
import { roundTrips } from './round-trips.ts'

let poolId = ''
const server = useServer({}, 'dev', async (started) => {
  poolId = await createPool(started)
})
const describe = async (ClientId: string | undefined) =>
  (await server.client().send(new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId }))).UserPoolClient ?? {}
const update = async (ClientId: string | undefined, change: Partial<UpdateUserPoolClientCommandInput> = {}) => {
  const command = new UpdateUserPoolClientCommand({ UserPoolId: poolId, ClientId, ...change })
  return (await server.client().send(command)).UserPoolClient ?? {}
}

suite('answers and keeps what was updated:', () => {
  for (const [name, stated, described = stated] of roundTrips) {
    test(name, async () => {
      const { ClientId } = await createClient(server, poolId)
      const answer = await update(ClientId, stated)
      assert.deepEqual(await describe(ClientId), answer)
      for (const [member, value] of Object.entries(described)) {
        assert.deepEqual(answer[member as keyof typeof answer], value, member)
      }
    })
  }

  test('the name', async () => {
    const { ClientId } = await createClient(server, poolId)
    assert.equal((await update(ClientId, { ClientName: 'renamed' })).ClientName, 'renamed')
  })
})

suite('leaves out', () => {
  for (const [name, stated] of roundTrips) {
    test(`${name}: reset to the default`, async () => {
      const { CreationDate: _, LastModifiedDate: __, ClientId: ___, ...bare } = await createClient(server, poolId)
      const { ClientId, CreationDate } = await createClient(server, poolId, stated)
      const { LastModifiedDate, ...answer } = await update(ClientId)
      assert.deepEqual(answer, { ...bare, ClientId, CreationDate })
      assert.ok(Number(LastModifiedDate) > Number(CreationDate))
    })
  }

  test('the secret, which cannot be changed here, and the name: kept', async () => {
    const made = await createClient(server, poolId, { GenerateSecret: true, ClientName: 'named' })
    const answer = await update(made.ClientId, { EnablePropagateAdditionalUserContextData: true })
    assert.deepEqual([answer.ClientSecret, answer.ClientName], [made.ClientSecret, 'named'])
  })
})

suite('refuses', () => {
  for (const [name, change, error, message] of refusals) {
    test(name, async () => {
      const made = await createClient(server, poolId)
      const text = message.replace('DOING', 'updating').replace('POOL', poolId)
      await assert.rejects(update(made.ClientId, change), serviceError(error, text))
      assert.deepEqual(await describe(made.ClientId), made)
    })
  }

  test('a client that does not exist', () =>
    assert.rejects(
      update('unknown'),
      serviceError('ResourceNotFoundException', 'User pool client unknown does not exist.'),
    ))

  test('one of two updates of what both have read', async () => {
    const { ClientId = '' } = await createClient(server, poolId)
    const client = await server.ctx.store.clients.find(poolId, ClientId)
    assert.ok(client)
    await update(ClientId, { ClientName: 'first' })
    await assert.rejects(
      saveClient(server.ctx, client, { ...client, name: 'second' }),
      serviceError(
        'ConcurrentModificationException',
        'The resource was modified by another request. Please try again.',
      ),
    )
    assert.equal((await describe(ClientId)).ClientName, 'first')
  })
})
