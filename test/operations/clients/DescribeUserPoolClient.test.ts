import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { DescribeUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider'
import { serviceError, useServer } from '../../harness.ts'
import { createClient, createPool } from './pool.ts'
import { roundTrips } from './round-trips.ts'

let poolId = ''
const server = useServer({}, 'dev', async (started) => {
  poolId = await createPool(started)
})
const describe = async (ClientId: string | undefined, UserPoolId = poolId) =>
  (await server.client().send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }))).UserPoolClient ?? {}

suite('describes what was created:', () => {
  for (const [name, stated, described = stated] of roundTrips) {
    test(name, async () => {
      const made = await createClient(server, poolId, stated)
      const shown = await describe(made.ClientId)
      assert.deepEqual(shown, made)
      for (const [member, value] of Object.entries(described)) {
        assert.deepEqual(shown[member as keyof typeof shown], value, member)
      }
    })
  }

  test('the secret', async () => {
    const made = await createClient(server, poolId, { GenerateSecret: true })
    assert.ok(made.ClientSecret)
    assert.deepEqual(await describe(made.ClientId), made)
  })
})

suite('refuses', () => {
  test('a client that does not exist', () =>
    assert.rejects(
      describe('unknown'),
      serviceError('ResourceNotFoundException', 'User pool client unknown does not exist.'),
    ))

  test('a client of another pool', async () => {
    const { ClientId } = await createClient(server, await createPool(server))
    await assert.rejects(
      describe(ClientId),
      serviceError('ResourceNotFoundException', `User pool client ${ClientId} does not exist.`),
    )
  })

  test('a pool that does not exist', () =>
    assert.rejects(
      describe('unknown', 'us-east-1_unknown00'),
      serviceError('ResourceNotFoundException', 'User pool us-east-1_unknown00 does not exist.'),
    ))
})
