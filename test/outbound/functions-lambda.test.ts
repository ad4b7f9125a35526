import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type FunctionOptions, openFunctions } from '../../src/outbound/functions.ts'
import { lambdaArn } from '../functions.ts'
import { type LambdaRuntime, startLambdaRuntime } from '../lambda-runtime.ts'
import { failure } from './function-failure.ts'
import { type Loopback, sendWithoutEnd, startLoopback } from './loopback.ts'

const folder = mkdtempSync(join(tmpdir(), 'cenote-lambda-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const log: string[] = []
const line = (fields: object, message: string) => void log.push(`${message} ${JSON.stringify(fields)}`)

const open = (options: Partial<FunctionOptions>) => {
  const functions = openFunctions({ mode: 'serve', functionsFile: undefined, ...options }, { debug: line, warn: line })
  after(() => functions.close())
  return functions
}

const listing = (list: object) => {
  const functionsFile = join(folder, `${Math.random()}.json`)
  writeFileSync(functionsFile, JSON.stringify(list))
  return functionsFile
}

describe('a function that AWS Lambda runs', () => {
  const file = join(import.meta.dirname, '../functions/lambda.cjs')
  const names = 'count throws callback callbackError says exits hangs rejectsLate huge context speaks notAFunction'
  const handlers = names
    .split(' ')
    .map((handler) => [handler, { file, handler, timeout: handler === 'hangs' ? 500 : 4500 }])
  let runtime: LambdaRuntime
  let functions: ReturnType<typeof openFunctions>

  before(async () => {
    writeFileSync(join(folder, 'broken.mjs'), 'export const handler = (')
    writeFileSync(join(folder, 'lacking.mjs'), "import 'no-such-package'")
    writeFileSync(join(folder, 'typed.ts'), 'export const handler = async ({ a }: { a: number }) => ({ a })')
    runtime = await startLambdaRuntime({
      ...Object.fromEntries(handlers),
      whole: { file },
      broken: { file: join(folder, 'broken.mjs') },
      lacking: { file: join(folder, 'lacking.mjs') },
      typed: { file: join(folder, 'typed.ts') },
      busy: { file, handler: 'hangs', concurrency: 1, timeout: 500 },
    })
    functions = open({ lambda: runtime.url })
  })
  after(() => runtime.close())

  const event = { a: [1, 'ü', null] }
  const answers: [how: string, name: string, expected: unknown][] = [
    ['by a promise', 'whole', { ...event, response: { answeredBy: 'whole' } }],
    ['by its callback', 'callback', event],
    ['nothing, which is null', 'says', null],
    ['in TypeScript', 'typed', { a: event.a }],
  ]
  for (const [how, name, expected] of answers) {
    test(`answers: ${how}`, async () => assert.deepEqual(await functions.invoke(lambdaArn(name), event), expected))
  }

  test('is asked as the service asks it, signed for the Region of its ARN', async () => {
    const arn = 'arn:aws:lambda:eu-central-1:123456789012:function:whole:live'
    await functions.invoke(arn, event)
    const { name, qualifier, type, event: given, authorization } = runtime.invocations.at(-1) ?? assert.fail()
    assert.deepEqual([name, qualifier, type, given], ['whole', 'live', 'RequestResponse', event])
    assert.match(authorization, /^AWS4-HMAC-SHA256 Credential=test\/\d{8}\/eu-central-1\/lambda\/aws4_request, /)
  })

  test('is told what it is, and nothing of the server’s settings', async () => {
    const context = (await functions.invoke(lambdaArn('context'), {})) as Record<string, unknown>
    assert.ok(Number(context.remaining) > 0 && Number(context.remaining) <= 4500)
    assert.match(String(context.awsRequestId), /^[0-9a-f-]{36}$/)
    assert.deepEqual(
      [context.functionName, context.functionVersion, context.invokedFunctionArn, context.settings],
      ['context', '$LATEST', lambdaArn('context'), []],
    )
  })

  const failures: [what: string, name: string, kind: string, text: string | RegExp, event?: object][] = [
    ['its own error', 'throws', 'thrown', 'not today'],
    ['an error by its callback', 'callbackError', 'thrown', 'by callback'],
    ['it ends its process', 'exits', 'thrown', /^RequestId: \S+ Error: Runtime exited with error: exit status 3$/],
    ['a promise that nobody awaits', 'rejectsLate', 'thrown', 'Error: too late'],
    ['it takes longer than it may', 'hangs', 'thrown', /^RequestId: \S+ Error: Task timed out after 0.50 seconds$/],
    ['it is not there', 'notAFunction', 'thrown', 'Error: notAFunction is undefined or not exported'],
    ['it cannot be read', 'broken', 'thrown', /^SyntaxError: /],
    ['it lacks a package', 'lacking', 'thrown', /^Error: Cannot find package 'no-such-package'/],
    ['nobody knows it', 'unheard-of', 'refused', 'ResourceNotFoundException'],
    ['its answer is too long', 'huge', 'thrown', /^Response payload size exceeded/, { size: 6 * 1024 * 1024 }],
  ]
  for (const [what, name, kind, text, given = {}] of failures) {
    test(`fails: ${what}`, () => assert.rejects(functions.invoke(lambdaArn(name), given), failure(kind, text)))
  }

  test('answers 6 MiB', async () => {
    const size = 6 * 1024 * 1024 - 2
    assert.equal(String(await functions.invoke(lambdaArn('huge'), { size })).length, size)
  })

  test('is throttled', async () => {
    const arn = lambdaArn('busy')
    const all = await Promise.allSettled([functions.invoke(arn, {}), functions.invoke(arn, {})])
    const reasons = all.map((each) => (each.status === 'rejected' ? String((each.reason as Error).message) : ''))
    assert.ok(reasons.includes('TooManyRequestsException'), String(reasons))
  })

  test('keeps its process, and has another after one that has ended', async () => {
    const arn = lambdaArn('count')
    assert.deepEqual([await functions.invoke(arn, {}), await functions.invoke(arn, {})], [1, 2])
  })

  test('is handed an event whose answer nobody uses, before it runs', async () => {
    await functions.notify(lambdaArn('throws'), { told: true })
    const invocation = runtime.invocations.at(-1)
    assert.deepEqual([invocation?.type, invocation?.event], ['Event', { told: true }])
    await runtime.settled()
    assert.equal(invocation?.outcome?.isError, true)
    await assert.rejects(functions.notify(lambdaArn('unheard-of'), {}), failure('refused', 'ResourceNotFoundException'))
  })

  test('says what it says', async () => {
    await functions.invoke(lambdaArn('speaks'), {})
    while (!runtime.output.includes('speaks said aloud')) await functions.invoke(lambdaArn('speaks'), {})
  })

  test('by the list, under its ARN or under another name', async () => {
    const listed = open({
      functionsFile: listing({
        whole: { lambda: runtime.url },
        other: { lambda: `${runtime.url}/`, functionName: 'whole' },
      }),
    })
    for (const name of ['whole', 'other', 'whole:live']) {
      const answer = await listed.invoke(lambdaArn(name), {})
      assert.deepEqual(answer, { response: { answeredBy: 'whole' } }, name)
    }
    await assert.rejects(listed.invoke(lambdaArn('count'), {}), failure('refused', 'ResourceNotFoundException'))
  })

  test('unless the list has it', async () => {
    writeFileSync(join(folder, 'own.mjs'), 'export const handler = async () => "own"')
    const both = open({ lambda: runtime.url, functionsFile: listing({ whole: { module: './own.mjs' } }) })
    assert.equal(await both.invoke(lambdaArn('whole'), {}), 'own')
    assert.equal(await both.invoke(lambdaArn('count'), {}).then(Number.isInteger), true)
  })
})

describe('the Lambda Invoke API', () => {
  const withApi = async (
    answer: (response: ServerResponse) => unknown,
    work: (functions: ReturnType<typeof openFunctions>, api: Loopback) => Promise<void>,
    options: Partial<FunctionOptions> = {},
  ) => {
    const api = await startLoopback(answer)
    const functions = openFunctions(
      { mode: 'serve', functionsFile: undefined, lambda: api.url, ...options },
      { debug: line, warn: line },
    )
    try {
      await work(functions, api)
    } finally {
      await functions.close()
      api.close()
    }
  }
  const arn = lambdaArn('f')

  const refusals: [status: number, type: string | undefined, body: string, expected: string][] = [
    [403, 'AccessDeniedException', '{"Message":"User: x is not authorized"}', 'AccessDeniedException'],
    [404, 'ResourceNotFoundException', '{"Message":"Function not found"}', 'ResourceNotFoundException'],
    [409, 'ResourceConflictException', '{"Message":"pending"}', 'ResourceConflictException'],
    [429, 'TooManyRequestsException', '{"Reason":"x"}', 'TooManyRequestsException'],
    [403, 'ExpiredTokenException', '{"message":"expired"}', 'ExpiredTokenException'],
    [500, 'ServiceException', '{"Message":"x"}', 'ServiceException'],
    [502, 'EC2AccessDeniedException', '{}', 'EC2AccessDeniedException'],
    [502, undefined, '<html>Bad Gateway</html>', 'ServiceException'],
    [503, undefined, '', 'ServiceException'],
    [404, undefined, 'nothing here', 'ResourceNotFoundException'],
    [301, undefined, '', 'ServiceException'],
  ]
  for (const [status, type, body, expected] of refusals) {
    test(`refuses: ${status} ${type ?? body}`, () =>
      withApi(
        (response) => response.writeHead(status, type ? { 'x-amzn-errortype': type } : {}).end(body),
        async (functions, api) => {
          await assert.rejects(functions.invoke(arn, {}), failure('refused', expected))
          assert.equal(api.received.length, 1, 'whoever calls decides whether to try again')
        },
      ))
  }

  const payloads: [what: string, headers: Record<string, string>, body: string, kind: string, text: string][] = [
    ['that an emulator does not mark', {}, '{"errorMessage":"e","errorType":"Error","trace":[]}', 'thrown', 'e'],
    ['without a text', { 'x-amz-function-error': 'Unhandled' }, '{}', 'thrown', 'Unknown error'],
    ['that is no JSON', { 'x-amz-function-error': 'Unhandled' }, 'oh', 'thrown', 'Unknown error'],
    ['that is null', { 'x-amz-function-error': 'Unhandled' }, 'null', 'thrown', 'Unknown error'],
  ]
  for (const [what, headers, body, kind, text] of payloads) {
    test(`brings the function’s own error, ${what}`, () =>
      withApi(
        (response) => response.writeHead(200, headers).end(body),
        (functions) => assert.rejects(functions.invoke(arn, {}), failure(kind, text)),
      ))
  }

  test('brings an answer that is no JSON', () =>
    withApi(
      (response) => response.end('{'),
      (functions) => assert.rejects(functions.invoke(arn, {}), failure('output', 'not JSON')),
    ))

  test('is not read beyond the limit', async () => {
    let sent: Promise<number> | undefined
    await withApi(
      (response) => {
        sent = sendWithoutEnd(response)
      },
      async (functions) => {
        await assert.rejects(functions.invoke(arn, {}), failure('output', /more than 100000 bytes/))
        assert.ok(((await sent) ?? Number.NaN) < 20_000_000)
      },
      { maxReplyBytes: 100_000 },
    )
  })

  test('is given up when it is silent', () =>
    withApi(
      () => {},
      (functions) => assert.rejects(functions.invoke(arn, {}), failure('timeout', 'no answer in time')),
      { timeLimit: 100 },
    ))

  test('breaks off', () =>
    withApi(
      (response) => response.destroy(),
      (functions) => assert.rejects(functions.invoke(arn, {}), failure('interrupted', 'ECONNRESET')),
    ))

  test('is not there', async () => {
    const functions = open({ lambda: 'http://127.0.0.1:9' })
    await assert.rejects(functions.invoke(arn, {}), failure('interrupted', 'ECONNREFUSED'))
  })

  test('at AWS is asked for ARNs of functions only: they make the name of the host', async () => {
    const functions = open({ lambda: 'aws' })
    for (const wrong of [
      'arn:aws:lambda:x@evil.example/:123456789012:function:f',
      'arn:aws:lambda:us-east-1.evil.example:123456789012:function:f',
      'arn:aws:sns:us-east-1:123456789012:function:f',
      'f',
    ]) {
      await assert.rejects(functions.invoke(wrong, {}), failure('refused', 'ResourceNotFoundException'), wrong)
    }
  })
})

test('without the package of the SDK, the start ends with a line that names it', async () => {
  cpSync(join(import.meta.dirname, '../../src'), join(folder, 'src'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  const { openFunctions: openElsewhere } = (await import(join(folder, 'src/outbound/functions.ts'))) as {
    openFunctions: typeof openFunctions
  } // a copy of the same module
  const missing = 'needs the package @aws-sdk/client-lambda, which is not installed: npm install @aws-sdk/client-lambda'
  const cases: [string, Partial<FunctionOptions>][] = [
    ['CENOTE_LAMBDA', { lambda: 'aws' }],
    ['CENOTE_FUNCTIONS', { functionsFile: listing({ f: { lambda: 'http://127.0.0.1:9' } }) }],
  ]
  for (const [setting, options] of cases) {
    const start = () =>
      openElsewhere({ mode: 'serve', functionsFile: undefined, ...options }, { debug: line, warn: line })
    assert.throws(start, { message: `${setting}: ${missing}` })
  }
})
