import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { serviceError, useServer } from '../../harness.ts'
import { arnRefusals, createPool, tag, tagsOf } from './pool.ts'

const server = useServer()
const many = (count: number, prefix = 'key') =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, 'x']))

test('adds tags and gives those that are there new values', async () => {
  const arn = await createPool(server, { a: '1', b: '2' })
  assert.deepEqual(await tag(server, arn, { b: '3', c: '' }), {})
  assert.deepEqual(await tagsOf(server, arn), { Tags: { a: '1', b: '3', c: '' } })
})

test('tags of requests at the same time all stay', async () => {
  const arn = await createPool(server)
  await Promise.all(Object.keys(many(5)).map((key) => tag(server, arn, { [key]: 'x' })))
  assert.deepEqual(await tagsOf(server, arn), { Tags: many(5) })
})

test('V60 keys named like members of every object are keys', async () => {
  const arn = await createPool(server, { constructor: 'a' })
  await tag(server, arn, { toString: 'b', valueOf: 'c' })
  assert.deepEqual({ ...(await tagsOf(server, arn)).Tags }, { constructor: 'a', toString: 'b', valueOf: 'c' })
  assert.equal(({} as { x?: string }).x, undefined)
})

suite('refuses', () => {
  const refusals: [name: string, tags: Record<string, string>, message: string][] = [
    ['a tag of the service', { 'AWS:x': 'y' }, 'Tag keys cannot begin with aws:'],
    ['tags beyond 50 with those that are there', many(49, 'other'), 'A resource cannot have more than 50 tags.'],
    [
      'a value that is too long',
      { a: 'x'.repeat(257) },
      `1 validation error detected: Value '{a=${'x'.repeat(257)}}' at 'tags' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 256, Member must have length greater than or equal to 0]`,
    ],
  ]
  for (const [name, tags, message] of refusals) {
    test(name, async () => {
      const arn = await createPool(server, many(2))
      await assert.rejects(tag(server, arn, tags), serviceError('InvalidParameterException', message))
      assert.deepEqual(await tagsOf(server, arn), { Tags: many(2) })
    })
  }

  for (const [name, change, error, message] of arnRefusals) {
    test(name, async () => {
      const arn = await createPool(server)
      await assert.rejects(tag(server, change(arn), { a: 'b' }), serviceError(error, message))
    })
  }
})
