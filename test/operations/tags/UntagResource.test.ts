import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { UntagResourceCommand } from '@aws-sdk/client-cognito-identity-provider'
import { serviceError, useServer } from '../../harness.ts'
import { arnRefusals, createPool, tagsOf } from './pool.ts'

const server = useServer()
const untag = async (ResourceArn: string, TagKeys: string[] | undefined) => {
  const { $metadata: _, ...answer } = await server.client().send(new UntagResourceCommand({ ResourceArn, TagKeys }))
  return answer
}

test('removes tags and ignores keys that are not there', async () => {
  const arn = await createPool(server, { a: '1', b: '2', c: '3' })
  assert.deepEqual(await untag(arn, ['a', 'c', 'other', 'constructor', '__proto__']), {})
  assert.deepEqual(await tagsOf(server, arn), { Tags: { b: '2' } })
})

suite('refuses', () => {
  for (const [name, change, error, message] of arnRefusals) {
    test(name, async () => {
      const arn = await createPool(server)
      await assert.rejects(untag(change(arn), ['a']), serviceError(error, message))
    })
  }

  test('no keys', async () => {
    const arn = await createPool(server)
    await assert.rejects(
      untag(arn, undefined),
      serviceError(
        'InvalidParameterException',
        "1 validation error detected: Value null at 'tagKeys' failed to satisfy constraint: Member must not be null",
      ),
    )
  })
})
