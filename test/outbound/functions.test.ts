import assert from 'node:assert/strict'
import { utimesSync, writeFileSync } from 'node:fs'
import { after, describe, test } from 'node:test'
import { type FunctionOptions, openFunctions } from '../../src/outbound/functions.ts'
import { lambdaArn, makeFunctions } from '../functions.ts'
import { failure } from './function-failure.ts'

const names = [
  'echo count late done atOnce both context environment nothing silent loop throws throwsAtOnce throwsText throwsOdd',
  'fails circular bigint toFunction huge exits uncaught memory prototype speaks notAFunction absent',
].flatMap((line) => line.split(' '))
const odd = Object.fromEntries(names.map((handler) => [handler, { module: './odd.js', handler }]))

const files = makeFunctions({ ...odd, 'changing:live': { module: 'changing.mjs' }, common: { module: 'common.cjs' } })
const log: string[] = []
const line = (level: string) => (fields: object, message: string) => {
  log.push(`${level} ${message} ${JSON.stringify(fields)}`)
}
const opened: ReturnType<typeof openFunctions>[] = []

const open = (options: Partial<FunctionOptions> = {}) => {
  writeFileSync(files.path('changing.mjs'), 'export const handler = async () => 0')
  writeFileSync(files.path('common.cjs'), 'exports.handler = async (event) => ({ common: event })')
  const functions = openFunctions(
    { mode: 'serve', functionsFile: files.file, ...options },
    { debug: line('debug'), warn: line('warn') },
  )
  opened.push(functions)
  return {
    invoke: (name: string, event: unknown = {}) => functions.invoke(lambdaArn(name), event),
    notify: (name: string, event: unknown = {}) => functions.notify(lambdaArn(name), event),
  }
}

after(async () => {
  await Promise.all(opened.map((functions) => functions.close()))
  files.remove()
})

describe('a function answers', () => {
  const { invoke } = open()
  const event = { a: [1, 'ü', null], delay: 1 }
  const cases: [how: string, name: string, expected: unknown][] = [
    ['by a promise', 'echo', event],
    ['by its callback', 'late', event],
    ['by its context', 'done', event],
    ['at once, where it takes the event alone', 'atOnce', { ...event, answered: 'at once' }],
    ['by its callback before its promise', 'both', event],
    ['from a CommonJS module', 'common', { common: event }],
    ['nothing, which is null', 'nothing', null],
    ['what JSON does not have, which is null', 'toFunction', null],
  ]
  for (const [how, name, expected] of cases) {
    test(how, async () => assert.deepEqual(await invoke(name, event), expected))
  }

  test('and keeps its state between calls', async () => {
    const first = Number(await invoke('count'))
    assert.equal(await invoke('count'), first + 1)
  })

  test('and calls may overlap', async () => {
    const order: string[] = []
    const call = async (delay: number) => {
      await invoke('late', { delay })
      order.push(`${delay}`)
    }
    await Promise.all([call(150), call(1)])
    assert.deepEqual(order, ['1', '150'])
  })

  test('and is told what it is and how much time is left', async () => {
    const { remaining, awsRequestId, ...context } = (await invoke('context:live')) as Record<string, unknown>
    assert.ok(Number(remaining) > 0 && Number(remaining) <= 5000)
    assert.match(String(awsRequestId), /^[0-9a-f-]{36}$/)
    assert.deepEqual(context, {
      functionName: 'context',
      functionVersion: 'live',
      invokedFunctionArn: lambdaArn('context:live'),
      callbackWaitsForEmptyEventLoop: true,
    })
  })

  test('and what it says is in the log, for debugging', async () => {
    await invoke('speaks')
    while (log.filter((entry) => entry.startsWith('debug said')).length < 2) await invoke('echo')
  })
})

describe('a function does not answer:', () => {
  const { invoke } = open({ maxReplyBytes: 1000 })
  const cases: [what: string, name: string, kind: string, text: string | RegExp, event?: object][] = [
    ['it rejects', 'throws', 'thrown', 'not today'],
    ['it throws', 'throwsAtOnce', 'thrown', 'at once'],
    ['it throws no error', 'throwsText', 'thrown', 'a text'],
    ['its error has no text', 'throwsOdd', 'thrown', 'Unknown error'],
    ['its callback gets an error', 'fails', 'thrown', 'by callback'],
    ['it returns a circle', 'circular', 'output', /circular/],
    ['it returns what JSON cannot say', 'bigint', 'output', /BigInt/],
    ['it returns too much', 'huge', 'output', '1001 bytes', { size: 999 }],
    ['it ends its process', 'exits', 'thrown', 'Runtime exited with error: exit status 3'],
    ['it raises an error out of nowhere', 'uncaught', 'thrown', 'out of nowhere'],
    ['it is no function', 'notAFunction', 'thrown', 'notAFunction is undefined or not exported'],
    ['it is not there', 'absent', 'thrown', 'absent is undefined or not exported'],
    ['nobody knows it', 'unheard-of', 'refused', 'ResourceNotFoundException'],
  ]
  for (const [what, name, kind, text, event] of cases) {
    test(what, async () => {
      await assert.rejects(invoke(name, event), failure(kind, text))
      assert.deepEqual(await invoke('echo', { still: 'there' }), { still: 'there' })
    })
  }

  test('an answer of the greatest size is one', async () => {
    assert.equal(String(await invoke('huge', { size: 998 })).length, 998)
  })

  test('whoever is not configured is told of in the log', () => {
    assert.ok(log.some((entry) => entry.startsWith('warn CENOTE_FUNCTIONS') && entry.includes('unheard-of')))
  })

  test('its memory is bounded, and not the program’s', async () => {
    await assert.rejects(invoke('memory'), failure('thrown', /memory/))
    assert.deepEqual(await invoke('echo'), {})
  })
})

