import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { CreateUserPoolClientCommandInput } from '@aws-sdk/client-cognito-identity-provider'
import { serviceError, useServer } from '../../harness.ts'
import { createClient, createPool } from './pool.ts'
import { refusals } from './refusals.ts'

let poolId = ''
const server = useServer({}, 'dev', async (started) => {
  poolId = await createPool(started)
})
const create = (change?: Partial<CreateUserPoolClientCommandInput>) => createClient(server, poolId, change)

suite('a creation', () => {
  test('answers the defaults of the service', async () => {
    const { ClientId, CreationDate, LastModifiedDate, ...rest } = await create()
    assert.match(ClientId ?? '', /^[0-9a-v]{26}$/)
    assert.ok(CreationDate && Math.abs(CreationDate.getTime() - Date.now()) < 10_000)
    assert.deepEqual(LastModifiedDate, CreationDate)
    assert.deepEqual(rest, {
      UserPoolId: poolId,
      ClientName: 'client',
      RefreshTokenValidity: 30,
      TokenValidityUnits: {},
      AllowedOAuthFlowsUserPoolClient: false,
      EnableTokenRevocation: true,
      EnablePropagateAdditionalUserContextData: false,
      AuthSessionValidity: 3,
      ClientType: 'REGULAR',
    })
  })

  test('generates a secret', async () => {
    const [a, b] = await Promise.all([create({ GenerateSecret: true }), create({ GenerateSecret: true })])
    assert.match(a.ClientSecret ?? '', /^[0-9a-v]{51,52}$/)
    assert.notEqual(a.ClientSecret, b.ClientSecret)
  })

  test('takes a secret', async () => {
    const ClientSecret = 'a+b_'.repeat(16)
    assert.equal((await create({ ClientSecret })).ClientSecret, ClientSecret)
    assert.equal((await create({ ClientSecret, GenerateSecret: false })).ClientSecret, ClientSecret)
  })

  test('stores no secret that can be read', async () => {
    const { ClientId = '', ClientSecret = '' } = await create({ GenerateSecret: true })
    const [stored, ...more] = await server.ctx.store.clients.secrets(poolId, ClientId)
    assert.ok(stored && more.length === 0)
    assert.ok(!JSON.stringify(stored).includes(ClientSecret))
    assert.match(stored.id, new RegExp(`^${ClientId}--\\d{13}$`))
    assert.ok(!server.log.some((line) => line.includes(ClientSecret)))
  })

  test('allows what needs a secret to a client with one', async () => {
    const client = await create({ GenerateSecret: true, EnablePropagateAdditionalUserContextData: true })
    assert.equal(client.EnablePropagateAdditionalUserContextData, true)
  })
})

const own: [name: string, change: Partial<CreateUserPoolClientCommandInput>, error: string, message: string][] = [
  [
    'a secret that is both given and generated',
    { GenerateSecret: true, ClientSecret: 'a'.repeat(24) },
    'InvalidParameterException',
    'ClientSecret cannot be provided when GenerateSecret is true.',
  ],
  [
    'a secret that is too short, without repeating it',
    { ClientSecret: 'short' },
    'InvalidParameterException',
    "1 validation error detected: Value at 'clientSecret' failed to satisfy constraint: Member must have length greater than or equal to 24",
  ],
  [
    'scopes of users with client_credentials',
    {
      GenerateSecret: true,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: ['openid'],
    },
    'InvalidOAuthFlowException',
    'openid is not supported with client_credentials flow',
  ],
  [
    'no name',
    { ClientName: undefined },
    'InvalidParameterException',
    "1 validation error detected: Value null at 'clientName' failed to satisfy constraint: Member must not be null",
  ],
  [
    'a pool that does not exist',
    { UserPoolId: 'us-east-1_unknown00' },
    'ResourceNotFoundException',
    'User pool us-east-1_unknown00 does not exist.',
  ],
]

suite('refuses', () => {
  for (const [name, change, error, message] of [...own, ...refusals]) {
    test(name, async () => {
      const text = message.replace('DOING', 'creating').replace('POOL', poolId)
      await assert.rejects(create(change), serviceError(error, text))
    })
  }

  test('choice-based sign-in in a Lite pool', async () => {
    const lite = await createPool(server, 'LITE')
    await assert.rejects(
      createClient(server, lite, { ExplicitAuthFlows: ['ALLOW_USER_AUTH'] }),
      serviceError(
        'FeatureUnavailableInTierException',
        'The following features need to be disabled for the LITE pricing tier configured: Passwordless Sign-In',
      ),
    )
  })

  test('more than 1000 clients in a pool', async () => {
    const full = await createPool(server)
    const { ClientId = '' } = await createClient(server, full)
    const client = await server.ctx.store.clients.find(full, ClientId)
    assert.ok(client)
    await server.ctx.store.transaction(async (tx) => {
      for (let index = 1; index < 1000; index++) await tx.clients.insert({ ...client, id: `${ClientId}${index}` })
    })
    await assert.rejects(
      createClient(server, full),
      serviceError('LimitExceededException', 'Maximum number of user pool clients has been reached.'),
    )
  })
})
