import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  AddUserPoolClientSecretCommand,
  DescribeUserPoolClientCommand,
  ListUserPoolClientSecretsCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { openSecrets } from '../../../src/flows/client-secrets.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createClient, createPool } from './pool.ts'

let poolId = ''
const server = useServer({}, 'dev', async (started) => {
  poolId = await createPool(started)
})
const add = async (ClientId: string, ClientSecret?: string) => {
  const command = new AddUserPoolClientSecretCommand({ UserPoolId: poolId, ClientId, ClientSecret })
  return (await server.client().send(command)).ClientSecretDescriptor ?? {}
}
const valuesOf = async (id: string) => {
  const found = await server.ctx.store.clients.findWithPool(id)
  assert.ok(found)
  return (await openSecrets(server.ctx, found.client)).map(({ value }) => value)
}

suite('adds', () => {
  test('a secret that it generates and shows once', async () => {
    const { ClientId = '', ClientSecret } = await createClient(server, poolId, { GenerateSecret: true })
    const { ClientSecretId, ClientSecretValue, ClientSecretCreateDate } = await add(ClientId)
    assert.equal(ClientSecretId, `${ClientId}--${ClientSecretCreateDate?.getTime()}`)
    assert.match(ClientSecretValue ?? '', /^[0-9a-v]{51,52}$/)
    assert.deepEqual(await valuesOf(ClientId), [ClientSecret, ClientSecretValue])
    const described = await server.client().send(new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId }))
    assert.equal(described.UserPoolClient?.ClientSecret, ClientSecret)
  })

  test('a secret that is given, which it does not repeat', async () => {
    const { ClientId = '', ClientSecret } = await createClient(server, poolId, { GenerateSecret: true })
    const given = 'b'.repeat(24)
    const descriptor = await add(ClientId, given)
    assert.deepEqual(Object.keys(descriptor).sort(), ['ClientSecretCreateDate', 'ClientSecretId'])
    assert.deepEqual(await valuesOf(ClientId), [ClientSecret, given])
  })
})

const limit = serviceError('LimitExceededException', 'Client secrets cannot exceed limit of 2 secrets.')

suite('refuses', () => {
  test('a third secret', async () => {
    const { ClientId = '' } = await createClient(server, poolId, { GenerateSecret: true })
    await add(ClientId)
    await assert.rejects(add(ClientId), limit)
  })

  test('a third secret at the same time', async () => {
    const { ClientId = '' } = await createClient(server, poolId, { GenerateSecret: true })
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => add(ClientId)))
    const refused = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason.name)
    assert.equal(refused.length, 9)
    assert.deepEqual(new Set(refused), new Set(['LimitExceededException']))
    const { ClientSecrets } = await server
      .client()
      .send(new ListUserPoolClientSecretsCommand({ UserPoolId: poolId, ClientId }))
    assert.equal(ClientSecrets?.length, 2)
  })

  test('a client without secrets', async () => {
    const { ClientId = '' } = await createClient(server, poolId)
    await assert.rejects(
      add(ClientId),
      serviceError(
        'InvalidParameterException',
        'Client secret cannot be added to a client that was created without a secret.',
      ),
    )
  })

  test('a client that does not exist', () =>
    assert.rejects(
      add('unknown'),
      serviceError('ResourceNotFoundException', 'User pool client unknown does not exist.'),
    ))

  test('a secret of other characters, without repeating it', () =>
    assert.rejects(
      add('unknown', `${'a'.repeat(24)}-`),
      serviceError(
        'InvalidParameterException',
        "1 validation error detected: Value at 'clientSecret' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+]+",
      ),
    ))
})
