import { fault } from './errors.ts'
import { type PoolSettings, registersClients, type Tier } from './pool.ts'

/** From the least to the most. */
const tiers: readonly Tier[] = ['LITE', 'ESSENTIALS', 'PLUS']

type Feature = {
  /** As the service's message calls it; recorded unless marked. */
  readonly name: string
  readonly needs: Tier
  readonly used: (settings: PoolSettings) => boolean
}

const SESSIONS = 'Session Management' // unverified

/** What only pools of a higher tier have. */
const features: readonly Feature[] = [
  {
    name: 'Passwordless Sign-In',
    needs: 'ESSENTIALS',
    used: ({ policies }) => policies.signInPolicy.allowedFirstAuthFactors.some((factor) => factor !== 'PASSWORD'),
  },
  ...(['V2_0', 'V3_0'] as const).map(
    (version): Feature => ({
      name: `Token Customization with Pre-Token Generation Lambda ${version}`,
      needs: 'ESSENTIALS',
      used: ({ lambdaConfig }) => lambdaConfig.preTokenGenerationConfig?.lambdaVersion === version,
    }),
  ),
  {
    name: 'Email MFA', // unverified
    needs: 'ESSENTIALS',
    used: ({ emailMfaConfiguration }) => emailMfaConfiguration !== undefined,
  },
  {
    name: 'Password History', // unverified
    needs: 'ESSENTIALS',
    used: ({ policies }) => (policies.passwordPolicy.passwordHistorySize ?? 0) > 0,
  },
  {
    name: 'Passkey MFA', // unverified
    needs: 'ESSENTIALS',
    used: ({ webAuthnConfiguration }) => webAuthnConfiguration?.factorConfiguration !== undefined,
  },
  {
    name: 'Dynamic Client Registration', // unverified
    needs: 'ESSENTIALS',
    used: (settings) => registersClients({ settings }),
  },
  {
    name: 'Custom ACR Values', // unverified
    needs: 'ESSENTIALS',
    used: ({ acrConfiguration }) => Object.keys(acrConfiguration ?? {}).length > 0,
  },
  { name: SESSIONS, needs: 'ESSENTIALS', used: ({ sessionConfiguration }) => sessionConfiguration?.tracking === true },
  {
    name: 'Threat Protection',
    needs: 'PLUS',
    used: ({ userPoolAddOns: addOns }) =>
      addOns !== undefined &&
      (addOns.advancedSecurityMode !== 'OFF' || addOns.advancedSecurityAdditionalFlows?.customAuthMode !== undefined),
  },
]

/** The error of features that a pool of `tier` does not have. */
export const tierFault = (tier: Tier, names: readonly string[]) =>
  fault(
    'FeatureUnavailableInTierException',
    `The following features need to be disabled for the ${tier} pricing tier configured: ${names.join(', ')}`,
  )

/**
 * Insists that a pool uses only features of its tier, whether they or the tier are what a request
 * changes. Raises FeatureUnavailableInTierException, naming those that it may not use.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html
 */
export const checkTier = (settings: PoolSettings): void => {
  const tier = settings.userPoolTier
  const missing = features.filter(({ needs, used }) => tiers.indexOf(needs) > tiers.indexOf(tier) && used(settings))
  const names = missing.map(({ name }) => name)
  if (names.length > 0) throw tierFault(tier, names)
}

/**
 * Insists that sessions of users can be configured in a pool, whether they are tracked or not. Raises
 * FeatureUnavailableInTierException in a Lite pool.
 */
export const checkSessionTier = ({ userPoolTier: tier }: Pick<PoolSettings, 'userPoolTier'>): void => {
  if (tier === 'LITE') throw tierFault(tier, [SESSIONS])
}
