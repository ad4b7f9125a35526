import { fault } from './errors.ts'
import type { PoolSettings } from './pool.ts'
import { isMultiRegionKey } from './replica.ts'

type Gap = {
  /** What a pool would need to be served as its settings say, in the plural or not. */
  readonly feature: string
  /** The settings that ask for it. */
  readonly asks: (settings: PoolSettings) => readonly string[]
}

/**
 * What Cenote does not do yet, and refuses by name instead of storing it: a trigger that is never
 * asked, or a protection that is never applied, would leave a pool weaker than it says. All of it is
 * otherwise ready to be stored and shown, so that whoever builds a feature deletes its row.
 */
const gaps: readonly Gap[] = [
  {
    // It runs when users sign in through providers.
    feature: 'Inbound federation is',
    asks: ({ lambdaConfig }) => (lambdaConfig.inboundFederation ? ['InboundFederation'] : []),
  },
  {
    feature: 'Threat protection is',
    asks: ({ userPoolAddOns: addOns }) =>
      addOns?.advancedSecurityMode === 'ENFORCED' ? [`AdvancedSecurityMode ${addOns.advancedSecurityMode}`] : [],
  },
  {
    feature: 'Threat protection is',
    asks: ({ userPoolAddOns }) =>
      userPoolAddOns?.advancedSecurityAdditionalFlows?.customAuthMode === 'ENFORCED'
        ? ['AdvancedSecurityAdditionalFlows']
        : [],
  },
  {
    feature: 'Customer managed keys are',
    // One of several Regions only lets the pool have a replica.
    asks: ({ keyConfiguration: { keyType, kmsKeyArn } = {} }) => {
      const isOwn = keyType === 'CUSTOMER_MANAGED_KEY'
      if (isOwn && isMultiRegionKey(kmsKeyArn ?? '')) return []
      if (isOwn) return ['KeyType CUSTOMER_MANAGED_KEY']
      return kmsKeyArn ? ['KmsKeyArn'] : []
    },
  },
]

/** Raises InvalidParameterException for settings that this version cannot honour. */
export const refuseNotYet = (settings: PoolSettings): void => {
  for (const { feature, asks } of gaps) {
    const asked = asks(settings)
    if (asked.length > 0) {
      throw fault(
        'InvalidParameterException',
        `${feature} not supported by this version of Cenote: ${asked.join(', ')}`,
      )
    }
  }
}
