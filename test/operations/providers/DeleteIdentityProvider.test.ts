import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DeleteIdentityProviderCommand, DescribeUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider'
import { makeClient, makePool, makeUser } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createProvider, describeProvider, identitiesOf, link, missingProvider, requiredMember } from './fixture.ts'

const server = useServer()
const remove = (UserPoolId: string, ProviderName = 'Acme') =>
  server.client().send(new DeleteIdentityProviderCommand({ UserPoolId, ProviderName }))
const gone = serviceError('ResourceNotFoundException', 'Identity provider Acme does not exist.')

test('deletes the provider of this pool once; its name and identifiers are free then', async () => {
  const sdk = server.client()
  const [one, other] = [await makePool(sdk), await makePool(sdk)]
  for (const { poolId } of [one, other]) await createProvider(sdk, poolId, { IdpIdentifiers: ['acme.example'] })
  const { $metadata, ...answer } = await remove(one.poolId)
  assert.deepEqual(answer, {})
  await assert.rejects(describeProvider(sdk, one.poolId), gone)
  await assert.rejects(remove(one.poolId), gone)
  await describeProvider(sdk, other.poolId)
  await createProvider(sdk, one.poolId, { ProviderName: 'Next', IdpIdentifiers: ['acme.example'] })
  await createProvider(sdk, one.poolId)
})

test('clients keep the name, which no new one may have', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  await createProvider(sdk, poolId)
  const SupportedIdentityProviders = ['COGNITO', 'Acme']
  const { clientId } = await makeClient(sdk, poolId, { SupportedIdentityProviders })
  await remove(poolId)
  const { UserPoolClient } = await sdk.send(
    new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId: clientId }),
  )
  assert.deepEqual(UserPoolClient?.SupportedIdentityProviders, SupportedIdentityProviders)
  await assert.rejects(
    makeClient(sdk, poolId, { SupportedIdentityProviders }),
    serviceError('InvalidParameterException', `The provider Acme does not exist for User Pool ${poolId}`),
  )
})

test('links of users stay', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  await createProvider(sdk, poolId)
  await makeUser(sdk, poolId, 'jane')
  await link(sdk, poolId, 'jane', 'subject')
  await remove(poolId)
  assert.equal((await identitiesOf(sdk, poolId, 'jane')).length, 1)
})

test('refusals', async (t) => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  await createProvider(sdk, poolId)
  const rows: typeof missingProvider = [
    ...missingProvider,
    ['no pool', { UserPoolId: undefined as never }, 'InvalidParameterException', requiredMember('userPoolId')],
    ['no name', { ProviderName: undefined as never }, 'InvalidParameterException', requiredMember('providerName')],
  ]
  for (const [name, change, error, message] of rows) {
    const input = { UserPoolId: poolId, ProviderName: 'Acme', ...change }
    await t.test(name, () =>
      assert.rejects(sdk.send(new DeleteIdentityProviderCommand(input)), serviceError(error, message)),
    )
  }
  await describeProvider(sdk, poolId)
})
