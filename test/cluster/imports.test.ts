/** Two servers on one database: whichever of them works at an import, the other can look on, take over and stop it. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type CognitoIdentityProviderClient, StopUserImportJobCommand } from '@aws-sdk/client-cognito-identity-provider'
import {
  createJob,
  csvOf,
  describeJob,
  makeImportPool,
  readLog,
  rowOf,
  startJob,
  upload,
  waitForJob,
} from '../operations/imports/fixture.ts'
import { type Cluster, onPostgres, startCluster } from './nodes.ts'

const ROWS = 2000

describe('imports on two servers', onPostgres, () => {
  let cluster: Cluster
  let a: CognitoIdentityProviderClient
  let b: CognitoIdentityProviderClient

  before(async () => {
    cluster = await startCluster()
    const [first, second] = cluster.servers.map((server) => server.client())
    assert.ok(first && second)
    a = first
    b = second
  })
  after(() => cluster?.stop())

  /** A job whose file one node took, started by the other. */
  const started = async () => {
    const { poolId } = await makeImportPool(a)
    const { JobId, PreSignedUrl } = await createJob(a, poolId)
    const rows = Array.from({ length: ROWS }, (_, number) => rowOf(`user${number}`))
    const url = PreSignedUrl.replace(new URL(PreSignedUrl).origin, cluster.server.url)
    assert.equal((await upload(url, await csvOf(a, poolId, rows))).status, 200)
    await startJob(b, poolId, JobId)
    return { poolId, JobId }
  }

  test('both see it to its end, and each user came in once', async () => {
    const { poolId, JobId } = await started()
    const job = await waitForJob(a, poolId, JobId)
    assert.deepEqual(await describeJob(b, poolId, JobId), job)
    assert.deepEqual([job.Status, job.ImportedUsers, job.SkippedUsers], ['Succeeded', ROWS, 0])
    for (const server of cluster.servers) assert.equal((await readLog(server, poolId, JobId)).length, ROWS)
  })

  for (const at of [0, 1]) {
    test(`node ${at} stops what either works at`, async () => {
      const { poolId, JobId } = await started()
      await waitForJob(a, poolId, JobId, ({ ImportedUsers = 0 }) => ImportedUsers > 0)
      await (at === 0 ? a : b).send(new StopUserImportJobCommand({ UserPoolId: poolId, JobId }))
      assert.equal((await waitForJob(a, poolId, JobId)).Status, 'Stopped')
    })
  }
})
