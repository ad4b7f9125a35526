import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makePermits } from '../../src/compute/permits.ts'
import { serviceError } from '../harness.ts'

const MAX_WAIT_MS = 2000
const tooMany = serviceError('TooManyRequestsException', 'Rate exceeded')

/** A work that ends when it is told to, and how far it is. */
const makeWork = () => {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const work = {
    begun: false,
    run: () => {
      work.begun = true
      return promise
    },
    end: () => resolve('done'),
    fail: () => reject(new Error('failed')),
  }
  return work
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

test('V66 no more works run at once than there are permits, in the order in which they came', async () => {
  const permitted = makePermits(2, MAX_WAIT_MS)
  const works = Array.from({ length: 5 }, makeWork)
  const begun = () => works.map((work) => work.begun)
  const ends = works.map((work) => permitted(work.run))
  await settled()
  assert.deepEqual(begun(), [true, true, false, false, false])
  works[1]?.end()
  await settled()
  assert.deepEqual(begun(), [true, true, true, false, false])
  for (const work of works) work.end()
  assert.deepEqual(await Promise.all(ends), Array(5).fill('done'))
})

test('a work that fails gives its permit back', async () => {
  const permitted = makePermits(1, MAX_WAIT_MS)
  const [first, second] = [makeWork(), makeWork()]
  const failed = assert.rejects(permitted(first.run), /^Error: failed$/)
  const ended = permitted(second.run)
  first.fail()
  second.end()
  await failed
  assert.equal(await ended, 'done')
  const throwing = permitted(() => {
    throw new Error('at once')
  })
  await assert.rejects(throwing, /^Error: at once$/)
  assert.equal(await permitted(async () => 'free'), 'free')
})

test('V66 who waits for two seconds is refused, and their work never begins', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] })
  const permitted = makePermits(1, MAX_WAIT_MS)
  const [long, late, next] = [makeWork(), makeWork(), makeWork()]
  const ended = permitted(long.run)
  const refused = assert.rejects(permitted(late.run), tooMany)
  context.mock.timers.tick(MAX_WAIT_MS - 1)
  const waits = permitted(next.run)
  await settled()
  assert.deepEqual([late.begun, next.begun], [false, false])
  context.mock.timers.tick(1)
  await refused
  // The permit is held until the work ends, however long it takes.
  await settled()
  assert.equal(next.begun, false)
  long.end()
  assert.equal(await ended, 'done')
  next.end()
  assert.equal(await waits, 'done')
  context.mock.timers.tick(10 * MAX_WAIT_MS)
  assert.deepEqual([late.begun, next.begun], [false, true])
})
