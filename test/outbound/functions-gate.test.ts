import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { FunctionFailure, type FunctionFailureKind } from '../../src/domain/function-failure.ts'
import { openGate } from '../../src/outbound/functions/gate.ts'
import { openFunctions } from '../../src/outbound/functions.ts'
import { lambdaArn, makeFunctions } from '../functions.ts'
import { startLambdaRuntime } from '../lambda-runtime.ts'
import { failure } from './function-failure.ts'
import { type Loopback, sendWithoutEnd, startLoopback } from './loopback.ts'

const [arn, other] = [lambdaArn('f'), lambdaArn('g')]

/** A gate whose clock a test moves, and calls that end as it says. */
const makeGate = () => {
  const clock = { now: 1_000_000 }
  const rests: string[] = []
  const gate = openGate(
    () => clock.now,
    (rested) => void rests.push(rested),
  )
  let calls = 0
  const pass = (name: string, outcome: () => Promise<unknown>) =>
    gate.pass(name, () => {
      calls++
      return outcome()
    })
  const fail = (kind: FunctionFailureKind, text = kind as string, name = arn) =>
    assert.rejects(
      pass(name, () => Promise.reject(new FunctionFailure(kind, text))),
      failure(kind, text),
    )
  return {
    clock,
    rests,
    calls: () => calls,
    pass,
    fail,
    answer: (name = arn) => pass(name, async () => 'answer'),
    async failTimes(times: number, kind: FunctionFailureKind) {
      for (let call = 1; call <= times; call++) await fail(kind)
    },
  }
}

/** Asserts that a call fails at once with the last failure. */
const rests = async (gate: ReturnType<typeof makeGate>, kind: string, text = kind) => {
  const before = gate.calls()
  await assert.rejects(gate.answer(), failure(kind, text))
  assert.equal(gate.calls(), before, 'nobody was called')
}

describe('a function that does not answer', () => {
  for (const kind of ['timeout', 'interrupted'] as const) {
    test(`rests for 10 seconds after five failures in a row: ${kind}`, async () => {
      const gate = makeGate()
      await gate.failTimes(4, kind)
      await gate.fail(kind, 'the fifth')
      await rests(gate, kind, 'the fifth')
      gate.clock.now += 9_999
      await rests(gate, kind, 'the fifth')
      gate.clock.now += 1
      assert.equal(await gate.answer(), 'answer')
      assert.equal(await gate.answer(), 'answer')
      assert.deepEqual(gate.rests, [arn])
    })
  }

  test('is not left alone after four, nor when an answer comes in between', async () => {
    const gate = makeGate()
    await gate.failTimes(4, 'timeout')
    assert.equal(await gate.answer(), 'answer')
    await gate.failTimes(4, 'timeout')
    assert.equal(await gate.answer(), 'answer')
    assert.deepEqual(gate.rests, [])
  })

  for (const kind of ['thrown', 'output', 'refused'] as const) {
    test(`is there when it fails otherwise: ${kind}`, async () => {
      const gate = makeGate()
      await gate.failTimes(10, kind)
      await gate.failTimes(4, 'timeout')
      await gate.fail(kind)
      await gate.failTimes(4, 'timeout')
      assert.equal(await gate.answer(), 'answer')
    })
  }

  test('is tried by one call at a time; a failure lets it rest again', async () => {
    const gate = makeGate()
    await gate.failTimes(5, 'timeout')
    gate.clock.now += 10_000
    const trial = Promise.withResolvers<unknown>()
    const trying = gate.pass(arn, () => trial.promise)
    await rests(gate, 'timeout')
    trial.reject(new FunctionFailure('interrupted', 'again'))
    await assert.rejects(trying, failure('interrupted', 'again'))
    await rests(gate, 'interrupted', 'again')
    gate.clock.now += 10_000
    assert.equal(await gate.answer(), 'answer')
    assert.deepEqual(gate.rests, [arn, arn])
  })

  test('rests as long when many calls fail together', async () => {
    const gate = makeGate()
    const all = Promise.withResolvers<unknown>()
    const calls = Array.from({ length: 50 }, () => gate.pass(arn, () => all.promise))
    all.reject(new FunctionFailure('timeout', 'late'))
    await Promise.allSettled(calls)
    assert.deepEqual(gate.rests, [arn])
    gate.clock.now += 10_000
    assert.equal(await gate.answer(), 'answer')
  })

  test('is there again when a call answers that began before', async () => {
    const gate = makeGate()
    const slow = Promise.withResolvers<unknown>()
    const early = gate.pass(arn, () => slow.promise)
    await gate.failTimes(5, 'timeout')
    slow.resolve('answer')
    await early
    assert.equal(await gate.answer(), 'answer')
  })

  test('is no other function', async () => {
    const gate = makeGate()
    await gate.failTimes(5, 'timeout')
    assert.equal(await gate.answer(other), 'answer')
  })
})

