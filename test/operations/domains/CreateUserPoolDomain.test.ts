import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  type CreateUserPoolDomainCommandInput,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  type SecurityPolicyType,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { certificate, createDomain, custom, describeDomain, newPrefix } from './fixture.ts'

const server = useServer()
const IPE = 'InvalidParameterException'

const describePool = async (UserPoolId: string) =>
  (await server.client().send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool

test('gives a pool a prefix and a domain of its own, which the pool shows', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  const prefix = await createDomain(sdk, poolId)
  assert.deepEqual(prefix.answer, { ManagedLoginVersion: 1 })
  const own = await createDomain(sdk, poolId, { Domain: 'auth.one.example', CustomDomainConfig: custom })
  assert.deepEqual(own.answer, { ManagedLoginVersion: 1, CloudFrontDomain: 'localhost' })
  const pool = await describePool(poolId)
  assert.deepEqual([pool?.Domain, pool?.CustomDomain], [prefix.domain, 'auth.one.example'])
  const { CreationDate, LastModifiedDate } = (await describePool((await makePool(sdk)).poolId)) ?? {}
  assert.deepEqual(CreationDate, LastModifiedDate)
})

suite('answers and keeps', () => {
  const routing = { Failover: { SecondaryRegion: 'eu-west-1', PrimaryRoute53HealthCheckId: 'check' } }
  const rows: [string, Partial<CreateUserPoolDomainCommandInput>][] = [
    ['managed login', { ManagedLoginVersion: 2 }],
    ['a prefix of one character', { Domain: 'x' }],
    ['a prefix of 63 characters', { Domain: `${'y'.repeat(62)}0` }],
    ['a prefix with a reserved word in another', { Domain: 'awsome-cognitos' }],
    ...(['TLS_V1', 'TLS_V1_2_2021', 'TLS_V1_3_2025'] as SecurityPolicyType[]).map(
      (SecurityPolicy, index): [string, Partial<CreateUserPoolDomainCommandInput>] => [
        SecurityPolicy,
        { Domain: `a${index}.two.example`, CustomDomainConfig: { CertificateArn: certificate, SecurityPolicy } },
      ],
    ),
    [
      'a custom domain with a reserved word and managed login',
      { Domain: 'cognito.three.example', CustomDomainConfig: custom, ManagedLoginVersion: 2 },
    ],
    ['routing', { Domain: 'four.example', CustomDomainConfig: custom, Routing: routing }],
    ['empty routing', { Domain: 'five.example', CustomDomainConfig: custom, Routing: {} }],
  ]
  for (const [name, stated] of rows) {
    test(name, async () => {
      const sdk = server.client(name.startsWith('TLS') ? 'us-east-2' : 'us-west-2')
      const { poolId } = await makePool(sdk)
      const { domain, answer } = await createDomain(sdk, poolId, stated)
      const described = await describeDomain(sdk, domain)
      assert.deepEqual(answer.Routing, stated.Routing)
      assert.deepEqual(
        [described?.ManagedLoginVersion, described?.CustomDomainConfig, described?.Routing],
        [stated.ManagedLoginVersion ?? 1, stated.CustomDomainConfig ?? {}, stated.Routing],
      )
    })
  }
})

