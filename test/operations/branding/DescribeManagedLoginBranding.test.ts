import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  DescribeManagedLoginBrandingCommand,
  type DescribeManagedLoginBrandingCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import type { JsonObject } from '../../../src/domain/branding.ts'
import { defaultSettings } from '../../../src/domain/branding-defaults.ts'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { asset, createBranding, missingBranding } from './fixture.ts'

const server = useServer()

const categories = defaultSettings.categories as JsonObject
const globals = categories.global as JsonObject

const describe = async (input: DescribeManagedLoginBrandingCommandInput) =>
  (await server.client().send(new DescribeManagedLoginBrandingCommand(input))).ManagedLoginBranding

test('answers what is set, and with ReturnMergedResources what is in effect', async () => {
  const sdk = server.client()
  const pool = await makePool(sdk)
  const Settings = { categories: { global: { colorSchemeMode: 'DARK' } }, own: [1] }
  const made = await createBranding(sdk, pool, { Settings, Assets: [asset()] })
  const at = { UserPoolId: pool.poolId, ManagedLoginBrandingId: made.ManagedLoginBrandingId }
  assert.deepEqual(await describe(at), made)
  assert.deepEqual(await describe({ ...at, ReturnMergedResources: false }), made)
  const { Settings: merged, ...rest } = (await describe({ ...at, ReturnMergedResources: true })) ?? {}
  const { Settings: _, ...bare } = made
  assert.deepEqual(rest, bare)
  assert.deepEqual(merged, {
    ...defaultSettings,
    categories: {
      ...categories,
      global: { ...globals, colorSchemeMode: 'DARK' },
    },
    own: [1],
  })
})

test("answers the server's own look as a whole where that is asked for", async () => {
  const sdk = server.client()
  const pool = await makePool(sdk)
  const made = await createBranding(sdk, pool)
  const at = { UserPoolId: pool.poolId, ManagedLoginBrandingId: made.ManagedLoginBrandingId?.toUpperCase() }
  assert.deepEqual(await describe(at), made)
  const { Settings, Assets } = (await describe({ ...at, ReturnMergedResources: true })) ?? {}
  assert.deepEqual([Settings, Assets], [defaultSettings, []])
})

suite('refuses', () => {
  for (const [name, change, error, message] of missingBranding) {
    test(name, async () => {
      const sdk = server.client()
      const pool = await makePool(sdk)
      const { ManagedLoginBrandingId } = await createBranding(sdk, pool)
      await assert.rejects(
        describe({ UserPoolId: pool.poolId, ManagedLoginBrandingId, ...change }),
        serviceError(error, message),
      )
    })
  }

  test("another pool's", async () => {
    const sdk = server.client()
    const { ManagedLoginBrandingId } = await createBranding(sdk, await makePool(sdk))
    const { poolId } = await makePool(sdk)
    await assert.rejects(
      describe({ UserPoolId: poolId, ManagedLoginBrandingId }),
      serviceError('ResourceNotFoundException', `Managed login branding ${ManagedLoginBrandingId} does not exist.`),
    )
  })
})
