import type { Settings } from '../../context.ts'
import { defined } from '../../domain/defined.ts'
import { versionOf } from '../../domain/ui-customization.ts'
import type { UserPoolDomain } from '../../domain/user-pool-domain.ts'
import { toWire } from '../../wire/casing.ts'

/** Where the alias record of a custom domain must point: at this server. */
const target = (domain: UserPoolDomain, { publicUrl }: Settings) =>
  domain.customDomainConfig ? new URL(publicUrl).hostname : undefined

/** A domain as operations that write one answer it. */
export const toWritten = (domain: UserPoolDomain, settings: Settings) =>
  defined({
    ManagedLoginVersion: domain.managedLoginVersion,
    CloudFrontDomain: target(domain, settings),
    Routing: domain.routing && toWire(domain.routing),
  })

/**
 * A domain as DomainDescriptionType. It is active at once, and has no bucket: the server itself has its
 * files. That a prefix shows an empty CustomDomainConfig is unverified.
 */
export const toDescription = (domain: UserPoolDomain, settings: Settings) => ({
  UserPoolId: domain.poolId,
  AWSAccountId: settings.accountId,
  Domain: domain.domain,
  CloudFrontDistribution: new URL(settings.publicUrl).hostname,
  Version: versionOf(domain),
  Status: 'ACTIVE' as const,
  CustomDomainConfig: domain.customDomainConfig ? toWire(domain.customDomainConfig) : {},
  ...defined({
    ManagedLoginVersion: domain.managedLoginVersion,
    Routing: domain.routing && toWire(domain.routing),
  }),
})
