import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  DeleteTermsCommand,
  type DeleteTermsCommandInput,
  DescribeTermsCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createTerms, missingTerms } from './fixture.ts'

const server = useServer()

const remove = (input: DeleteTermsCommandInput) => server.client().send(new DeleteTermsCommand(input))

test('deletes terms, which the client may have anew', async () => {
  const sdk = server.client()
  const pool = await makePool(sdk)
  const { TermsId } = await createTerms(sdk, pool)
  const { $metadata, ...answer } = await remove({ UserPoolId: pool.poolId, TermsId })
  assert.deepEqual(answer, {})
  await assert.rejects(remove({ UserPoolId: pool.poolId, TermsId }), serviceError('ResourceNotFoundException'))
  await createTerms(sdk, pool)
})

suite('refuses', () => {
  for (const [name, change, error, message] of missingTerms) {
    test(name, async () => {
      const sdk = server.client()
      const pool = await makePool(sdk)
      const { TermsId } = await createTerms(sdk, pool)
      await assert.rejects(remove({ UserPoolId: pool.poolId, TermsId, ...change }), serviceError(error, message))
      await sdk.send(new DescribeTermsCommand({ UserPoolId: pool.poolId, TermsId }))
    })
  }

  test("another pool's terms", async () => {
    const sdk = server.client()
    const pool = await makePool(sdk)
    const { TermsId } = await createTerms(sdk, pool)
    await assert.rejects(
      remove({ UserPoolId: (await makePool(sdk)).poolId, TermsId }),
      serviceError('ResourceNotFoundException', `Terms ${TermsId} do not exist.`),
    )
    await sdk.send(new DescribeTermsCommand({ UserPoolId: pool.poolId, TermsId }))
  })
})
