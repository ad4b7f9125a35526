import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { type FunctionOptions, type Functions, openFunctions } from '../../src/outbound/functions.ts'
import { lambdaArn } from '../functions.ts'
import { failure } from './function-failure.ts'
import { type Loopback, type Received, sendWithoutEnd, startLoopback } from './loopback.ts'

const SECRET = 'sixteen characters'
const folder = mkdtempSync(join(tmpdir(), 'cenote-endpoint-'))
after(() => rmSync(folder, { recursive: true, force: true }))

let lists = 0
const openFor = (url: string, options: Partial<FunctionOptions> = {}) => {
  const functionsFile = join(folder, `${lists++}.json`)
  writeFileSync(functionsFile, JSON.stringify({ f: { url: `${url}/f?stage=1` } }))
  return openFunctions({ mode: 'serve', functionsFile, functionsSecret: SECRET, ...options }, { debug() {}, warn() {} })
}

const withEndpoint = async (
  answer: (response: ServerResponse, request: Received) => unknown,
  work: (functions: Functions, endpoint: Loopback) => Promise<unknown>,
  options: Partial<FunctionOptions> = {},
) => {
  const endpoint = await startLoopback(answer)
  const functions = openFor(endpoint.url, options)
  try {
    await work(functions, endpoint)
  } finally {
    await functions.close()
    endpoint.close()
  }
}

const arn = lambdaArn('f:live')
const event = { a: [1, 'ü', null] }

