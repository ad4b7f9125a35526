import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  DeleteIdentityProviderCommand,
  ListIdentityProvidersCommand,
  type ListIdentityProvidersCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { accepted, createProvider, requiredMember } from './fixture.ts'

const server = useServer()

const list = (input: Partial<ListIdentityProvidersCommandInput>) =>
  server.client().send(new ListIdentityProvidersCommand({ UserPoolId: '', ...input }))

test('lists the providers of this pool, oldest first, in pages of every size', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  const { $metadata, ...empty } = await list({ UserPoolId: poolId })
  assert.deepEqual(empty, { Providers: [] })
  const made = []
  for (const ProviderName of ['zeta', 'Alpha', 'mid', 'Google']) {
    const google = { ProviderType: 'Google' as const, ProviderDetails: accepted.Google }
    const { ProviderType, CreationDate, LastModifiedDate } =
      (await createProvider(sdk, poolId, { ProviderName, ...(ProviderName === 'Google' && google) })) ?? {}
    made.push({ ProviderName, ProviderType, LastModifiedDate, CreationDate })
    server.travel(1000)
  }
  await createProvider(sdk, (await makePool(sdk)).poolId)
  for (const MaxResults of [0, 1, 2, 3, 4, 60, undefined]) {
    const found = []
    let NextToken: string | undefined
    do {
      const page = await list({ UserPoolId: poolId, MaxResults, ...(NextToken !== undefined && { NextToken }) })
      assert.ok((page.Providers?.length ?? 0) <= (MaxResults || 60))
      found.push(...(page.Providers ?? []))
      NextToken = page.NextToken
    } while (NextToken !== undefined)
    assert.deepEqual(found, made)
  }
})

test('a page goes on where it was, whoever came and went', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  for (const ProviderName of ['one', 'two', 'three', 'four']) {
    await createProvider(sdk, poolId, { ProviderName })
    server.travel(1000)
  }
  const { NextToken = '' } = await list({ UserPoolId: poolId, MaxResults: 2 })
  for (const ProviderName of ['two', 'three']) {
    await sdk.send(new DeleteIdentityProviderCommand({ UserPoolId: poolId, ProviderName }))
  }
  await createProvider(sdk, poolId, { ProviderName: 'five' })
  const { Providers } = await list({ UserPoolId: poolId, NextToken })
  assert.deepEqual(
    Providers?.map(({ ProviderName }) => ProviderName),
    ['four', 'five'],
  )
})

test('refusals', async (t) => {
  const sdk = server.client()
  const [one, other] = [await makePool(sdk), await makePool(sdk)]
  for (const ProviderName of ['one', 'two']) await createProvider(sdk, one.poolId, { ProviderName })
  const { NextToken = '' } = await list({ UserPoolId: one.poolId, MaxResults: 1 })
  const IPE = 'InvalidParameterException'
  const rows: [string, Partial<ListIdentityProvidersCommandInput>, string, string][] = [
    [
      'an unknown pool',
      { UserPoolId: 'us-east-1_nosuchone' },
      'ResourceNotFoundException',
      'User pool us-east-1_nosuchone does not exist.',
    ],
    ['no pool', { UserPoolId: undefined }, IPE, requiredMember('userPoolId')],
    [
      'a page too long',
      { MaxResults: 61 },
      IPE,
      "1 validation error detected: Value '61' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 60",
    ],
    ['V58: an invented token', { NextToken: 'x' }, IPE, 'Invalid pagination token'],
    ["V58: another pool's token", { UserPoolId: other.poolId, NextToken }, IPE, 'Invalid pagination token'],
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () => assert.rejects(list({ UserPoolId: one.poolId, ...change }), serviceError(error, message)))
  }
})
