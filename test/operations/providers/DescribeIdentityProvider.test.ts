import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DescribeIdentityProviderCommand } from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { accepted, createProvider, describeProvider, missingProvider, requiredMember } from './fixture.ts'

const server = useServer()

test('answers the provider of this pool, its secret included', async () => {
  const sdk = server.client()
  const [one, other] = [await makePool(sdk), await makePool(sdk)]
  const made = await createProvider(sdk, one.poolId)
  await createProvider(sdk, other.poolId, { ProviderDetails: { ...accepted.OIDC, client_secret: 'another' } })
  assert.deepEqual(await describeProvider(sdk, one.poolId), made)
  assert.equal(made?.ProviderDetails?.client_secret, 'oidc secret')
})

test('a secret that was moved in the database does not open', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  await createProvider(sdk, poolId)
  await createProvider(sdk, poolId, {
    ProviderName: 'Victim',
    ProviderDetails: { ...accepted.OIDC, client_secret: 'v' },
  })
  const [thief, victim] = [
    await server.ctx.store.identityProviders.find(poolId, 'Acme'),
    await server.ctx.store.identityProviders.find(poolId, 'Victim'),
  ]
  assert.ok(thief && victim)
  const moved = { ...thief, sealedSecrets: victim.sealedSecrets }
  await server.ctx.store.transaction((tx) => tx.identityProviders.replace(thief, moved))
  await assert.rejects(describeProvider(sdk, poolId), serviceError('InternalErrorException'))
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
      assert.rejects(sdk.send(new DescribeIdentityProviderCommand(input)), serviceError(error, message)),
    )
  }
})
