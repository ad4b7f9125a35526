import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { startCompute } from '../../src/compute/index.ts'

/** The nice values of this process's threads, by thread (proc(5), field 19 of stat). */
const niceness = () =>
  new Map(
    readdirSync('/proc/self/task').map((thread) => {
      const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return [Number(thread), Number(fields[16])]
    }),
  )

test('threads that compute run after the one that serves', { skip: process.platform !== 'linux' }, async () => {
  const before = niceness().get(process.pid)
  const compute = startCompute(2)
  await compute.powerOfG(Buffer.alloc(32, 1))
  const after = niceness()
  assert.equal(after.get(process.pid), before)
  assert.ok([...after.values()].includes(Math.min((before ?? 0) + 10, 19)))
  await compute.close()
})
