import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { serviceError, useServer } from '../../harness.ts'
import { arnRefusals, createPool, tagsOf } from './pool.ts'

const server = useServer()

test('lists the tags of a pool, of which there may be none', async () => {
  assert.deepEqual(await tagsOf(server, await createPool(server)), { Tags: {} })
  assert.deepEqual(await tagsOf(server, await createPool(server, { a: 'b' })), { Tags: { a: 'b' } })
})

suite('refuses', () => {
  for (const [name, change, error, message] of arnRefusals) {
    test(name, async () => {
      const arn = await createPool(server)
      await assert.rejects(tagsOf(server, change(arn)), serviceError(error, message))
    })
  }
})
