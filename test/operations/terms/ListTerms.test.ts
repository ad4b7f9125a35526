import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  DeleteTermsCommand,
  ListTermsCommand,
  type ListTermsCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeClient, makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createTerms, missing, unknownPool } from './fixture.ts'

const server = useServer()

const list = async (input: ListTermsCommandInput) => {
  const { $metadata, ...answer } = await server.client().send(new ListTermsCommand(input))
  return answer
}

const short = ({
  UserPoolId: _,
  ClientId: __,
  TermsSource: ___,
  Links: ____,
  ...row
}: Awaited<ReturnType<typeof createTerms>>) => row

test('lists the terms of this pool, oldest first, in pages of every size', async () => {
  const sdk = server.client()
  const pool = await makePool(sdk)
  assert.deepEqual(await list({ UserPoolId: pool.poolId }), { Terms: [] })
  const made = []
  for (const clientId of [pool.clientId, (await makeClient(sdk, pool.poolId)).clientId]) {
    for (const TermsName of ['privacy-policy', 'terms-of-use']) {
      made.push(short(await createTerms(sdk, { ...pool, clientId }, { TermsName })))
      server.travel(1000)
    }
  }
  await createTerms(sdk, await makePool(sdk))
  for (const MaxResults of [1, 2, 3, 4, 60, undefined]) {
    const found = []
    let NextToken: string | undefined
    do {
      const page = await list({ UserPoolId: pool.poolId, MaxResults, NextToken })
      found.push(...(page.Terms ?? []))
      NextToken = page.NextToken
    } while (NextToken !== undefined)
    assert.deepEqual(found, made)
  }
})

test('goes on where it was while terms come and go', async () => {
  const sdk = server.client()
  const pool = await makePool(sdk)
  const first = await createTerms(sdk, pool)
  server.travel(1000)
  const second = await createTerms(sdk, pool, { TermsName: 'privacy-policy' })
  const { NextToken } = await list({ UserPoolId: pool.poolId, MaxResults: 1 })
  await sdk.send(new DeleteTermsCommand({ UserPoolId: pool.poolId, TermsId: first.TermsId }))
  assert.deepEqual(await list({ UserPoolId: pool.poolId, NextToken }), { Terms: [short(second)] })
})

suite('refuses', () => {
  const IPE = 'InvalidParameterException'
  const rows: [string, Partial<ListTermsCommandInput>, string, string | RegExp][] = [
    unknownPool,
    missing('UserPoolId'),
    [
      'a page of nothing',
      { MaxResults: 0 },
      IPE,
      /^1 validation error detected: Value '0' at 'maxResults' failed .* greater than or equal to 1$/,
    ],
    [
      'a page too long',
      { MaxResults: 61 },
      IPE,
      /^1 validation error detected: Value '61' at 'maxResults' failed .* less than or equal to 60$/,
    ],
    ['V58: an invented token', { NextToken: 'x' }, IPE, 'Invalid pagination token'],
    ['V58: an empty token', { NextToken: '' }, IPE, 'Invalid pagination token'],
  ]
  for (const [name, change, error, message] of rows) {
    test(name, async () => {
      const { poolId } = await makePool(server.client())
      await assert.rejects(list({ UserPoolId: poolId, ...change }), serviceError(error, message))
    })
  }

  test("V58: another pool's token", async () => {
    const sdk = server.client()
    const pool = await makePool(sdk)
    for (const TermsName of ['privacy-policy', 'terms-of-use']) await createTerms(sdk, pool, { TermsName })
    const { NextToken } = await list({ UserPoolId: pool.poolId, MaxResults: 1 })
    await assert.rejects(
      list({ UserPoolId: (await makePool(sdk)).poolId, NextToken }),
      serviceError(IPE, 'Invalid pagination token'),
    )
  })
})
