import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  DeleteManagedLoginBrandingCommand,
  type DeleteManagedLoginBrandingCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { asset, createBranding, missingBranding } from './fixture.ts'

const server = useServer()

const remove = (input: DeleteManagedLoginBrandingCommandInput) =>
  server.client().send(new DeleteManagedLoginBrandingCommand(input))

test('deletes a look with its images; the client may have another one', async () => {
  const sdk = server.client()
  const pool = await makePool(sdk)
  const { ManagedLoginBrandingId } = await createBranding(sdk, pool, { Assets: [asset()] })
  const at = { UserPoolId: pool.poolId, ManagedLoginBrandingId }
  const { $metadata, ...answer } = await remove(at)
  assert.deepEqual(answer, {})
  await assert.rejects(remove(at), serviceError('ResourceNotFoundException'))
  assert.deepEqual((await createBranding(sdk, pool, {})).Assets, [])
})

suite('refuses', () => {
  for (const [name, change, error, message] of missingBranding) {
    test(name, async () => {
      const sdk = server.client()
      const pool = await makePool(sdk)
      const { ManagedLoginBrandingId } = await createBranding(sdk, pool)
      const at = { UserPoolId: pool.poolId, ManagedLoginBrandingId }
      await assert.rejects(remove({ ...at, ...change }), serviceError(error, message))
      await remove(at)
    })
  }

  test("another pool's", async () => {
    const sdk = server.client()
    const pool = await makePool(sdk)
    const { ManagedLoginBrandingId } = await createBranding(sdk, pool)
    await assert.rejects(
      remove({ UserPoolId: (await makePool(sdk)).poolId, ManagedLoginBrandingId }),
      serviceError('ResourceNotFoundException'),
    )
    await remove({ UserPoolId: pool.poolId, ManagedLoginBrandingId })
  })
})
