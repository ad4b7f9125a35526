import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash, createHmac } from 'node:crypto'
import { request } from 'node:http'
import { describe, test } from 'node:test'
import { promisify } from 'node:util'
import { createAccessKey, createRoot } from '../../src/flows/credentials.ts'
import { useServer } from '../harness.ts'
import { csvOf, importFile, makeImportPool, rowOf } from '../operations/imports/fixture.ts'

type Keys = { accessKeyId: string; secretAccessKey: string }
let root: Keys

const dev = useServer()
const serve = useServer({ CENOTE_REGIONS: 'us-east-1,eu-west-1', CENOTE_QUOTAS: 'off' }, 'serve', async ({ ctx }) => {
  const made = await createRoot(ctx, ctx.store.transaction)
  assert.ok(made)
  root = { accessKeyId: made.accessKeyId, secretAccessKey: made.secretAccessKey }
})

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** A GET, signed by the book (AWS Signature Version 4). */
const signed = (url: string, { accessKeyId, secretAccessKey }: Keys, region = 'us-east-1') => {
  const { host, pathname } = new URL(url)
  const time = new Date(serve.ctx.now()).toISOString().replace(/[-:]|\.\d+/g, '')
  const scope = `${time.slice(0, 8)}/${region}/cognito-idp/aws4_request`
  const canonical = `GET\n${pathname}\n\nhost:${host}\nx-amz-date:${time}\n\nhost;x-amz-date\n${sha256('')}`
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`)
  const signature = hmac(key, `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonical)}`).toString('hex')
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=host;x-amz-date, Signature=${signature}`
  return fetch(url, { headers: { authorization, 'x-amz-date': time } })
}

const madeLog = async (server: typeof dev, credentials?: Keys) => {
  const sdk = server.client('us-east-1', credentials)
  const { poolId } = await makeImportPool(sdk)
  const { JobId } = await importFile(sdk, poolId, await csvOf(sdk, poolId, [rowOf('ann')]))
  return { poolId, url: `${server.url}/_cenote/imports/${poolId}/${JobId}/log` }
}

const typeOf = async (response: Response) => [response.status, ((await response.json()) as { __type: string }).__type]
const LOG = '[SUCCEEDED] Line Number 1 - The import succeeded.\n'

test('dev mode shows the log to whoever sits at the machine', async () => {
  const { url } = await madeLog(dev)
  const response = await fetch(url)
  assert.equal(response.headers.get('content-type'), 'text/plain; charset=utf-8')
  assert.equal(await response.text(), LOG)
})

test('V74: a NUL names no job and no pool', async () => {
  const { url } = await madeLog(dev)
  for (const part of [/import-\w+/, /us-east-1_\w+/]) {
    assert.deepEqual(await typeOf(await fetch(url.replace(part, 'import-%00'))), [400, 'InvalidParameterException'])
  }
})

test('and to no page elsewhere that has a name for it', async () => {
  const { url } = await madeLog(dev)
  const status = await new Promise((resolve) => {
    request(url, { headers: { host: 'attacker.example' } }, (response) => resolve(response.statusCode)).end()
  })
  assert.equal(status, 400)
})

describe('a server asks for a signature of who may describe the job', () => {
  const reader = async (name: string, Action: string, Resource: string) =>
    serve.ctx.store.transaction(async (tx) => {
      await tx.identities.insert({ name, isRoot: false, policies: {} }, 0)
      const Statement = [{ Effect: 'Allow', Action, Resource }]
      await tx.identities.setPolicies(name, { only: { Version: '2012-10-17', Statement } })
      return createAccessKey(serve.ctx, tx, name)
    })
  const arn = (poolId: string) => `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${poolId}`

  test('the root', async () => {
    const { url } = await madeLog(serve, root)
    assert.equal(await (await signed(url, root)).text(), LOG)
  })
  test('curl, as docs/imports.md shows', async () => {
    const { url } = await madeLog(serve, root)
    const user = `${root.accessKeyId}:${root.secretAccessKey}`
    const words = ['-sS', '--aws-sigv4', 'aws:amz:us-east-1:cognito-idp', '--user', user, url]
    assert.equal((await promisify(execFile)('curl', words)).stdout, LOG)
  })
  test('an identity that may', async () => {
    const { url, poolId } = await madeLog(serve, root)
    assert.equal(
      await (await signed(url, await reader('may', 'cognito-idp:DescribeUserImportJob', arn(poolId)))).text(),
      LOG,
    )
  })
  test('refusals', async (t) => {
    const { url, poolId } = await madeLog(serve, root)
    const elsewhere = await reader('elsewhere', 'cognito-idp:DescribeUserImportJob', arn('us-east-1_other'))
    const otherwise = await reader('otherwise', 'cognito-idp:ListUsers', arn(poolId))
    const rows: [string, () => Promise<Response>, string][] = [
      ['no signature', () => fetch(url), 'MissingAuthenticationTokenException'],
      ['a wrong secret', () => signed(url, { ...root, secretAccessKey: 'wrong' }), 'InvalidSignatureException'],
      ['another pool’s reader', () => signed(url, elsewhere), 'AccessDeniedException'],
      ['another permission', () => signed(url, otherwise), 'AccessDeniedException'],
      ['another Region', () => signed(url, root, 'eu-west-1'), 'ResourceNotFoundException'],
      ['an unknown job', () => signed(url.replace(/import-\w+/, 'import-x'), root), 'ResourceNotFoundException'],
      ['an unknown pool', () => signed(url.replace(/us-east-1_\w+/, 'us-east-1_x'), root), 'ResourceNotFoundException'],
      ['no id of a job', () => signed(url.replace(/import-\w+/, 'x'), root), 'InvalidParameterException'],
    ]
    for (const [name, ask, error] of rows) {
      await t.test(name, async () => assert.deepEqual(await typeOf(await ask()), [400, error]))
    }
  })
})
