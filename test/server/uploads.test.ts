import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { promisify } from 'node:util'
import { startTestServer, useServer } from '../harness.ts'
import {
  createJob,
  csvOf,
  makeImportPool,
  rowOf,
  SSE,
  startJob,
  upload,
  waitForJob,
} from '../operations/imports/fixture.ts'
import { until } from '../until.ts'

const server = useServer()

const newJob = async () => {
  const sdk = server.client()
  const { poolId } = await makeImportPool(sdk)
  const { JobId, PreSignedUrl } = await createJob(sdk, poolId)
  return { sdk, poolId, JobId, url: PreSignedUrl, file: await csvOf(sdk, poolId, [rowOf('ann'), rowOf('bob')]) }
}

const answerOf = async (response: Response) => {
  const text = await response.text()
  return [response.status, /<Code>(\w+)<\/Code><Message>[^<]+<\/Message>/.exec(text)?.[1]]
}

const USED = [403, 'AccessDenied']
const UNSIGNED = [403, 'SignatureDoesNotMatch']

test('curl -T, as the guide of the service shows', async () => {
  const { sdk, poolId, JobId, url, file } = await newJob()
  const folder = mkdtempSync(join(tmpdir(), 'cenote-upload-'))
  try {
    writeFileSync(join(folder, 'users.csv'), file)
    const words = [
      '-sS',
      '-w',
      '%{http_code}',
      '-T',
      join(folder, 'users.csv'),
      '-H',
      'x-amz-server-side-encryption:aws:kms',
      url,
    ]
    assert.equal((await promisify(execFile)('curl', words)).stdout, '200')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  await startJob(sdk, poolId, JobId)
  assert.equal((await waitForJob(sdk, poolId, JobId)).ImportedUsers, 2)
})

describe('a URL that is not as it was signed', () => {
  const changes: [string, (url: string, other: string) => string][] = [
    ['a later end', (url) => url.replace(/(Expires=\d+)/, '$10')],
    ['another signature', (url) => url.replace(/Signature=..../, 'Signature=AAAA')],
    ['no signature', (url) => url.replace(/&X-Amz-Signature=.*/, '')],
    ['two signatures', (url) => `${url}&X-Amz-Signature=x`],
    ['nothing', (url) => url.replace(/\?.*/, '')],
    ["another job's", (url, other) => url.replace(/\?.*/, new URL(other).search)],
    ['another pool', (url) => url.replace(/us-east-1_\w+/, 'us-east-1_nosuchone')],
    ['a NUL', (url) => url.replace(/import-\w+/, 'import-%00')],
  ]
  for (const [name, change] of changes) {
    test(name, async () => {
      const [{ url, file }, other] = [await newJob(), await newJob()]
      assert.deepEqual(await answerOf(await upload(change(url, other.url), file)), UNSIGNED)
    })
  }
  test('without the header that is signed', async () => {
    const { url, file } = await newJob()
    assert.deepEqual(await answerOf(await upload(url, file, {})), UNSIGNED)
    assert.equal((await upload(url, file, SSE)).status, 200)
  })
})

test('a URL lives for a quarter of an hour', async () => {
  const [early, late] = [await newJob(), await newJob()]
  server.travel(15 * 60 * 1000 - 5000)
  assert.equal((await upload(early.url, early.file)).status, 200)
  server.travel(5001)
  assert.deepEqual(await answerOf(await upload(late.url, late.file)), [403, 'AccessDenied'])
})

test('a URL takes one file', async () => {
  const { sdk, poolId, JobId, url, file } = await newJob()
  assert.equal((await upload(url, file)).status, 200)
  assert.deepEqual(await answerOf(await upload(url, file)), USED)
  await startJob(sdk, poolId, JobId)
  await waitForJob(sdk, poolId, JobId)
  assert.deepEqual(await answerOf(await upload(url, file)), USED)
})

test('of many uploads at the same time one is taken', async () => {
  const { sdk, poolId, JobId, url, file } = await newJob()
  const answers = await Promise.all(Array.from({ length: 8 }, () => upload(url, file)))
  assert.equal(answers.filter(({ status }) => status === 200).length, 1)
  await startJob(sdk, poolId, JobId)
  assert.equal((await waitForJob(sdk, poolId, JobId)).ImportedUsers, 2)
})

/** Sends a part of a file and breaks off. */
const breakOff = (url: string, bytes: number) =>
  new Promise<void>((resolve) => {
    const sent = request(url, { method: 'PUT', headers: { ...SSE, 'content-length': 2 * bytes } })
    sent.on('error', () => resolve())
    sent.on('close', () => resolve())
    sent.write(Buffer.alloc(bytes, 'x'), () => setTimeout(() => sent.destroy(), 100))
  })

test('an upload that broke off is no upload, and can be made again', async () => {
  const { sdk, poolId, JobId, url, file } = await newJob()
  await breakOff(url, 700_000)
  await assert.rejects(startJob(sdk, poolId, JobId), { message: `No csv file was uploaded for ${JobId}` })
  await until(async () => (await upload(url, file)).status === 200, 25)
  await startJob(sdk, poolId, JobId)
  assert.equal((await waitForJob(sdk, poolId, JobId)).ImportedUsers, 2)
})

const GIGABYTE = 1024 ** 3

test('V71: a file of a gigabyte is refused before it comes', async () => {
  const { url } = await newJob()
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const sent = request(url, {
      method: 'PUT',
      headers: { ...SSE, 'content-length': GIGABYTE, expect: '100-continue' },
    })
    sent.on('response', (response) => resolve(response.statusCode))
    sent.on('error', reject)
    sent.flushHeaders()
  })
  assert.equal(status, 400)
})

describe('one whose length nobody says is refused before it comes, and leaves nothing:', () => {
  const rows: [string, Record<string, string>][] = [
    ['V71: in pieces', { 'transfer-encoding': 'chunked' }],
    ['without a body', {}],
  ]
  for (const [name, headers] of rows) {
    test(name, async () => {
      const { url, poolId, JobId, file } = await newJob()
      const sent = request(url, { method: 'PUT', headers: { ...SSE, ...headers } })
      sent.useChunkedEncodingByDefault = false
      sent.flushHeaders()
      const [answer] = await once(sent, 'response')
      sent.destroy()
      assert.equal(answer.statusCode, 411)
      const stored = await server.ctx.store.importJobs.find(poolId, JobId)
      assert.equal(stored?.job.fileBytes, undefined)
      assert.equal((await upload(url, file)).status, 200)
    })
  }
})

test('a server that stops does not wait for an upload that does not end', { timeout: 20_000 }, async () => {
  const stopping = await startTestServer()
  const sdk = stopping.client()
  const { poolId } = await makeImportPool(sdk)
  const { PreSignedUrl } = await createJob(sdk, poolId)
  const headers = { ...SSE, 'content-length': 1_000_000, expect: '100-continue' }
  const sent = request(PreSignedUrl, { method: 'PUT', headers })
  const broken = once(sent, 'error')
  sent.flushHeaders()
  await once(sent, 'continue')
  sent.write('x'.repeat(400_000))
  await stopping.stop()
  assert.equal((await broken)[0].code, 'ECONNRESET')
  assert.deepEqual(
    stopping.log.filter((line) => line.includes('"level":"error"')),
    [],
  )
})

test('nothing of this was an internal error', () => {
  assert.deepEqual(
    server.log.filter((line) => line.includes('"level":"error"')),
    [],
  )
})
