import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { startCompute } from '../../src/compute/index.ts'

/** The line that tells of a thread, unless it has ended meanwhile: of another file's server, say. */
const statOf = (thread: string) => {
  try {
    return readFileSync(`/proc/self/task/${thread}/stat`, 'utf8')
  } catch {
    return undefined
  }
}

/** The nice values of this process's threads, by thread (proc(5), field 19 of stat). */
const niceness = () => {
  const values = new Map<number, number>()
  for (const thread of readdirSync('/proc/self/task')) {
    const stat = statOf(thread)
    if (stat) values.set(Number(thread), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]))
  }
  return values
}

test('threads that compute run after the one that serves', { skip: process.platform !== 'linux' }, async () => {
  const before = niceness().get(process.pid)
  const compute = startCompute(2)
  await compute.powerOfG(Buffer.alloc(32, 1))
  const after = niceness()
  assert.equal(after.get(process.pid), before)
  assert.ok([...after.values()].includes(Math.min((before ?? 0) + 10, 19)))
  await compute.close()
})
