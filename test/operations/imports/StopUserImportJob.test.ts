import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ListUsersCommand, StopUserImportJobCommand } from '@aws-sdk/client-cognito-identity-provider'
import { serviceError, useServer } from '../../harness.ts'
import { createJob, csvOf, makeImportPool, missingJob, rowOf, startJob, upload, waitForJob } from './fixture.ts'

const server = useServer()
const STOPPED = 'The Import Job was stopped by the developer.'

const startLong = async () => {
  const sdk = server.client()
  const { poolId } = await makeImportPool(sdk)
  const { JobId, PreSignedUrl } = await createJob(sdk, poolId)
  const rows = Array.from({ length: 20_000 }, (_, number) => rowOf(`user${number}`))
  await upload(PreSignedUrl, await csvOf(sdk, poolId, rows))
  await startJob(sdk, poolId, JobId)
  return { sdk, poolId, JobId }
}

test('a job that nobody has taken up is stopped at once', async () => {
  const { sdk, poolId, JobId } = await startLong()
  const { UserImportJob: stopped } = await sdk.send(new StopUserImportJobCommand({ UserPoolId: poolId, JobId }))
  if (stopped?.Status === 'Stopping') return // it was taken up before
  assert.equal(stopped?.Status, 'Stopped')
  assert.equal(stopped?.CompletionMessage, STOPPED)
  assert.ok(stopped?.CompletionDate)
})

test('a job that runs is stopped soon, and who came in stays', async () => {
  const { sdk, poolId, JobId } = await startLong()
  await waitForJob(sdk, poolId, JobId, ({ ImportedUsers = 0 }) => ImportedUsers > 0)
  const { UserImportJob } = await sdk.send(new StopUserImportJobCommand({ UserPoolId: poolId, JobId }))
  assert.equal(UserImportJob?.Status, 'Stopping')
  await assert.rejects(
    sdk.send(new StopUserImportJobCommand({ UserPoolId: poolId, JobId })),
    serviceError('PreconditionNotMetException'),
  )
  const job = await waitForJob(sdk, poolId, JobId)
  assert.deepEqual([job.Status, job.CompletionMessage], ['Stopped', STOPPED])
  const imported = job.ImportedUsers ?? 0
  assert.ok(imported > 0 && imported < 20_000)
  let found = 0
  let PaginationToken: string | undefined
  do {
    const page = await sdk.send(new ListUsersCommand({ UserPoolId: poolId, PaginationToken }))
    found += page.Users?.length ?? 0
    PaginationToken = page.PaginationToken
  } while (PaginationToken !== undefined)
  assert.equal(found, imported)
  await assert.rejects(startJob(sdk, poolId, JobId), serviceError('PreconditionNotMetException'))
})

test('refusals', async (t) => {
  const sdk = server.client()
  const { poolId } = await makeImportPool(sdk)
  const { JobId } = await createJob(sdk, poolId)
  const rows: [string, Record<string, unknown>, string, string][] = [
    ...missingJob(poolId),
    [
      'a job that was not started',
      {},
      'PreconditionNotMetException',
      `The user import job ${JobId} cannot be stopped: it is Created.`,
    ],
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () =>
      assert.rejects(
        sdk.send(new StopUserImportJobCommand({ UserPoolId: poolId, JobId, ...change })),
        serviceError(error, message),
      ),
    )
  }
})
