import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  type CreateTermsCommandInput,
  DeleteUserPoolClientCommand,
  DescribeTermsCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeClient, makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createTerms, links, missing, unknownPool, wrongLinks } from './fixture.ts'

const server = useServer()
const IPE = 'InvalidParameterException'

const describe = async (UserPoolId: string, TermsId: string | undefined) =>
  (await server.client().send(new DescribeTermsCommand({ UserPoolId, TermsId }))).Terms

test('makes both kinds of terms for a client', async () => {
  const sdk = server.client()
  const pool = await makePool(sdk)
  for (const TermsName of ['terms-of-use', 'privacy-policy']) {
    const made = await createTerms(sdk, pool, { TermsName })
    const { TermsId, CreationDate, LastModifiedDate, ...rest } = made
    assert.match(TermsId ?? '', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    assert.ok(CreationDate && Math.abs(CreationDate.getTime() - Date.now()) < 60_000)
    assert.deepEqual(LastModifiedDate, CreationDate)
    assert.deepEqual(rest, {
      UserPoolId: pool.poolId,
      ClientId: pool.clientId,
      TermsName,
      TermsSource: 'LINK',
      Enforcement: 'NONE',
      Links: links,
    })
    assert.deepEqual(await describe(pool.poolId, TermsId), made)
  }
})

suite('answers and keeps', () => {
  const languages = `default dutch english french spanish german bahasa-indonesia italian japanese korean
    portuguese-brazil chinese-simplified chinese-traditional`
  const rows: [string, CreateTermsCommandInput['Links']][] = [
    [
      'every language',
      Object.fromEntries(languages.split(/\s+/).map((name) => [`cognito:${name}`, `https://e.example/${name}`])),
    ],
    ['no default', { 'cognito:dutch': 'https://example.com' }],
    ['the longest link', { 'cognito:default': `https://example.com/${'x'.repeat(1004)}` }],
    ['a link in other letters', { 'cognito:default': 'HTTPS://例え.example/条件' }],
    ['markup in a link', { 'cognito:default': 'https://example.com/"><script>' }],
    ['a page of a development server', { 'cognito:default': 'http://localhost:3000/terms' }],
  ]
  for (const [name, stated] of rows) {
    test(name, async () => {
      const sdk = server.client()
      const pool = await makePool(sdk)
      const made = await createTerms(sdk, pool, { Links: stated })
      assert.deepEqual(made.Links, stated)
      assert.deepEqual(await describe(pool.poolId, made.TermsId), made)
    })
  }
  test('no links', async () => {
    const sdk = server.client()
    assert.deepEqual((await createTerms(sdk, await makePool(sdk), { Links: undefined })).Links, {})
  })
})

suite('refuses', () => {
  type Row = [string, Record<string, unknown>, string, string | RegExp]
  const rows: Row[] = [
    unknownPool,
    ...['UserPoolId', 'ClientId', 'TermsName', 'TermsSource', 'Enforcement'].map((member): Row => {
      const [name, change, error, message] = missing(member)
      return [name, change, error, member === 'ClientId' ? message.replace('Value null', 'Value') : message]
    }),
    [
      'an unknown client',
      { ClientId: 'nosuchclient' },
      'ResourceNotFoundException',
      'User pool client nosuchclient does not exist.',
    ],
    [
      'another name',
      { TermsName: 'terms-of-use-2' },
      IPE,
      "1 validation error detected: Value 'terms-of-use-2' at 'termsName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(terms-of-use|privacy-policy)$",
    ],
    [
      'another source',
      { TermsSource: 'TEXT' },
      IPE,
      /^1 validation error detected: Value 'TEXT' at 'termsSource' failed .*\[LINK\]$/,
    ],
    [
      'another enforcement',
      { Enforcement: 'ALL' },
      IPE,
      /^1 validation error detected: Value 'ALL' at 'enforcement' failed .*\[NONE\]$/,
    ],
    [
      'an empty map of links',
      { Links: {} },
      IPE,
      /at 'links' failed to satisfy constraint: Member must have length greater than or equal to 1$/,
    ],
    [
      'another language',
      { Links: { 'cognito:latin': 'https://example.com' } },
      IPE,
      /at 'links' failed to satisfy constraint: Member must satisfy constraint: \[/,
    ],
    ['a link with a space', { Links: { 'cognito:default': 'https://example.com/a b' } }, IPE, /at 'links' failed/],
    ['a link too long', { Links: { 'cognito:default': `https://${'x'.repeat(1017)}` } }, IPE, /at 'links' failed/],
    ...wrongLinks.map(
      (link): Row => [
        `V38: the link ${link}`,
        { Links: { 'cognito:french': link } },
        IPE,
        'The link of cognito:french must be an http or https URL.',
      ],
    ),
  ]
  for (const [name, change, error, message] of rows) {
    test(name, async () => {
      const sdk = server.client()
      await assert.rejects(createTerms(sdk, await makePool(sdk), change), serviceError(error, message))
    })
  }

  test('terms that the client has, whoever comes first', async () => {
    const sdk = server.client()
    const pool = await makePool(sdk)
    const settled = await Promise.allSettled([1, 2, 3].map(() => createTerms(sdk, pool)))
    assert.equal(settled.filter(({ status }) => status === 'fulfilled').length, 1)
    await assert.rejects(
      createTerms(sdk, pool),
      serviceError('TermsExistsException', 'Terms with this name already exist for the app client.'),
    )
    await createTerms(sdk, { ...pool, ...(await makeClient(sdk, pool.poolId)) })
  })

  test("another pool's client", async () => {
    const sdk = server.client()
    const [{ poolId }, { clientId }] = [await makePool(sdk), await makePool(sdk)]
    await assert.rejects(createTerms(sdk, { poolId, clientId }), serviceError('ResourceNotFoundException'))
  })

  test('more than 40 in a pool', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makePool(sdk)
    for (let index = 0; index < 20; index++) {
      const client = await makeClient(sdk, poolId)
      for (const TermsName of ['terms-of-use', 'privacy-policy']) {
        await createTerms(sdk, { poolId, ...client }, { TermsName })
      }
    }
    await assert.rejects(
      createTerms(sdk, { poolId, clientId }),
      serviceError('LimitExceededException', 'Maximum number of terms documents has been reached.'),
    )
  })
})

test('go with their client', async () => {
  const sdk = server.client()
  const pool = await makePool(sdk)
  const { TermsId } = await createTerms(sdk, pool)
  await sdk.send(new DeleteUserPoolClientCommand({ UserPoolId: pool.poolId, ClientId: pool.clientId }))
  await assert.rejects(describe(pool.poolId, TermsId), serviceError('ResourceNotFoundException'))
})
