import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DescribeUserPoolDomainCommand } from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { createDomain, custom, describeDomain } from './fixture.ts'

const server = useServer()

test('answers a prefix', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  const { domain } = await createDomain(sdk, poolId)
  const { Version, ...description } = (await describeDomain(sdk, domain)) ?? {}
  assert.match(Version ?? '', /^20\d{12}$/)
  assert.deepEqual(description, {
    UserPoolId: poolId,
    AWSAccountId: '000000000000',
    Domain: domain,
    CloudFrontDistribution: 'localhost',
    Status: 'ACTIVE',
    CustomDomainConfig: {},
    ManagedLoginVersion: 1,
  })
})

test('answers a custom domain', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  await createDomain(sdk, poolId, { Domain: 'auth.example.com', CustomDomainConfig: custom, ManagedLoginVersion: 2 })
  const { Version, ...description } = (await describeDomain(sdk, 'auth.example.com')) ?? {}
  assert.deepEqual(description, {
    UserPoolId: poolId,
    AWSAccountId: '000000000000',
    Domain: 'auth.example.com',
    CloudFrontDistribution: 'localhost',
    Status: 'ACTIVE',
    CustomDomainConfig: custom,
    ManagedLoginVersion: 2,
  })
})

test('answers nothing of a domain that is not there, or of another Region', async () => {
  const sdk = server.client()
  const { domain } = await createDomain(sdk, (await makePool(sdk)).poolId)
  for (const name of ['nobodys', 'Not A Domain', domain.toUpperCase(), `${domain}.localhost`]) {
    assert.deepEqual(await describeDomain(sdk, name), {})
  }
  assert.deepEqual(await describeDomain(server.client('eu-west-1'), domain), {})
})

test('refuses a request without one, and one too long', async () => {
  const describe = (Domain: string | undefined) => server.client().send(new DescribeUserPoolDomainCommand({ Domain }))
  await assert.rejects(
    describe(undefined),
    serviceError('InvalidParameterException', /Value null at 'domain' failed .* must not be null$/),
  )
  await assert.rejects(
    describe('a'.repeat(64)),
    serviceError('InvalidParameterException', /at 'domain' failed .* less than or equal to 63$/),
  )
})
