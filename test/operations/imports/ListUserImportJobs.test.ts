import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  ListUserImportJobsCommand,
  type ListUserImportJobsCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { serviceError, useServer } from '../../harness.ts'
import { createJob, describeJob, makeImportPool } from './fixture.ts'

const server = useServer()

const list = (input: Partial<ListUserImportJobsCommandInput>) =>
  server.client().send(new ListUserImportJobsCommand({ UserPoolId: '', MaxResults: 60, ...input }))

test('the jobs of this pool, newest first, in pages of every size, also while there come more', async () => {
  const sdk = server.client()
  const { poolId } = await makeImportPool(sdk)
  const { $metadata, ...empty } = await list({ UserPoolId: poolId })
  assert.deepEqual(empty, { UserImportJobs: [] })
  const made: unknown[] = []
  for (const JobName of ['a', 'b', 'c', 'd', 'e']) {
    const { JobId } = await createJob(sdk, poolId, { JobName })
    made.unshift(await describeJob(sdk, poolId, JobId))
    server.travel(1000)
  }
  await createJob(sdk, (await makeImportPool(sdk)).poolId)
  for (let MaxResults = 1; MaxResults <= 6; MaxResults++) {
    const found: unknown[] = []
    let PaginationToken: string | undefined
    do {
      const page = await list({
        UserPoolId: poolId,
        MaxResults,
        ...(PaginationToken !== undefined && { PaginationToken }),
      })
      found.push(...(page.UserImportJobs ?? []))
      PaginationToken = page.PaginationToken
    } while (PaginationToken !== undefined)
    assert.deepEqual(found, made)
  }
  const first = await list({ UserPoolId: poolId, MaxResults: 2 })
  await createJob(sdk, poolId, { JobName: 'late' })
  const rest = await list({ UserPoolId: poolId, PaginationToken: first.PaginationToken })
  assert.deepEqual([...(first.UserImportJobs ?? []), ...(rest.UserImportJobs ?? [])], made)
})

test('refusals', async (t) => {
  const sdk = server.client()
  const [one, other] = [await makeImportPool(sdk), await makeImportPool(sdk)]
  for (let number = 0; number < 2; number++) await createJob(sdk, one.poolId)
  const { PaginationToken = '' } = await list({ UserPoolId: one.poolId, MaxResults: 1 })
  const constraint = (value: string, text: string) =>
    `1 validation error detected: Value ${value} failed to satisfy constraint: ${text}`
  const rows: [string, Record<string, unknown>, string, string][] = [
    [
      'an unknown pool',
      { UserPoolId: 'us-east-1_nosuchone' },
      'ResourceNotFoundException',
      'User pool us-east-1_nosuchone does not exist.',
    ],
    [
      'no pool',
      { UserPoolId: undefined },
      'InvalidParameterException',
      constraint("null at 'userPoolId'", 'Member must not be null'),
    ],
    [
      'no size of a page',
      { MaxResults: undefined },
      'InvalidParameterException',
      constraint("null at 'maxResults'", 'Member must not be null'),
    ],
    [
      'a page too short',
      { MaxResults: 0 },
      'InvalidParameterException',
      constraint("'0' at 'maxResults'", 'Member must have value greater than or equal to 1'),
    ],
    [
      'a page too long',
      { MaxResults: 61 },
      'InvalidParameterException',
      constraint("'61' at 'maxResults'", 'Member must have value less than or equal to 60'),
    ],
    ['V58: an invented token', { PaginationToken: 'x' }, 'InvalidParameterException', 'Invalid pagination token'],
    [
      "V58: another pool's token",
      { UserPoolId: other.poolId, PaginationToken },
      'InvalidParameterException',
      'Invalid pagination token',
    ],
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () => assert.rejects(list({ UserPoolId: one.poolId, ...change }), serviceError(error, message)))
  }
})
