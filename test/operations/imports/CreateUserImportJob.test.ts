import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CreateUserImportJobCommand } from '@aws-sdk/client-cognito-identity-provider'
import { serviceError, useServer } from '../../harness.ts'
import { createJob, describeJob, makeImportPool, ROLE } from './fixture.ts'

const server = useServer()

test('a job waits for its file, and says where to', async () => {
  const sdk = server.client()
  const { poolId } = await makeImportPool(sdk)
  const { JobId, PreSignedUrl, CreationDate, ...job } = await createJob(sdk, poolId, { JobName: 'Ours, all =1' })
  assert.match(JobId, /^import-[0-9A-Za-z]{10}$/)
  assert.ok(PreSignedUrl.startsWith(`${new URL(PreSignedUrl).origin}/_cenote/imports/${poolId}/${JobId}?`))
  assert.ok(PreSignedUrl.length <= 2048)
  assert.ok(CreationDate)
  const counts = { ImportedUsers: 0, SkippedUsers: 0, FailedUsers: 0 }
  assert.deepEqual(job, {
    JobName: 'Ours, all =1',
    UserPoolId: poolId,
    Status: 'Created',
    CloudWatchLogsRoleArn: ROLE,
    ...counts,
  })
  assert.deepEqual(await describeJob(sdk, poolId, JobId), { JobId, PreSignedUrl, CreationDate, ...job })
})

test('the algorithm is kept', async () => {
  const sdk = server.client()
  const { poolId } = await makeImportPool(sdk)
  for (const PasswordHashingAlgorithm of ['BCRYPT', 'SCRYPT', 'ARGON2ID', 'PBKDF2_SHA256'] as const) {
    const { JobId } = await createJob(sdk, poolId, { PasswordHashingAlgorithm })
    assert.equal((await describeJob(sdk, poolId, JobId)).PasswordHashingAlgorithm, PasswordHashingAlgorithm)
  }
})

const constraint = (value: string, text: string) =>
  `1 validation error detected: Value ${value} failed to satisfy constraint: ${text}`

test('refusals', async (t) => {
  const sdk = server.client()
  const { poolId } = await makeImportPool(sdk)
  const rows: [string, Record<string, string | undefined>, string, string | RegExp][] = [
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
      'no name',
      { JobName: undefined },
      'InvalidParameterException',
      constraint("null at 'jobName'", 'Member must not be null'),
    ],
    [
      'no role',
      { CloudWatchLogsRoleArn: undefined },
      'InvalidParameterException',
      constraint("null at 'cloudWatchLogsRoleArn'", 'Member must not be null'),
    ],
    [
      'a long name',
      { JobName: 'x'.repeat(129) },
      'InvalidParameterException',
      constraint(`'${'x'.repeat(129)}' at 'jobName'`, 'Member must have length less than or equal to 128'),
    ],
    [
      'a name of other characters',
      { JobName: 'a;b' },
      'InvalidParameterException',
      constraint("'a;b' at 'jobName'", String.raw`Member must satisfy regular expression pattern: [\w\s+=,.@-]+`),
    ],
    [
      'a role that is none',
      { CloudWatchLogsRoleArn: 'arn:aws:iam::role/logs' },
      'InvalidParameterException',
      /at 'cloudWatchLogsRoleArn'/,
    ],
    [
      'the role of another account',
      { CloudWatchLogsRoleArn: ROLE.replace('000000000000', '111122223333') },
      'InvalidParameterException',
      'Cross-account pass role is not allowed.',
    ],
    [
      'another algorithm',
      { PasswordHashingAlgorithm: 'MD5' },
      'InvalidParameterException',
      /^1 validation error detected: Value 'MD5' at 'passwordHashingAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: \[/,
    ],
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () => {
      const input = { UserPoolId: poolId, JobName: 'job', CloudWatchLogsRoleArn: ROLE, ...change }
      return assert.rejects(
        sdk.send(new CreateUserImportJobCommand(input as typeof input & { PasswordHashingAlgorithm?: 'BCRYPT' })),
        serviceError(error, message),
      )
    })
  }
})

test('a pool has no more than a thousand', async () => {
  const sdk = server.client()
  const { poolId } = await makeImportPool(sdk)
  const { JobId } = await createJob(sdk, poolId)
  const stored = await server.ctx.store.importJobs.find(poolId, JobId)
  assert.ok(stored)
  await server.ctx.store.transaction(async (tx) => {
    for (let number = 1; number < 1000; number++) await tx.importJobs.insert({ ...stored.job, id: `import-${number}` })
  })
  await assert.rejects(
    createJob(sdk, poolId),
    serviceError('LimitExceededException', 'Maximum number of user import jobs has been reached.'),
  )
})
