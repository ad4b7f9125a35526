import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DescribeUserImportJobCommand } from '@aws-sdk/client-cognito-identity-provider'
import { serviceError, useServer } from '../../harness.ts'
import { createJob, csvOf, importFile, makeImportPool, missingJob, rowOf, waitForJob } from './fixture.ts'

const server = useServer()

test('a job at its end, with its counters and its dates', async () => {
  const sdk = server.client()
  const { poolId } = await makeImportPool(sdk)
  const rows = [rowOf('a'), rowOf('b'), rowOf('c'), rowOf('a'), { ...rowOf('d'), email: 'nowhere' }]
  const job = await importFile(sdk, poolId, await csvOf(sdk, poolId, rows))
  const { Status, ImportedUsers, SkippedUsers, FailedUsers, CompletionMessage } = job
  assert.deepEqual([Status, ImportedUsers, SkippedUsers, FailedUsers], ['Succeeded', 3, 1, 1])
  assert.equal(CompletionMessage, 'The user import job completed successfully')
  const [created, started, completed] = [job.CreationDate, job.StartDate, job.CompletionDate].map(Number)
  assert.ok(created && started && completed && created <= started && started <= completed)
})

test('a job that nobody starts expires after a day', async () => {
  const sdk = server.client()
  const { poolId } = await makeImportPool(sdk)
  const { JobId } = await createJob(sdk, poolId)
  server.travel(24 * 60 * 60 * 1000 + 1)
  const { Status, CompletionDate } = await waitForJob(sdk, poolId, JobId)
  assert.equal(Status, 'Expired')
  assert.ok(CompletionDate)
})

test('refusals', async (t) => {
  const sdk = server.client()
  const { poolId } = await makeImportPool(sdk)
  const { JobId } = await createJob(sdk, poolId)
  const other = await makeImportPool(sdk)
  const rows = [
    ...missingJob(poolId),
    [
      "another pool's job",
      { UserPoolId: other.poolId },
      'ResourceNotFoundException',
      `Import Job ${JobId} does not exist.`,
    ] as const,
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () =>
      assert.rejects(
        sdk.send(new DescribeUserImportJobCommand({ UserPoolId: poolId, JobId, ...change })),
        serviceError(error, message),
      ),
    )
  }
})
