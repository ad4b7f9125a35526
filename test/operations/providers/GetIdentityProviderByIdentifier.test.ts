import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  DeleteIdentityProviderCommand,
  GetIdentityProviderByIdentifierCommand,
  UpdateIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createProvider, describeProvider, requiredMember } from './fixture.ts'

const server = useServer()
const find = (UserPoolId: string, IdpIdentifier: string) =>
  server.client().send(new GetIdentityProviderByIdentifierCommand({ UserPoolId, IdpIdentifier }))
const unknown = (identifier: string) =>
  serviceError('ResourceNotFoundException', `Identity provider with identifier ${identifier} does not exist.`)

test('finds the provider of this pool by each identifier that it has now', async () => {
  const sdk = server.client()
  const [{ poolId }, other] = [await makePool(sdk), await makePool(sdk)]
  await createProvider(sdk, poolId, { IdpIdentifiers: ['a.example', 'b.example'] })
  await createProvider(sdk, poolId, { ProviderName: 'Other', IdpIdentifiers: ['c.example'] })
  await createProvider(sdk, other.poolId, { IdpIdentifiers: ['d.example', 'a.example'] })
  for (const [identifier, name] of [
    ['a.example', 'Acme'],
    ['b.example', 'Acme'],
    ['c.example', 'Other'],
  ] as const) {
    assert.deepEqual((await find(poolId, identifier)).IdentityProvider, await describeProvider(sdk, poolId, name))
  }
  await assert.rejects(find(poolId, 'd.example'), unknown('d.example'))
  await assert.rejects(find(poolId, 'A.example'), unknown('A.example'))

  const IdpIdentifiers = ['b.example', 'e.example']
  await sdk.send(new UpdateIdentityProviderCommand({ UserPoolId: poolId, ProviderName: 'Acme', IdpIdentifiers }))
  await assert.rejects(find(poolId, 'a.example'), unknown('a.example'))
  assert.equal((await find(poolId, 'e.example')).IdentityProvider?.ProviderName, 'Acme')
  await sdk.send(new DeleteIdentityProviderCommand({ UserPoolId: poolId, ProviderName: 'Acme' }))
  await assert.rejects(find(poolId, 'b.example'), unknown('b.example'))
})

test('refusals', async (t) => {
  const { poolId } = await makePool(server.client())
  const IPE = 'InvalidParameterException'
  const rows: [string, string, string, string, string][] = [
    [
      'an unknown pool',
      'us-east-1_nosuchone',
      'a',
      'ResourceNotFoundException',
      'User pool us-east-1_nosuchone does not exist.',
    ],
    ['no pool', undefined as never, 'a', IPE, requiredMember('userPoolId')],
    ['no identifier', poolId, undefined as never, IPE, requiredMember('idpIdentifier')],
    [
      'a character that there is in none',
      poolId,
      'a/b',
      IPE,
      String.raw`1 validation error detected: Value 'a/b' at 'idpIdentifier' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w\s+=.@-]+`,
    ],
  ]
  for (const [name, pool, identifier, error, message] of rows) {
    await t.test(name, () => assert.rejects(find(pool, identifier), serviceError(error, message)))
  }
})
