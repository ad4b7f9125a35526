import { findAttribute } from './attributes.ts'
import { oauthRules } from './client-oauth-rules.ts'
import type { ClientCandidate, ClientRule } from './client-rule.ts'
import { tokenSeconds } from './client-validity.ts'
import { fault } from './errors.ts'
import { arnPlace } from './pool-rule.ts'
import { tierFault } from './pool-tiers.ts'
import { unverifiedTexts } from './unverified-texts.ts'

const CLIENT_TOKEN = 'ALLOW_CLIENT_TOKEN_AUTH'
const issuesClientTokens = ({ settings }: ClientCandidate) =>
  Boolean(settings.explicitAuthFlows?.includes(CLIENT_TOKEN))

const flowRules: readonly ClientRule[] = [
  {
    text: "Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names.",
    broken: ({ settings: { explicitAuthFlows: flows = [] } }) =>
      flows.some((flow) => flow.startsWith('ALLOW_')) && flows.some((flow) => !flow.startsWith('ALLOW_')),
  },
  {
    text: unverifiedTexts.rotation,
    broken: ({ settings }) =>
      settings.refreshTokenRotation?.feature === 'ENABLED' &&
      Boolean(settings.explicitAuthFlows?.includes('ALLOW_REFRESH_TOKEN_AUTH')),
  },
  {
    text: unverifiedTexts.clientTokenAlone,
    broken: (candidate) =>
      issuesClientTokens(candidate) &&
      candidate.settings.explicitAuthFlows?.some((flow) => flow !== CLIENT_TOKEN) === true,
  },
  {
    text: unverifiedTexts.clientTokenSecret,
    broken: (candidate) => issuesClientTokens(candidate) && !candidate.hasSecret,
  },
]

const MINUTE = 60
const DAY = 24 * 60 * MINUTE

const isOutside = (seconds: number, low: number, high: number) => !(seconds >= low && seconds <= high)

const validityRules: readonly ClientRule[] = [
  {
    text: 'Invalid range for token validity.',
    broken: (client) =>
      isOutside(tokenSeconds(client, 'accessToken'), 5 * MINUTE, DAY) ||
      isOutside(tokenSeconds(client, 'idToken'), 5 * MINUTE, DAY) ||
      isOutside(tokenSeconds(client, 'refreshToken'), 60 * MINUTE, 3650 * DAY),
  },
  {
    text: 'Access and Id Token expiration times must be less than or equal to refresh token expiration times.',
    broken: (client) =>
      Math.max(tokenSeconds(client, 'accessToken'), tokenSeconds(client, 'idToken')) >
      tokenSeconds(client, 'refreshToken'),
  },
]

/** Written by the service alone. */
const unwritable: ReadonlySet<string> = new Set(['sub', 'email_verified', 'phone_number_verified'])

const isWritable = ({ pool }: ClientCandidate, name: string) => {
  const attribute = findAttribute(pool.schema, name)
  // Developer-only attributes are documented as read-only to all clients.
  return attribute !== undefined && !attribute.developerOnlyAttribute && !unwritable.has(name)
}

const attributeRules: readonly ClientRule[] = [
  {
    text: ({ doing }) => `Invalid write attributes specified while ${doing} a client`,
    broken: (candidate) => {
      const { pool, settings } = candidate
      const listed = settings.writeAttributes
      if (!listed) return false
      const required = pool.schema.filter((attribute) => attribute.required && !unwritable.has(attribute.name))
      return listed.some((name) => !isWritable(candidate, name)) || required.some(({ name }) => !listed.includes(name))
    },
  },
  {
    text: ({ doing }) => `Invalid read attributes specified while ${doing} a client`,
    broken: ({ pool, settings }) => (settings.readAttributes ?? []).some((name) => !findAttribute(pool.schema, name)),
  },
]

const unknownProvider = ({ settings, providers }: ClientCandidate) =>
  settings.supportedIdentityProviders?.find((name) => name !== 'COGNITO' && !providers.has(name))

const providerRules: readonly ClientRule[] = [
  {
    text: (candidate) => `The provider ${unknownProvider(candidate)} does not exist for User Pool ${candidate.pool.id}`,
    broken: (candidate) => unknownProvider(candidate) !== undefined,
  },
  {
    text: 'Client Secret is required to set EnablePropagateAdditionalUserContextData as true',
    broken: ({ settings, hasSecret }) => settings.enablePropagateAdditionalUserContextData && !hasSecret,
  },
]

const applicationRegion = ({ settings }: ClientCandidate) =>
  settings.analyticsConfiguration?.applicationArn && arnPlace(settings.analyticsConfiguration.applicationArn).region

const analyticsRules: readonly ClientRule[] = [
  {
    text: 'Invalid analytics configuration given, either <application arn> or <application id, role arn, external id> are valid',
    broken: ({ settings: { analyticsConfiguration: given } }) => {
      if (!given) return false
      const parts = [given.applicationId, given.roleArn, given.externalId]
      if (given.applicationArn) return parts.some((part) => part !== undefined)
      return parts.some((part) => part === undefined)
    },
  },
  {
    text: (candidate) =>
      `The integration with Pinpoint is not supported for the requested ${applicationRegion(candidate)} region.`,
    broken: (candidate) => (applicationRegion(candidate) ?? candidate.pool.region) !== candidate.pool.region,
  },
]

const rules: readonly ClientRule[] = [
  ...flowRules,
  ...validityRules,
  ...attributeRules,
  ...providerRules,
  ...oauthRules,
  ...analyticsRules,
]

/**
 * Insists that a client may be as a request would have it. Raises the error of the first rule that it
 * breaks: InvalidParameterException, or one about OAuth flows or scopes; and
 * FeatureUnavailableInTierException for choice-based sign-in in a Lite pool.
 */
export const checkClient = (candidate: ClientCandidate): void => {
  const rule = rules.find(({ broken }) => broken(candidate))
  if (rule) {
    const text = typeof rule.text === 'string' ? rule.text : rule.text(candidate)
    throw fault(rule.error ?? 'InvalidParameterException', text)
  }
  const tier = candidate.pool.settings.userPoolTier
  if (tier === 'LITE' && candidate.settings.explicitAuthFlows?.includes('ALLOW_USER_AUTH')) {
    throw tierFault(tier, ['Passwordless Sign-In'])
  }
}
