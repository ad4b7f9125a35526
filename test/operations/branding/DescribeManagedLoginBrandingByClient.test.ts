import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  DescribeManagedLoginBrandingByClientCommand,
  type DescribeManagedLoginBrandingByClientCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { defaultSettings } from '../../../src/domain/branding-defaults.ts'
import { makeClient, makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { asset, createBranding, missing, unknownClient, unknownPool } from './fixture.ts'

const server = useServer()

const describe = async (input: DescribeManagedLoginBrandingByClientCommandInput) =>
  (await server.client().send(new DescribeManagedLoginBrandingByClientCommand(input))).ManagedLoginBranding

test("answers a client's look, as it is set and as a whole", async () => {
  const sdk = server.client()
  const pool = await makePool(sdk)
  const at = { UserPoolId: pool.poolId, ClientId: pool.clientId }
  const made = await createBranding(sdk, pool, { Settings: {}, Assets: [asset()] })
  assert.deepEqual(await describe(at), made)
  assert.deepEqual(await describe({ ...at, ReturnMergedResources: true }), { ...made, Settings: defaultSettings })
})

suite('refuses', () => {
  for (const [name, change, error, message] of [
    unknownPool,
    unknownClient,
    missing('UserPoolId'),
    missing('ClientId', 'Value'),
  ]) {
    test(name, async () => {
      const sdk = server.client()
      const pool = await makePool(sdk)
      await createBranding(sdk, pool)
      const input = { UserPoolId: pool.poolId, ClientId: pool.clientId, ...change }
      await assert.rejects(describe(input), serviceError(error, message))
    })
  }

  test("a client without a look, and another pool's client", async () => {
    const sdk = server.client()
    const pool = await makePool(sdk)
    await createBranding(sdk, pool)
    const { clientId: ClientId } = await makeClient(sdk, pool.poolId)
    await assert.rejects(
      describe({ UserPoolId: pool.poolId, ClientId }),
      serviceError('ResourceNotFoundException', 'The app client does not have a managed login branding.'),
    )
    await assert.rejects(
      describe({ UserPoolId: (await makePool(sdk)).poolId, ClientId: pool.clientId }),
      serviceError('ResourceNotFoundException', `User pool client ${pool.clientId} does not exist.`),
    )
  })
})