describe('at most 200 calls of a function run at once', () => {
  test('and those of another go on', async () => {
    const gate = makeGate()
    const all = Promise.withResolvers<unknown>()
    const calls = Array.from({ length: 200 }, () => gate.pass(arn, () => all.promise))
    await assert.rejects(gate.answer(), failure('refused', 'TooManyRequestsException'))
    assert.equal(await gate.answer(other), 'answer')
    all.resolve('late')
    assert.deepEqual(new Set(await Promise.all(calls)), new Set(['late']))
    assert.equal(await gate.answer(), 'answer')
  })
})

describe('whoever hangs or answers without end harms nobody but its caller:', () => {
  const clock = { now: 0 }
  let endpoint: Loopback
  let runtime: Awaited<ReturnType<typeof startLambdaRuntime>>
  let files: ReturnType<typeof makeFunctions>
  let functions: ReturnType<typeof openFunctions>
  const open: ServerResponse[] = []

  before(async () => {
    endpoint = await startLoopback((response, { path, body }) => {
      if (path.startsWith('/hang')) open.push(response)
      else if (path.startsWith('/huge')) void sendWithoutEnd(response)
      else response.end(body)
    })
    files = makeFunctions()
    const file = `${import.meta.dirname}/../functions/lambda.cjs`
    runtime = await startLambdaRuntime({ whole: { file } })
    const url = (path: string) => ({ url: `${endpoint.url}/${path}` })
    const list = files.path('places.json')
    const places = {
      hang: url('hang'),
      huge: url('huge'),
      echo: url('echo'),
      'lambda-hang': { lambda: `${endpoint.url}/hang` },
      'lambda-huge': { lambda: `${endpoint.url}/huge` },
      whole: { lambda: runtime.url },
      loop: { module: './odd.js', handler: 'loop' },
      module: { module: './custom-auth.js', handler: 'define' },
    }
    writeFileSync(list, JSON.stringify(places))
    functions = openFunctions(
      {
        mode: 'serve',
        functionsFile: list,
        functionsSecret: 'sixteen characters',
        timeLimit: 4000,
        clock: () => clock.now,
      },
      { debug() {}, warn() {} },
    )
  })
  after(async () => {
    await functions.close()
    await runtime.close()
    endpoint.close()
    files.remove()
  })

  const event = { request: { session: [] }, response: {} }
  const harmful = ['hang', 'huge', 'lambda-hang', 'lambda-huge', 'loop']
  const harmless = ['echo', 'whole', 'module']

  test('the others answer meanwhile', async () => {
    for (const name of harmless) await functions.invoke(lambdaArn(name), event) // starts what has to be started
    const before = process.memoryUsage().rss
    let isOver = false
    const calls = harmful.flatMap((name) =>
      Array.from({ length: 10 }, () => functions.invoke(lambdaArn(name), event).catch((error: Error) => error)),
    )
    const harm = Promise.all(calls).finally(() => {
      isOver = true
    })
    const answers = await Promise.all(harmless.map((name) => functions.invoke(lambdaArn(name), event)))
    assert.equal(answers.length, 3)
    assert.equal(isOver, false, 'they did not wait for those that hang')
    const outcomes = (await harm).map((error) => (error instanceof FunctionFailure ? error.kind : 'answered'))
    assert.deepEqual([...new Set(outcomes)].sort(), ['interrupted', 'output', 'timeout'])
    assert.ok(process.memoryUsage().rss - before < 400e6, 'of answers without end, little is kept')
    for (const name of harmless) await functions.invoke(lambdaArn(name), event)
  })

  test('who hangs is left alone, and asked again later', async () => {
    const asked = open.length
    await assert.rejects(functions.invoke(lambdaArn('hang'), event), failure('timeout', /no answer/))
    assert.equal(open.length, asked)
    await assert.rejects(functions.invoke(lambdaArn('huge'), event), failure('output', /more than/))
    clock.now += 10_000
    const trial = functions.invoke(lambdaArn('hang'), event)
    while (open.length === asked) await new Promise(setImmediate)
    open.at(-1)?.end('"back"')
    assert.equal(await trial, 'back')
  })
})
