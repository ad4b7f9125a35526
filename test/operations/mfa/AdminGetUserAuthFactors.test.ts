import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AdminGetUserAuthFactorsCommand } from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { missing } from '../users/fixture.ts'

const server = useServer()
const get = (UserPoolId: string, Username: string) =>
  server.client().send(new AdminGetUserAuthFactorsCommand({ UserPoolId, Username }))

test('tells the factors of a user', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  await makeUser(sdk, poolId, 'jane', { email: 'jane@example.com' })
  const { $metadata: _, ...answer } = await get(poolId, 'jane')
  assert.deepEqual(answer, { Username: 'jane', ConfiguredUserAuthFactors: ['PASSWORD'] })
})

test('refusals', async (t) => {
  const { poolId } = await makePool(server.client())
  for (const [name, { UserPoolId, ...user }, error, message] of missing(poolId)) {
    const { Username } = { Username: 'jane', ...user }
    await t.test(name, () => assert.rejects(get(UserPoolId, Username), serviceError(error, message)))
  }
})
