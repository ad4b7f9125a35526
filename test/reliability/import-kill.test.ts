import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CognitoIdentityProviderClient, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider'
import { openPostgres } from '../../src/store/dialects/postgres.ts'
import { openSqlite } from '../../src/store/dialects/sqlite.ts'
import { openStore } from '../../src/store/index.ts'
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
import { type Home, makeHome, type Program } from '../program.ts'

const ROWS = 12_000
const KILLS = 2

let home: Home
let sdk: CognitoIdentityProviderClient

before(async () => {
  home = await makeHome({ CENOTE_ROOT_KEY: '0f'.repeat(32), CENOTE_LOG_LEVEL: 'error' })
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'anything' }
  sdk = new CognitoIdentityProviderClient({ endpoint: home.url, region: 'us-east-1', credentials })
})

after(async () => {
  sdk.destroy()
  await home.remove()
})

const kill = async (program: Program) => {
  program.child.kill('SIGKILL')
  await program.ended
}

/** Whether nobody holds a job any longer, while no server runs. */
const isFree = async (job: { poolId: string; id: string }): Promise<boolean> => {
  const { database } = home
  const store = await openStore('file' in database ? openSqlite(database.file) : openPostgres(database.url, () => {}))
  const now = Date.now()
  return store.transaction((tx) => tx.importWork.claim(job, 'another', now, now)).finally(() => store.close())
}

const usernames = async (poolId: string) => {
  const found: (string | undefined)[] = []
  let PaginationToken: string | undefined
  do {
    const page = await sdk.send(new ListUsersCommand({ UserPoolId: poolId, PaginationToken }))
    found.push(...(page.Users ?? []).map(({ Username }) => Username))
    PaginationToken = page.PaginationToken
  } while (PaginationToken !== undefined)
  return found
}

test('R1: an import goes on after kill -9, loses nobody and has nobody twice', async (t) => {
  let program = await home.start(['dev'])
  const { poolId } = await makeImportPool(sdk)
  const { JobId, PreSignedUrl } = await createJob(sdk, poolId)
  const rows = Array.from({ length: ROWS }, (_, number) => rowOf(`user${number}`))
  assert.equal((await upload(PreSignedUrl, await csvOf(sdk, poolId, rows))).status, 200)
  await kill(program)
  program = await home.start(['dev'])
  await startJob(sdk, poolId, JobId)
  let seen = 0
  for (let number = 0; number < KILLS; number++) {
    const { ImportedUsers = 0 } = await waitForJob(sdk, poolId, JobId, (job) => (job.ImportedUsers ?? 0) > seen)
    assert.ok(ImportedUsers < ROWS, 'the job ended before the server was killed')
    await kill(program)
    program = await home.start(['dev'])
    // The one that was killed went on after it was asked, so that only what is there now tells of the next one's work.
    const { ImportedUsers: left = 0 } = await describeJob(sdk, poolId, JobId)
    assert.ok(left >= ImportedUsers)
    seen = left
    t.diagnostic(`killed after ${seen} of ${ROWS} users`)
  }
  // One that is told to stop hands its job on at once.
  await waitForJob(sdk, poolId, JobId, (job) => (job.ImportedUsers ?? 0) > seen)
  program.child.kill('SIGTERM')
  await program.ended
  assert.ok(await isFree({ poolId, id: JobId }), 'the next one does not wait')
  await home.start(['dev'])
  const { ImportedUsers = 0 } = await describeJob(sdk, poolId, JobId)
  assert.ok(ImportedUsers < ROWS, 'the job ended before the server was stopped')
  await waitForJob(sdk, poolId, JobId, (job) => (job.ImportedUsers ?? 0) > ImportedUsers)
  const job = await waitForJob(sdk, poolId, JobId)
  assert.deepEqual([job.Status, job.ImportedUsers, job.SkippedUsers, job.FailedUsers], ['Succeeded', ROWS, 0, 0])
  const found = await usernames(poolId)
  assert.equal(found.length, ROWS)
  assert.equal(new Set(found).size, ROWS)
  assert.equal((await readLog(home, poolId, JobId)).length, ROWS)
})