describe('a function at an HTTP endpoint', () => {
  test('is given the event as JSON, signed over the time and every byte', () =>
    withEndpoint(
      (response, { headers, body }) => {
        const [, time = '', signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['cenote-signature'])) ?? []
        const isRecent = Math.abs(Date.now() / 1000 - Number(time)) < 60
        const expected = createHmac('sha256', SECRET).update(`${time}.${body}`).digest('hex')
        response.writeHead(isRecent && signature === expected ? 200 : 401).end(body)
      },
      async (functions, { received }) => {
        assert.deepEqual(await functions.invoke(arn, event), event)
        await functions.invoke(arn, event)
        const [first, second] = received
        assert.deepEqual(
          [first?.method, first?.path, first?.headers['content-type'], first?.headers['cenote-function']],
          ['POST', '/f?stage=1', 'application/json', arn],
        )
        assert.match(String(first?.headers['cenote-request-id']), /^[0-9a-f-]{36}$/)
        assert.notEqual(first?.headers['cenote-request-id'], second?.headers['cenote-request-id'])
      },
    ))

  test('is asked over a connection that is there', () =>
    withEndpoint(
      (response) => response.end(`${response.socket?.remotePort}`),
      async (functions) => {
        assert.equal(await functions.invoke(arn, event), await functions.invoke(arn, event))
      },
    ))

  const thrown = { 'x-amz-function-error': 'Unhandled' }
  const cases: [
    what: string,
    status: number,
    headers: Record<string, string>,
    body: string,
    kind: string,
    text: string,
  ][] = [
    ['its own error', 200, thrown, '{"errorMessage":"not today","errorType":"Error"}', 'thrown', 'not today'],
    ['its own error, with the status of one', 500, thrown, '{"errorMessage":"not today"}', 'thrown', 'not today'],
    ['an error without a text', 200, thrown, '[]', 'thrown', 'Unknown error'],
    ['nothing', 200, {}, '', 'output', 'not JSON'],
    ['a page', 200, { 'content-type': 'text/html' }, '<html>', 'output', 'not JSON'],
    ['what is compressed', 200, { 'content-encoding': 'gzip' }, '\x1f\x8b', 'output', 'not JSON'],
    ...(
      [
        [201, 'ServiceException'],
        [202, 'ServiceException'],
        [204, 'ServiceException'],
        [400, 'ServiceException'],
        [401, 'AccessDeniedException'],
        [403, 'AccessDeniedException'],
        [404, 'ResourceNotFoundException'],
        [413, 'ServiceException'],
        [429, 'TooManyRequestsException'],
        [500, 'ServiceException'],
        [502, 'ServiceException'],
        [503, 'ServiceException'],
        [504, 'ServiceException'],
      ] as const
    ).map(([status, name]): (typeof cases)[number] => [`${status}`, status, {}, '', 'refused', name]),
  ]
  for (const [what, status, headers, body, kind, text] of cases) {
    test(`answers ${what}: ${kind}`, () =>
      withEndpoint(
        (response) => response.writeHead(status, headers).end(body),
        (functions) => assert.rejects(functions.invoke(arn, event), failure(kind, text)),
      ))
  }

  for (const status of [301, 302, 303, 307, 308]) {
    test(`leads elsewhere (${status}), where nobody goes`, () =>
      withEndpoint(
        (response) => response.writeHead(status, { location: '/elsewhere' }).end('{}'),
        async (functions, { received }) => {
          await assert.rejects(functions.invoke(arn, event), failure('refused', 'ServiceException'))
          assert.deepEqual(
            received.map(({ path }) => path),
            ['/f?stage=1'],
          )
        },
      ))
  }

  test('answers without end, and is not read beyond the limit', async () => {
    let sent: Promise<number> | undefined
    await withEndpoint(
      (response) => {
        sent = sendWithoutEnd(response)
      },
      async (functions) => {
        await assert.rejects(functions.invoke(arn, event), failure('output', /more than 6291456 bytes/))
        assert.ok(((await sent) ?? Number.NaN) < 40_000_000)
      },
    )
  })

  test('says that its answer is too long, which is not read', () =>
    withEndpoint(
      (response) => response.writeHead(200, { 'content-length': '6291457' }).write('{'),
      (functions) => assert.rejects(functions.invoke(arn, event), failure('output', /more than 6291456 bytes/)),
    ))

  test('answers as much as it may', () =>
    withEndpoint(
      (response) => response.end(`"${'x'.repeat(98)}"`),
      async (functions) => assert.equal(String(await functions.invoke(arn, event)).length, 98),
      { maxReplyBytes: 100 },
    ))

  test('is silent', () =>
    withEndpoint(
      () => {},
      (functions) => assert.rejects(functions.invoke(arn, event), failure('timeout', 'no answer in time')),
      { timeLimit: 100 },
    ))

  test('answers slowly, a byte at a time', () =>
    withEndpoint(
      (response) => {
        const timer = setInterval(() => response.write(' '), 10)
        response.once('close', () => clearInterval(timer))
      },
      (functions) => assert.rejects(functions.invoke(arn, event), failure('timeout', 'no answer in time')),
      { timeLimit: 200 },
    ))

  const breaks: [when: string, answer: (response: ServerResponse) => unknown][] = [
    ['before its answer', (response) => response.destroy()],
    [
      'within its answer',
      (response) => response.writeHead(200, { 'content-length': '9' }).write('{', () => response.destroy()),
    ],
    ['with what is no HTTP', (response) => response.socket?.end('hello\r\n\r\n')],
  ]
  for (const [when, answer] of breaks) {
    test(`breaks off ${when}`, () =>
      withEndpoint(answer, (functions) =>
        assert.rejects(functions.invoke(arn, event), failure('interrupted', /^[A-Z_]+$/)),
      ))
  }

  test('is not there', async () => {
    const functions = openFor('http://127.0.0.1:9')
    await assert.rejects(functions.invoke(arn, event), failure('interrupted', 'ECONNREFUSED'))
    await functions.close()
  })
})

describe('a function at an HTTP endpoint whose answer nobody uses', () => {
  for (const [status, kind, text] of [
    [200, undefined, ''],
    [202, undefined, ''],
    [204, undefined, ''],
    [302, 'refused', 'ServiceException'],
    [404, 'refused', 'ResourceNotFoundException'],
    [500, 'refused', 'ServiceException'],
  ] as const) {
    test(`answers ${status}: ${kind ?? 'taken'}`, () =>
      withEndpoint(
        (response) => response.writeHead(status).end(),
        async (functions, { received }) => {
          const notice = functions.notify(arn, event)
          if (kind) await assert.rejects(notice, failure(kind, text))
          else assert.equal(await notice, undefined)
          assert.deepEqual(JSON.parse(received[0]?.body ?? ''), event)
        },
      ))
  }

  test('has failed', () =>
    withEndpoint(
      (response) => response.writeHead(200, { 'x-amz-function-error': 'Unhandled' }).end('{"errorMessage":"no"}'),
      (functions) => assert.rejects(functions.notify(arn, event), failure('thrown', 'no')),
    ))
})
