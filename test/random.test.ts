import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomPool } from '../src/random.ts'

test('random bytes come in the length that is asked for, and none comes twice', () => {
  const random = randomPool()
  const seen = new Set<string>()
  for (const length of [16, 32, 1, 4096, 5000, 12, 0]) assert.equal(random(length).length, length)
  for (let draw = 0; draw < 20_000; draw++) seen.add(random(16).toString('hex'))
  assert.equal(seen.size, 20_000)
  assert.notDeepEqual(random(5000), random(5000))
})

test('what was given is the receiver’s alone', () => {
  const random = randomPool()
  const [first, second] = [random(16), random(16)]
  const before = second.toString('hex')
  first.fill(0)
  assert.equal(second.toString('hex'), before)
})
