import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  UpdateUserPoolDomainCommand,
  type UpdateUserPoolDomainCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { certificate, createDomain, custom, describeDomain, missingDomain } from './fixture.ts'

const server = useServer()

const update = async (UserPoolId: string, Domain: string, change: Partial<UpdateUserPoolDomainCommandInput>) => {
  const command = new UpdateUserPoolDomainCommand({ UserPoolId, Domain, ...change })
  const { $metadata, ...answer } = await server.client().send(command)
  return answer
}

test('changes what a request states of a custom domain and keeps the rest', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  const Domain = 'auth.example.com'
  await createDomain(sdk, poolId, { Domain, CustomDomainConfig: custom })
  const routing = { Failover: { SecondaryRegion: 'eu-west-1', PrimaryRoute53HealthCheckId: 'check' } }
  const renewed = { CertificateArn: certificate.replace(/\d$/, '0'), SecurityPolicy: 'TLS_V1_3_2025' as const }
  const at = { CloudFrontDomain: 'localhost' }
  assert.deepEqual(await update(poolId, Domain, { ManagedLoginVersion: 2 }), { ...at, ManagedLoginVersion: 2 })
  await update(poolId, Domain, { CustomDomainConfig: renewed })
  assert.deepEqual(await update(poolId, Domain, { Routing: routing }), {
    ...at,
    ManagedLoginVersion: 2,
    Routing: routing,
  })
  const described = await describeDomain(sdk, Domain)
  assert.deepEqual(
    [described?.ManagedLoginVersion, described?.CustomDomainConfig, described?.Routing],
    [2, renewed, routing],
  )
  await update(poolId, Domain, { CustomDomainConfig: custom })
  assert.deepEqual((await describeDomain(sdk, Domain))?.CustomDomainConfig, custom)
})

test('changes the version of a prefix, there and back', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  const { domain } = await createDomain(sdk, poolId)
  for (const ManagedLoginVersion of [2, 1]) {
    assert.deepEqual(await update(poolId, domain, { ManagedLoginVersion }), { ManagedLoginVersion })
  }
})

suite('refuses', () => {
  const rows: [string, Partial<UpdateUserPoolDomainCommandInput>, string, string | RegExp][] = [
    ...missingDomain,
    [
      'a certificate for a prefix',
      { CustomDomainConfig: custom },
      'InvalidParameterException',
      'Custom domain is not a valid subdomain',
    ],
    ['routing of a prefix', { Routing: {} }, 'InvalidParameterException', /^Routing is supported/],
    ['version 3', { ManagedLoginVersion: 3 }, 'InvalidParameterException', 'ManagedLoginVersion must be 1 or 2.'],
  ]
  for (const [name, change, error, message] of rows) {
    test(name, async () => {
      const sdk = server.client()
      const { poolId } = await makePool(sdk)
      const { domain } = await createDomain(sdk, poolId)
      await assert.rejects(update(poolId, domain, change), serviceError(error, message))
    })
  }

  test("another pool's domain", async () => {
    const sdk = server.client()
    const [one, other] = [(await makePool(sdk)).poolId, (await makePool(sdk)).poolId]
    const { domain } = await createDomain(sdk, one)
    await assert.rejects(
      update(other, domain, { ManagedLoginVersion: 2 }),
      serviceError('InvalidParameterException', 'No such domain or user pool exists.'),
    )
    assert.equal((await describeDomain(sdk, domain))?.ManagedLoginVersion, 1)
  })

  test('managed login in a Lite pool', async () => {
    const sdk = server.client()
    const { poolId } = await makePool(sdk, { UserPoolTier: 'LITE' })
    const { domain } = await createDomain(sdk, poolId)
    await assert.rejects(
      update(poolId, domain, { ManagedLoginVersion: 2 }),
      serviceError('FeatureUnavailableInTierException'),
    )
  })
})