suite('refuses', () => {
  const SUBDOMAIN = 'Custom domain is not a valid subdomain'
  const CERTIFICATE =
    "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain."
  const CHARACTER = String.raw`The domain name contains an invalid character. Domain names can only contain lower-case letters, numbers, and hyphens. Please enter a different name that follows this format: ^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?$`
  type Row = [string, Partial<CreateUserPoolDomainCommandInput>, string, string]
  const rows: Row[] = [
    [
      'an unknown pool',
      { UserPoolId: 'us-east-1_nosuchone' },
      'ResourceNotFoundException',
      'User pool us-east-1_nosuchone does not exist.',
    ],
    [
      'no domain',
      { Domain: undefined },
      IPE,
      "1 validation error detected: Value null at 'domain' failed to satisfy constraint: Member must not be null",
    ],
    [
      'an empty domain',
      { Domain: '' },
      IPE,
      "1 validation error detected: Value '' at 'domain' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    ...['Shop', 'shop_1', '-shop', 'shop-', 'auth.example.com', 'shöp', 'a b'].map(
      (Domain): Row => [`the prefix ${Domain}`, { Domain }, IPE, CHARACTER],
    ),
    ...['aws', 'amazon', 'cognito', 'my-cognito-app', 'aws-shop'].map((Domain): Row => {
      const word = /aws|amazon|cognito/.exec(Domain)?.[0]
      return [`the prefix ${Domain}`, { Domain }, IPE, `Domain cannot contain reserved word: ${word}`]
    }),
    ...[
      'shop',
      'Auth.example.com',
      'auth..example',
      '127.0.0.1',
      'auth.example.',
      '.example',
      'a_b.example',
      '*.example',
    ].map((Domain): Row => [`the custom domain ${Domain}`, { Domain, CustomDomainConfig: custom }, IPE, SUBDOMAIN]),
    [
      'a custom domain that is the one of a prefix on this server',
      { Domain: 'shop.localhost', CustomDomainConfig: custom },
      IPE,
      SUBDOMAIN,
    ],
    ...[
      certificate.replace('us-east-1', 'eu-west-1'),
      certificate.replace(':acm:', ':iam:'),
      certificate.replace('certificate/', ''),
    ].map(
      (CertificateArn): Row => [
        `the certificate ${CertificateArn}`,
        { Domain: 'refused.example', CustomDomainConfig: { CertificateArn } },
        IPE,
        CERTIFICATE,
      ],
    ),
    [
      'no certificate',
      { Domain: 'refused.example', CustomDomainConfig: { CertificateArn: undefined } },
      IPE,
      "1 validation error detected: Value null at 'customDomainConfig.certificateArn' failed to satisfy constraint: Member must not be null",
    ],
    ['version 0 of the pages', { ManagedLoginVersion: 0 }, IPE, 'ManagedLoginVersion must be 1 or 2.'],
    ['version 3 of the pages', { ManagedLoginVersion: 3 }, IPE, 'ManagedLoginVersion must be 1 or 2.'],
    ['routing of a prefix', { Routing: {} }, IPE, 'Routing is supported for custom domains only.'],
    [
      "routing to the pool's own Region",
      {
        Domain: 'refused.example',
        CustomDomainConfig: custom,
        Routing: { Failover: { SecondaryRegion: 'us-east-1', PrimaryRoute53HealthCheckId: 'x' } },
      },
      IPE,
      'The secondary Region must not be the Region of the user pool.',
    ],
  ]
  for (const [name, change, error, message] of rows) {
    test(name, async () => {
      const sdk = server.client()
      const { poolId } = await makePool(sdk)
      await assert.rejects(createDomain(sdk, poolId, change), serviceError(error, message))
      assert.equal((await describePool(poolId))?.Domain, undefined)
    })
  }

  test('a second prefix, a second custom domain, and those of others', async () => {
    const sdk = server.client()
    const [one, other] = [(await makePool(sdk)).poolId, (await makePool(sdk)).poolId]
    const { domain } = await createDomain(sdk, one)
    await createDomain(sdk, one, { Domain: 'six.example', CustomDomainConfig: custom })
    const HAS_ONE = 'User pool already has a domain configured.'
    await assert.rejects(createDomain(sdk, one), serviceError(IPE, HAS_ONE))
    await assert.rejects(
      createDomain(sdk, one, { Domain: 'seven.example', CustomDomainConfig: custom }),
      serviceError(IPE, HAS_ONE),
    )
    for (const [user, region] of [
      [sdk, other],
      [server.client('eu-west-1'), (await makePool(server.client('eu-west-1'))).poolId],
    ] as const) {
      await assert.rejects(
        createDomain(user, region, { Domain: domain }),
        serviceError(IPE, 'Domain already associated with another user pool.'),
      )
      await assert.rejects(
        createDomain(user, region, { Domain: 'six.example', CustomDomainConfig: custom }),
        serviceError(
          IPE,
          'One or more of the CNAMEs that you provided are already associated with a different resource',
        ),
      )
    }
  })

  test('more than four custom domains in a Region', async () => {
    const sdk = server.client('eu-central-1')
    const create = async (index: number) => {
      const { poolId } = await makePool(sdk)
      return createDomain(sdk, poolId, { Domain: `n${index}.eight.example`, CustomDomainConfig: custom })
    }
    for (const index of [1, 2, 3, 4]) await create(index)
    await assert.rejects(
      create(5),
      serviceError('LimitExceededException', 'Maximum number of custom domains has been reached.'),
    )
    assert.deepEqual(await describeDomain(sdk, 'n5.eight.example'), {})
  })

  test('managed login in a Lite pool, and a pool with it that becomes one', async () => {
    const sdk = server.client()
    const { poolId: lite } = await makePool(sdk, { UserPoolTier: 'LITE' })
    const FUT = 'FeatureUnavailableInTierException'
    const text = 'The following features need to be disabled for the LITE pricing tier configured: Managed Login'
    await assert.rejects(createDomain(sdk, lite, { ManagedLoginVersion: 2 }), serviceError(FUT, text))
    await createDomain(sdk, lite)
    const { poolId } = await makePool(sdk)
    await createDomain(sdk, poolId, { ManagedLoginVersion: 2 })
    await assert.rejects(
      sdk.send(new UpdateUserPoolCommand({ UserPoolId: poolId, UserPoolTier: 'LITE' })),
      serviceError(FUT, text),
    )
  })
})

test('one of those who want a name at once has it', async () => {
  const sdk = server.client()
  const Domain = newPrefix()
  const pools = await Promise.all([1, 2, 3, 4].map(() => makePool(sdk)))
  const settled = await Promise.allSettled(pools.map(({ poolId }) => createDomain(sdk, poolId, { Domain })))
  assert.equal(settled.filter(({ status }) => status === 'fulfilled').length, 1)
  for (const result of settled) {
    if (result.status === 'rejected')
      serviceError(IPE, 'Domain already associated with another user pool.')(result.reason)
  }
})

test('a pool with a domain stays', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  const remove = () => sdk.send(new DeleteUserPoolCommand({ UserPoolId: poolId }))
  await createDomain(sdk, poolId)
  await assert.rejects(
    remove(),
    serviceError(IPE, 'User pool cannot be deleted. It has a domain configured that should be deleted first.'),
  )
})
