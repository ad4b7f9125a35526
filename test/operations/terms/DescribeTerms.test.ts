import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { DescribeTermsCommand, type DescribeTermsCommandInput } from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createTerms, missingTerms } from './fixture.ts'

const server = useServer()

const describe = async (input: DescribeTermsCommandInput) =>
  (await server.client().send(new DescribeTermsCommand(input))).Terms

test('answers terms of this pool alone, by their id in letters of any case', async () => {
  const sdk = server.client()
  const [one, other] = [await makePool(sdk), await makePool(sdk)]
  const made = await createTerms(sdk, one)
  await createTerms(sdk, other)
  assert.deepEqual(await describe({ UserPoolId: one.poolId, TermsId: made.TermsId }), made)
  assert.deepEqual(await describe({ UserPoolId: one.poolId, TermsId: made.TermsId?.toUpperCase() }), made)
  await assert.rejects(
    describe({ UserPoolId: other.poolId, TermsId: made.TermsId }),
    serviceError('ResourceNotFoundException', `Terms ${made.TermsId} do not exist.`),
  )
})

suite('refuses', () => {
  for (const [name, change, error, message] of missingTerms) {
    test(name, async () => {
      const sdk = server.client()
      const pool = await makePool(sdk)
      const { TermsId } = await createTerms(sdk, pool)
      await assert.rejects(describe({ UserPoolId: pool.poolId, TermsId, ...change }), serviceError(error, message))
    })
  }
})
