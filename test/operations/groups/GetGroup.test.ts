import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GetGroupCommand, type GetGroupCommandInput } from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createGroup, missingGroup, ROLE } from './fixture.ts'

const server = useServer()

const get = (input: Partial<GetGroupCommandInput>) =>
  server.client().send(new GetGroupCommand({ UserPoolId: '', GroupName: 'staff', ...input }))

test('answers the group that was made, by its name in any case', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  const { Group } = await createGroup(sdk, poolId, 'Staff', { Description: 'All', RoleArn: ROLE, Precedence: 3 })
  for (const GroupName of ['Staff', 'staff']) {
    const { $metadata, ...answer } = await get({ UserPoolId: poolId, GroupName })
    assert.deepEqual(answer, { Group })
  }
})

test('refusals', async (t) => {
  const { poolId } = await makePool(server.client())
  for (const [name, change, error, message] of missingGroup(poolId)) {
    await t.test(name, () => assert.rejects(get(change), serviceError(error, message)))
  }
})
