import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  DescribeTermsCommand,
  UpdateTermsCommand,
  type UpdateTermsCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createTerms, missingTerms, wrongLinks } from './fixture.ts'

const server = useServer()
const IPE = 'InvalidParameterException'

const update = async (input: UpdateTermsCommandInput) =>
  (await server.client().send(new UpdateTermsCommand(input))).Terms
const describe = async (UserPoolId: string, TermsId: string | undefined) =>
  (await server.client().send(new DescribeTermsCommand({ UserPoolId, TermsId }))).Terms

test('changes what a request states and keeps the rest', async () => {
  const sdk = server.client()
  const pool = await makePool(sdk)
  const made = await createTerms(sdk, pool)
  const at = { UserPoolId: pool.poolId, TermsId: made.TermsId }
  for (const change of [
    {},
    { TermsName: 'privacy-policy' },
    { Links: { 'cognito:german': 'https://example.com/de' } },
    { TermsSource: 'LINK', Enforcement: 'NONE' } as const,
    { TermsName: 'terms-of-use', Links: { 'cognito:default': 'https://example.com' } },
  ]) {
    const before = await describe(pool.poolId, made.TermsId)
    server.travel(1000)
    const { LastModifiedDate, ...rest } = (await update({ ...at, ...change })) ?? {}
    const { LastModifiedDate: modified, ...kept } = before ?? {}
    assert.deepEqual(rest, { ...kept, ...change })
    assert.ok(Number(LastModifiedDate) > Number(modified))
    assert.deepEqual(await describe(pool.poolId, made.TermsId), { ...rest, LastModifiedDate })
  }
})

suite('refuses', () => {
  const rows: [string, Partial<UpdateTermsCommandInput>, string, string | RegExp][] = [
    ...missingTerms,
    ['another name', { TermsName: 'x' }, IPE, /^1 validation error detected: Value 'x' at 'termsName' failed/],
    ['an empty map of links', { Links: {} }, IPE, /at 'links' failed .* greater than or equal to 1$/],
    ...wrongLinks.map((link): [string, Partial<UpdateTermsCommandInput>, string, string] => [
      `V38: the link ${link}`,
      { Links: { 'cognito:default': link } },
      IPE,
      'The link of cognito:default must be an http or https URL.',
    ]),
  ]
  for (const [name, change, error, message] of rows) {
    test(name, async () => {
      const sdk = server.client()
      const pool = await makePool(sdk)
      const made = await createTerms(sdk, pool)
      await assert.rejects(
        update({ UserPoolId: pool.poolId, TermsId: made.TermsId, ...change }),
        serviceError(error, message),
      )
      assert.deepEqual(await describe(pool.poolId, made.TermsId), made)
    })
  }

  test('the name of other terms of the client, and leaves both', async () => {
    const sdk = server.client()
    const pool = await makePool(sdk)
    const use = await createTerms(sdk, pool)
    const policy = await createTerms(sdk, pool, { TermsName: 'privacy-policy' })
    await assert.rejects(
      update({ UserPoolId: pool.poolId, TermsId: use.TermsId, TermsName: 'privacy-policy' }),
      serviceError('TermsExistsException', 'Terms with this name already exist for the app client.'),
    )
    for (const terms of [use, policy]) assert.deepEqual(await describe(pool.poolId, terms.TermsId), terms)
  })

  test('all but one of several changes at once, or none is lost', async () => {
    const sdk = server.client()
    const pool = await makePool(sdk)
    const { TermsId } = await createTerms(sdk, pool)
    const settled = await Promise.allSettled(
      [1, 2, 3, 4].map((index) =>
        update({ UserPoolId: pool.poolId, TermsId, Links: { 'cognito:default': `https://example.com/${index}` } }),
      ),
    )
    assert.ok(settled.some(({ status }) => status === 'fulfilled'))
    for (const result of settled) {
      if (result.status === 'rejected') serviceError('ConcurrentModificationException')(result.reason)
    }
  })
})
