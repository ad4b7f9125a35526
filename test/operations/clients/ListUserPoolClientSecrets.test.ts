import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  AddUserPoolClientSecretCommand,
  ListUserPoolClientSecretsCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { serviceError, useServer } from '../../harness.ts'
import { createClient, createPool } from './pool.ts'

let poolId = ''
const server = useServer({}, 'dev', async (started) => {
  poolId = await createPool(started)
})
const list = async (ClientId: string, NextToken?: string) => {
  const command = new ListUserPoolClientSecretsCommand({ UserPoolId: poolId, ClientId, NextToken })
  const { $metadata: _, ...answer } = await server.client().send(command)
  return answer
}

test('lists the secrets oldest first, without their values', async () => {
  const { ClientId = '', CreationDate } = await createClient(server, poolId, { GenerateSecret: true })
  const { ClientSecretDescriptor } = await server
    .client()
    .send(new AddUserPoolClientSecretCommand({ UserPoolId: poolId, ClientId }))
  const { ClientSecretValue: _, ...added } = ClientSecretDescriptor ?? {}
  const first = { ClientSecretId: `${ClientId}--${CreationDate?.getTime()}`, ClientSecretCreateDate: CreationDate }
  assert.deepEqual(await list(ClientId), { ClientSecrets: [first, added] })
})

test('lists nothing of a public client', async () => {
  const { ClientId = '' } = await createClient(server, poolId)
  assert.deepEqual(await list(ClientId), { ClientSecrets: [] })
})

suite('refuses', () => {
  test('a client that does not exist', () =>
    assert.rejects(
      list('unknown'),
      serviceError('ResourceNotFoundException', 'User pool client unknown does not exist.'),
    ))

  test('V58 a token that is made up', async () => {
    const { ClientId = '' } = await createClient(server, poolId)
    await assert.rejects(list(ClientId, 'x'), serviceError('InvalidParameterException', 'Invalid pagination token'))
  })
})