describe('a function whose answer nobody uses', () => {
  const { notify } = open({ maxReplyBytes: 1000 })
  for (const name of ['echo', 'nothing', 'circular', 'huge']) {
    test(`has done what it should: ${name}`, async () => {
      assert.equal(await notify(name, { size: 5000 }), undefined)
    })
  }

  test('fails, or is not taken', async () => {
    await assert.rejects(notify('throws'), failure('thrown', 'not today'))
    await assert.rejects(notify('exits'), failure('thrown', /exit status 3/))
    await assert.rejects(notify('unheard-of'), failure('refused', 'ResourceNotFoundException'))
  })
})

describe('a function that takes too long', () => {
  test('is given up, and the next call finds another thread', async () => {
    const { invoke } = open({ timeLimit: 400 })
    await assert.rejects(invoke('silent'), failure('timeout', 'no answer within 400 ms'))
    assert.equal(await invoke('count'), 1)
  })

  test('is stopped even in an endless loop; calls beside it are told apart from it', async () => {
    const { invoke } = open({ timeLimit: 600 })
    assert.equal(await invoke('count'), 1)
    const [loop, beside] = await Promise.allSettled([invoke('loop'), invoke('echo')])
    assert.ok(loop.status === 'rejected' && failure('timeout', /no answer/)(loop.reason))
    assert.ok(beside.status === 'rejected' && failure('interrupted', /another/)(beside.reason))
    assert.equal(await invoke('count'), 1)
  })

  test('holds up nobody but its module', async () => {
    const { invoke } = open({ timeLimit: 600 })
    const looping = invoke('loop').catch(() => 'over')
    assert.equal(await Promise.race([looping, invoke('common').then(() => 'answered')]), 'answered')
    await looping
  })

  test('cannot be called without end', async () => {
    const { invoke } = open({ timeLimit: 700 })
    const all = await Promise.allSettled(Array.from({ length: 201 }, () => invoke('silent')))
    const reasons = all.map((each) => (each.status === 'rejected' ? (each.reason as Error).message : ''))
    assert.equal(reasons.filter((reason) => reason === 'TooManyRequestsException').length, 1)
  })
})

test('a crash is nobody’s own when several calls run', async () => {
  const { invoke } = open()
  await invoke('echo')
  const all = await Promise.allSettled([invoke('silent'), invoke('exits')])
  for (const each of all) assert.ok(each.status === 'rejected' && failure('interrupted', /exit status 3/)(each.reason))
})

test('a module that cannot be loaded is the function’s own error, and is tried again', async () => {
  const { invoke } = open()
  writeFileSync(files.path('changing.mjs'), 'export const handler = (')
  await assert.rejects(invoke('changing:live'), failure('thrown', 'Runtime.ImportModuleError'))
  assert.match(log.at(-1) ?? '', /^warn a function cannot be loaded .*Unexpected/)
  writeFileSync(files.path('changing.mjs'), 'export const handler = async () => "mended"')
  assert.equal(await invoke('changing:live'), 'mended')
})

test('a changed file is loaded again in dev mode; calls under way end as they began', async () => {
  const [dev, serve] = [open({ mode: 'dev' }), open()]
  const write = (text: string) => {
    writeFileSync(files.path('changing.mjs'), text)
    utimesSync(files.path('changing.mjs'), new Date(), new Date(Date.now() - text.length * 1000))
  }
  write('export const handler = async (event) => new Promise((resolve) => setTimeout(resolve, event.delay, "old"))')
  assert.equal(await serve.invoke('changing:live'), 'old')
  const slow = dev.invoke('changing:live', { delay: 300 })
  assert.equal(await dev.invoke('changing:live'), 'old')
  write('export const handler = async () => "new"')
  assert.equal(await dev.invoke('changing:live'), 'new')
  assert.equal(await slow, 'old')
  assert.equal(await serve.invoke('changing:live'), 'old')
})

test('V60 an answer with names of every object reaches no prototype', async () => {
  const { invoke } = open()
  const answer = (await invoke('prototype')) as object
  assert.deepEqual(Object.keys(answer), ['__proto__', 'constructor'])
  assert.equal(({} as { polluted?: string }).polluted, undefined)
})

test('a function does not see the settings of the server', async () => {
  process.env.CENOTE_ROOT_KEY_FILE = '/nowhere'
  try {
    assert.deepEqual(await open().invoke('environment'), [])
  } finally {
    delete process.env.CENOTE_ROOT_KEY_FILE
  }
})
