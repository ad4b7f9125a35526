import assert from 'node:assert/strict'
import {
  type CognitoIdentityProviderClient,
  CreateUserImportJobCommand,
  type CreateUserImportJobCommandInput,
  DescribeUserImportJobCommand,
  GetCSVHeaderCommand,
  StartUserImportJobCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { until } from '../../until.ts'

/** A role of the server's own account. */
export const ROLE = 'arn:aws:iam::000000000000:role/import-logs'

/** A pool into which users can be imported. */
export const makeImportPool = (
  sdk: CognitoIdentityProviderClient,
  pool: Parameters<typeof makePool>[1] = {},
  client: Parameters<typeof makePool>[2] = {},
) => makePool(sdk, { AutoVerifiedAttributes: ['email'], ...pool }, client)

/** Makes a job. */
export const createJob = async (
  sdk: CognitoIdentityProviderClient,
  poolId: string,
  more: Partial<CreateUserImportJobCommandInput> = {},
) => {
  const { UserImportJob } = await sdk.send(
    new CreateUserImportJobCommand({ UserPoolId: poolId, JobName: 'job', CloudWatchLogsRoleArn: ROLE, ...more }),
  )
  assert.ok(UserImportJob?.JobId && UserImportJob.PreSignedUrl)
  return { ...UserImportJob, JobId: UserImportJob.JobId, PreSignedUrl: UserImportJob.PreSignedUrl }
}

export const SSE = { 'x-amz-server-side-encryption': 'aws:kms' }

/** Uploads a file as `curl -T` does. */
export const upload = (url: string, body: string | Buffer, headers: Record<string, string> = SSE) =>
  fetch(url, { method: 'PUT', body: typeof body === 'string' ? body : new Uint8Array(body), headers })

/** A file: rows by column name, of a pool's header and `more` columns. */
export const csvOf = async (
  sdk: CognitoIdentityProviderClient,
  poolId: string,
  rows: readonly Record<string, string>[],
  more: readonly string[] = [],
) => {
  const { CSVHeader = [] } = await sdk.send(new GetCSVHeaderCommand({ UserPoolId: poolId }))
  const header = [...CSVHeader, ...more]
  return [header, ...rows.map((row) => header.map((name) => (row[name] ?? '').replaceAll(',', '\\,')))]
    .map((cells) => `${cells.join(',')}\n`)
    .join('')
}

/** A row that can be imported into a pool of `makeImportPool`. */
export const rowOf = (username: string, more: Record<string, string> = {}) => ({
  'cognito:username': username,
  email: `${username}@example.com`,
  email_verified: 'TRUE',
  ...more,
})

export const describeJob = async (sdk: CognitoIdentityProviderClient, poolId: string, jobId: string) => {
  const { UserImportJob } = await sdk.send(new DescribeUserImportJobCommand({ UserPoolId: poolId, JobId: jobId }))
  assert.ok(UserImportJob)
  return UserImportJob
}

const ended = new Set(['Succeeded', 'Failed', 'Stopped', 'Expired'])

/** The job as it is when `isDue` says so; by default at its end. */
export const waitForJob = async (
  sdk: CognitoIdentityProviderClient,
  poolId: string,
  jobId: string,
  isDue: (job: Awaited<ReturnType<typeof describeJob>>) => boolean = ({ Status = '' }) => ended.has(Status),
) =>
  until(async () => {
    const job = await describeJob(sdk, poolId, jobId)
    return isDue(job) && job
  }, 25)

export const startJob = (sdk: CognitoIdentityProviderClient, poolId: string, jobId: string) =>
  sdk.send(new StartUserImportJobCommand({ UserPoolId: poolId, JobId: jobId }))

/** Makes a job of a file and runs it to its end. */
export const importFile = async (
  sdk: CognitoIdentityProviderClient,
  poolId: string,
  file: string | Buffer,
  more: Partial<CreateUserImportJobCommandInput> = {},
) => {
  const { JobId, PreSignedUrl } = await createJob(sdk, poolId, more)
  const response = await upload(PreSignedUrl, file)
  assert.equal(response.status, 200, await response.text())
  await startJob(sdk, poolId, JobId)
  return waitForJob(sdk, poolId, JobId)
}

/** The log of a job, line by line. */
export const readLog = async (server: { readonly url: string }, poolId: string, jobId = '') => {
  const response = await fetch(`${server.url}/_cenote/imports/${poolId}/${jobId}/log`)
  assert.equal(response.status, 200)
  return (await response.text()).split('\n').filter((line) => line !== '')
}

const JOB_ID = 'import-[0-9a-zA-Z-]+'

/** What every operation on one job answers to requests that name none, as rows of a table. */
export const missingJob = (poolId: string): [string, Record<string, unknown>, string, string][] => [
  [
    'an unknown pool',
    { UserPoolId: 'us-east-1_nosuchone' },
    'ResourceNotFoundException',
    'User pool us-east-1_nosuchone does not exist.',
  ],
  [
    'an unknown job',
    { UserPoolId: poolId, JobId: 'import-nobodys' },
    'ResourceNotFoundException',
    'Import Job import-nobodys does not exist.',
  ],
  [
    'no pool',
    { UserPoolId: undefined },
    'InvalidParameterException',
    "1 validation error detected: Value null at 'userPoolId' failed to satisfy constraint: Member must not be null",
  ],
  [
    'no job',
    { JobId: undefined },
    'InvalidParameterException',
    "1 validation error detected: Value null at 'jobId' failed to satisfy constraint: Member must not be null",
  ],
  [
    'an id of another form',
    { JobId: 'export-x' },
    'InvalidParameterException',
    `1 validation error detected: Value 'export-x' at 'jobId' failed to satisfy constraint: Member must satisfy regular expression pattern: ${JOB_ID}`,
  ],
  [
    'a long id',
    { JobId: `import-${'x'.repeat(49)}` },
    'InvalidParameterException',
    `1 validation error detected: Value 'import-${'x'.repeat(49)}' at 'jobId' failed to satisfy constraint: Member must have length less than or equal to 55`,
  ],
]
