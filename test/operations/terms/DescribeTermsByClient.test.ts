import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  DescribeTermsByClientCommand,
  type DescribeTermsByClientCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeClient, makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createTerms, missing, unknownPool } from './fixture.ts'

const server = useServer()

const describe = async (input: DescribeTermsByClientCommandInput) =>
  (await server.client().send(new DescribeTermsByClientCommand(input))).Terms

test("answers a client's terms of either kind", async () => {
  const sdk = server.client()
  const pool = await makePool(sdk)
  const at = { UserPoolId: pool.poolId, ClientId: pool.clientId }
  const use = await createTerms(sdk, pool)
  const policy = await createTerms(sdk, pool, { TermsName: 'privacy-policy' })
  assert.deepEqual(await describe({ ...at, TermsName: 'terms-of-use' }), use)
  assert.deepEqual(await describe({ ...at, TermsName: 'privacy-policy' }), policy)
})

suite('refuses', () => {
  const NONE = 'The app client does not have terms privacy-policy.'
  const rows: [string, Record<string, string | undefined>, string, string | RegExp][] = [
    unknownPool,
    missing('UserPoolId'),
    missing('TermsName'),
    [
      'no ClientId',
      { ClientId: undefined },
      'InvalidParameterException',
      /^1 validation error detected: Value at 'clientId' failed/,
    ],
    [
      'an unknown client',
      { ClientId: 'nosuchclient' },
      'ResourceNotFoundException',
      'User pool client nosuchclient does not exist.',
    ],
    ['terms that are not there', { TermsName: 'privacy-policy' }, 'ResourceNotFoundException', NONE],
    [
      'another name',
      { TermsName: '__proto__' },
      'InvalidParameterException',
      /^1 validation error detected: Value '__proto__' at 'termsName' failed/,
    ],
  ]
  for (const [name, change, error, message] of rows) {
    test(name, async () => {
      const sdk = server.client()
      const pool = await makePool(sdk)
      await createTerms(sdk, pool)
      const input = { UserPoolId: pool.poolId, ClientId: pool.clientId, TermsName: 'terms-of-use', ...change }
      await assert.rejects(describe(input), serviceError(error, message))
    })
  }

  test("another client's and another pool's terms", async () => {
    const sdk = server.client()
    const [one, other] = [await makePool(sdk), await makePool(sdk)]
    await createTerms(sdk, one)
    const { clientId } = await makeClient(sdk, one.poolId)
    for (const [UserPoolId, ClientId] of [
      [one.poolId, clientId],
      [other.poolId, one.clientId],
    ]) {
      await assert.rejects(
        describe({ UserPoolId, ClientId, TermsName: 'terms-of-use' }),
        serviceError('ResourceNotFoundException'),
      )
    }
  })
})
