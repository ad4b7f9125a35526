import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { PoolSettings } from '../../src/domain/pool.ts'
import { relyingPartyIdOf } from '../../src/domain/relying-party.ts'
import { checkDomain, pagesHost } from '../../src/domain/user-pool-domain.ts'
import { serviceError } from '../harness.ts'

const both = { prefixDomain: 'shop', customDomain: 'auth.example.com' }
const settings = (relyingPartyId?: string) =>
  ({
    ...(relyingPartyId && { webAuthnConfiguration: { relyingPartyId, userVerification: 'preferred' } }),
  }) as PoolSettings

suite('the host of the pages, for which passkeys sign unless the pool says otherwise', () => {
  for (const [name, domains, publicUrl, host] of [
    ['none', {}, 'https://id.example.org', undefined],
    ['a prefix', { prefixDomain: 'shop' }, 'https://id.example.org', 'shop.auth.id.example.org'],
    ['a prefix on another port', { prefixDomain: 'shop' }, 'http://localhost:9230', 'shop.auth.localhost'],
    ['a prefix of an address', { prefixDomain: 'shop' }, 'http://10.0.0.1:9230', undefined],
    ['a prefix of an address of version 6', { prefixDomain: 'shop' }, 'http://[fd00::1]', undefined],
    ['a custom domain', { customDomain: 'auth.example.com' }, 'http://10.0.0.1', 'auth.example.com'],
    ['both', both, 'https://id.example.org', 'auth.example.com'],
  ] as const) {
    test(name, () => {
      assert.equal(pagesHost(domains, publicUrl), host)
      assert.equal(relyingPartyIdOf({ settings: settings(), ...domains }, publicUrl), host)
      assert.equal(relyingPartyIdOf({ settings: settings('a.example'), ...domains }, publicUrl), 'a.example')
    })
  }
})

suite('a custom domain may not be one of the server itself', () => {
  const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/a'
  const check = (domain: string) =>
    checkDomain({
      domain: { domain, managedLoginVersion: 1, customDomainConfig: { certificateArn } },
      pool: { region: 'us-east-1', settings: { userPoolTier: 'ESSENTIALS' } as PoolSettings },
      publicUrl: 'https://id.example.org:8443',
    })
  for (const domain of ['id.example.org', 'shop.auth.id.example.org', 'a.b.id.example.org']) {
    test(domain, () =>
      assert.throws(
        () => check(domain),
        serviceError('InvalidParameterException', 'Custom domain is not a valid subdomain'),
      ),
    )
  }
  for (const domain of [
    'example.org',
    'auth.example.org',
    'xid.example.org',
    'id.example.org.example',
    '1.example',
    'a.1b',
  ]) {
    test(`but ${domain} may`, () => check(domain))
  }
})
