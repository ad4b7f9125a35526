import { fault } from './errors.ts'
import type { Pool, Tier } from './pool.ts'
import { tierFault } from './pool-tiers.ts'
import { unverifiedBrandingTexts as unverified } from './unverified-branding-texts.ts'

/** The least TLS of a custom domain. Kept, and means nothing here. */
export type SecurityPolicy = 'TLS_V1' | 'TLS_V1_2_2021' | 'TLS_V1_3_2025'

/** Where the pages of a pool are. A pool has at most one domain of each kind. */
export type UserPoolDomain = {
  readonly poolId: string
  /** The prefix alone, or the whole name of a custom domain: unique over all pools. */
  readonly domain: string
  readonly managedLoginVersion: number
  /** What makes it a custom domain. Certificates are kept and mean nothing here: TLS ends before this server. */
  readonly customDomainConfig?: { readonly certificateArn: string; readonly securityPolicy?: SecurityPolicy }
  readonly routing?: Routing
  readonly createdAt: number
  readonly updatedAt: number
}

/** When another Region takes over. Kept, and means nothing here. */
export type Routing = {
  readonly failover?: { readonly secondaryRegion: string; readonly primaryRoute53HealthCheckId: string }
}

/** The classic hosted UI. The default of a domain that states none is unverified. */
export const CLASSIC = 1
/** Managed login. */
export const MANAGED_LOGIN = 2

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html */
export const MAX_CUSTOM_DOMAINS = 4

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const prefixPattern = new RegExp(`^${LABEL}$`)
/** A name of several labels, the last of which makes it no IP address. */
const customPattern = new RegExp(`^(?:${LABEL}\\.)+(?![0-9-]+$)${LABEL}$`)
const certificatePattern = /^arn:aws[\w-]*:acm:us-east-1:\d{12}:certificate\/[\w-]+$/

const reservedWords = ['aws', 'amazon', 'cognito']
const reservedWord = (prefix: string) => reservedWords.find((word) => prefix.split('-').includes(word))

const isAddress = (host: string) => host.startsWith('[') || /^[\d.]+$/.test(host)

/** Whether a custom domain would take over the server's own name, or one that belongs to a prefix. */
const isOwn = (domain: string, publicUrl: string) => {
  const { hostname } = new URL(publicUrl)
  return domain === hostname || domain.endsWith(`.${hostname}`)
}

/** A domain as it would be, and where. */
export type DomainCandidate = {
  readonly domain: Pick<UserPoolDomain, 'domain' | 'managedLoginVersion' | 'customDomainConfig' | 'routing'>
  readonly pool: Pick<Pool, 'region' | 'settings'>
  readonly publicUrl: string
}

type Rule = {
  readonly text: string | ((candidate: DomainCandidate) => string)
  readonly broken: (candidate: DomainCandidate) => boolean
}

const isPrefix = ({ domain }: DomainCandidate) => domain.customDomainConfig === undefined

/** In the order in which they are told. Recorded texts, unless they come from the unverified ones. */
const rules: readonly Rule[] = [
  {
    text: String.raw`The domain name contains an invalid character. Domain names can only contain lower-case letters, numbers, and hyphens. Please enter a different name that follows this format: ^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?$`,
    broken: (candidate) => isPrefix(candidate) && !prefixPattern.test(candidate.domain.domain),
  },
  {
    text: ({ domain }) => `Domain cannot contain reserved word: ${reservedWord(domain.domain)}`,
    broken: (candidate) => isPrefix(candidate) && reservedWord(candidate.domain.domain) !== undefined,
  },
  {
    text: 'Custom domain is not a valid subdomain',
    broken: (candidate) =>
      !isPrefix(candidate) &&
      (!customPattern.test(candidate.domain.domain) || isOwn(candidate.domain.domain, candidate.publicUrl)),
  },
  {
    text: "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.",
    broken: (candidate) =>
      !isPrefix(candidate) && !certificatePattern.test(candidate.domain.customDomainConfig?.certificateArn ?? ''),
  },
  {
    text: unverified.managedLoginVersion,
    broken: ({ domain }) => domain.managedLoginVersion !== CLASSIC && domain.managedLoginVersion !== MANAGED_LOGIN,
  },
  { text: unverified.routingOfPrefix, broken: (candidate) => isPrefix(candidate) && !!candidate.domain.routing },
  {
    text: unverified.routingRegion,
    broken: ({ domain, pool }) => domain.routing?.failover?.secondaryRegion === pool.region,
  },
]

/** Raises FeatureUnavailableInTierException for managed login in a Lite pool. */
export const checkDomainTier = (tier: Tier, managedLoginVersion: number): void => {
  if (tier === 'LITE' && managedLoginVersion === MANAGED_LOGIN) throw tierFault(tier, ['Managed Login']) // unverified name
}

/** Raises InvalidParameterException, or FeatureUnavailableInTierException, for a domain that must not be. */
export const checkDomain = (candidate: DomainCandidate): void => {
  const rule = rules.find(({ broken }) => broken(candidate))
  if (rule) {
    throw fault('InvalidParameterException', typeof rule.text === 'string' ? rule.text : rule.text(candidate))
  }
  checkDomainTier(candidate.pool.settings.userPoolTier, candidate.domain.managedLoginVersion)
}

/** Stands between a prefix and the name of the server. */
const BETWEEN = '.auth.'

/** The prefix of a host name that could be of a pool's prefix domain, below whatever name of this server. */
export const prefixOf = (host: string): string | undefined => {
  const end = host.indexOf(BETWEEN)
  const prefix = host.slice(0, Math.max(0, end))
  return prefixPattern.test(prefix) ? prefix : undefined
}

/**
 * The host name of a pool's pages: its custom domain, else `<prefix>.auth.` before the host of the public
 * URL, which must be a name for that. Undefined where the pool has no domain.
 */
export const pagesHost = (
  { customDomain, prefixDomain }: Pick<Pool, 'customDomain' | 'prefixDomain'>,
  publicUrl: string,
): string | undefined => {
  if (customDomain !== undefined) return customDomain
  const { hostname } = new URL(publicUrl)
  return prefixDomain === undefined || isAddress(hostname) ? undefined : prefixDomain + BETWEEN + hostname
}
