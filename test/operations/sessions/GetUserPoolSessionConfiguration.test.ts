import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { NO_POOL, sessionCalls } from './fixture.ts'

const server = useServer()

test('answers the defaults of a pool that never set it, in every tier', async () => {
  const sdk = server.client()
  for (const UserPoolTier of ['LITE', 'ESSENTIALS', 'PLUS'] as const) {
    const { poolId } = await makePool(sdk, { UserPoolTier })
    assert.deepEqual(await sessionCalls(sdk).getPool(poolId), {
      UserPoolId: poolId,
      UserSessionTracking: 'DISABLED',
      TokenSession: { MaxPerUser: 20 },
    })
  }
})

test('refusals', async (t) => {
  const { getPool } = sessionCalls(server.client())
  await t.test('an unknown pool', () => assert.rejects(getPool('us-east-1_nosuchone'), serviceError(...NO_POOL)))
  await t.test('no id of a pool', () =>
    assert.rejects(
      getPool('nosuchone'),
      serviceError(
        'InvalidParameterException',
        String.raw`1 validation error detected: Value 'nosuchone' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+`,
      ),
    ),
  )
})
