import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AddCustomAttributesCommand,
  DeleteUserPoolCommand,
  StartUserImportJobCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createJob, csvOf, makeImportPool, missingJob, rowOf, startJob, upload, waitForJob } from './fixture.ts'

const server = useServer()

/** A job whose file is there. */
const readyJob = async (poolId: string, rows = [rowOf('ann')]) => {
  const sdk = server.client()
  const { JobId, PreSignedUrl } = await createJob(sdk, poolId)
  assert.equal((await upload(PreSignedUrl, await csvOf(sdk, poolId, rows))).status, 200)
  return JobId
}

test('a job is Pending when it is started', async () => {
  const sdk = server.client()
  const { poolId } = await makeImportPool(sdk)
  const JobId = await readyJob(poolId)
  const { UserImportJob: started } = await startJob(sdk, poolId, JobId)
  assert.equal(started?.Status, 'Pending')
  assert.ok(started?.StartDate)
  assert.equal(started?.CompletionDate, undefined)
  const { PreSignedUrl, StartDate } = await waitForJob(sdk, poolId, JobId)
  assert.deepEqual([PreSignedUrl, StartDate], [started?.PreSignedUrl, started?.StartDate])
})

test('one job is active at a time, and its pool stays as it is', async (t) => {
  const sdk = server.client()
  const [{ poolId }, other] = [await makeImportPool(sdk), await makeImportPool(sdk)]
  const rows = Array.from({ length: 3000 }, (_, number) => rowOf(`user${number}`))
  const [long, short, elsewhere] = [await readyJob(poolId, rows), await readyJob(poolId), await readyJob(other.poolId)]
  await startJob(sdk, poolId, long)
  const busy = serviceError(
    'PreconditionNotMetException',
    'Another user import job is active in this account. Only one can be at a time.',
  )
  await assert.rejects(startJob(sdk, poolId, short), busy)
  await assert.rejects(startJob(sdk, other.poolId, elsewhere), busy)
  const changes = [
    new UpdateUserPoolCommand({ UserPoolId: poolId, AutoVerifiedAttributes: ['email'] }),
    new AddCustomAttributesCommand({
      UserPoolId: poolId,
      CustomAttributes: [{ Name: 'x', AttributeDataType: 'String' }],
    }),
    new DeleteUserPoolCommand({ UserPoolId: poolId }),
  ]
  for (const command of changes) {
    await t.test(command.constructor.name, () =>
      assert.rejects(
        sdk.send(command as UpdateUserPoolCommand),
        serviceError('UserImportInProgressException', 'A user import job is in progress for the user pool.'),
      ),
    )
  }
  await sdk.send(new UpdateUserPoolCommand({ UserPoolId: other.poolId, AutoVerifiedAttributes: ['email'] }))
  assert.equal((await waitForJob(sdk, poolId, long)).ImportedUsers, 3000)
  await startJob(sdk, other.poolId, elsewhere)
  assert.equal((await waitForJob(sdk, other.poolId, elsewhere)).Status, 'Succeeded')
  await sdk.send(new DeleteUserPoolCommand({ UserPoolId: poolId }))
})

test('of many that start jobs at the same time one succeeds', async () => {
  const sdk = server.client()
  const { poolId } = await makeImportPool(sdk)
  const jobs: string[] = []
  for (let number = 0; number < 6; number++) jobs.push(await readyJob(poolId))
  const outcomes = await Promise.allSettled([...jobs, ...jobs].map((JobId) => startJob(sdk, poolId, JobId)))
  const started = outcomes.flatMap((outcome) =>
    outcome.status === 'fulfilled' ? [outcome.value.UserImportJob?.JobId] : [],
  )
  assert.equal(started.length, 1)
  await waitForJob(sdk, poolId, started[0] ?? '')
})

test('refusals', async (t) => {
  const sdk = server.client()
  const { poolId } = await makeImportPool(sdk)
  const unverifying = await makePool(sdk)
  const [{ JobId }, ready, done] = [
    await createJob(sdk, poolId),
    await readyJob(unverifying.poolId),
    await readyJob(poolId),
  ]
  await startJob(sdk, poolId, done)
  await waitForJob(sdk, poolId, done)
  const rows: [string, Record<string, unknown>, string, string][] = [
    ...missingJob(poolId),
    ['no file', {}, 'PreconditionNotMetException', `No csv file was uploaded for ${JobId}`],
    [
      'a pool that verifies nothing',
      { UserPoolId: unverifying.poolId, JobId: ready },
      'PreconditionNotMetException',
      'The user pool has no auto verified attributes, which the import of users requires.',
    ],
    [
      'a job that has ended',
      { JobId: done },
      'PreconditionNotMetException',
      `The user import job ${done} cannot be started: it is Succeeded.`,
    ],
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () =>
      assert.rejects(
        sdk.send(new StartUserImportJobCommand({ UserPoolId: poolId, JobId, ...change })),
        serviceError(error, message),
      ),
    )
  }
})
