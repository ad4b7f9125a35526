import { fault } from './errors.ts'
import { unverifiedRiskTexts } from './unverified-risk-texts.ts'

/** How often requests of a category may come, in requests per second. */
export type Rates = Readonly<Record<string, number>>

/**
 * What the service lets accounts adjust by themselves, and the free rate of each.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
const adjustable: ReadonlySet<string> = new Set([
  'UserAuthentication',
  'UserCreation',
  'UserFederation',
  'UserRead',
  'UserToken',
  'UserResourceRead',
])

/** No operation spends it yet, so that it is in no other table. */
const UserFederation = 25
/** What an account may have at most, in free rates. At the service that is a quota of its own for each account. */
const MAXIMUM_FACTOR = 10
/** Answers to challenges have an allowance of their own, which grows with that of sign-ins. */
const RESPONSES_PER_SIGN_IN = 3

/** A limit that can be provisioned: what is free, and what is the most. */
export type AdjustableLimit = { readonly category: string; readonly free: number; readonly maximum: number }

/**
 * The limit that a definition names, by its attributes. `rates` are those of this server. Raises
 * InvalidParameterException for attributes that name none, and for categories that cannot be adjusted.
 */
export const adjustableLimit = (attributes: Readonly<Record<string, string>>, rates: Rates): AdjustableLimit => {
  const { Category: category, ...others } = attributes
  if (category === undefined || Object.keys(others).length > 0) {
    throw fault('InvalidParameterException', unverifiedRiskTexts.limitWithoutCategory)
  }
  const known = new Map(Object.entries({ UserFederation, ...rates }))
  const free = known.get(category)
  if (free === undefined) throw fault('InvalidParameterException', unverifiedRiskTexts.limitUnknown(category))
  if (!adjustable.has(category)) {
    throw fault('InvalidParameterException', unverifiedRiskTexts.limitCategory(category))
  }
  return { category, free, maximum: free * MAXIMUM_FACTOR }
}

/** Insists that a rate can be provisioned. Raises InvalidParameterException below the free one, and ServiceQuotaExceededException. */
export const checkRequested = ({ category, free, maximum }: AdjustableLimit, requested: number): void => {
  if (requested < free) throw fault('InvalidParameterException', unverifiedRiskTexts.limitBelow(category, free))
  if (requested > maximum) {
    throw fault('ServiceQuotaExceededException', unverifiedRiskTexts.limitAbove(category, maximum))
  }
}

/** A rate that was provisioned for the account in a Region. */
export type ProvisionedLimit = { readonly region: string; readonly category: string; readonly value: number }

/**
 * The rates of a server whose account has these limits. A server that answers for several Regions has
 * one allowance for all: each adds what was provisioned in it beyond the free rate.
 */
export const provisionedRates = (rates: Rates, limits: readonly ProvisionedLimit[]): Rates => {
  const raised: Record<string, number> = { ...rates }
  for (const { category, value } of limits) {
    const more = Math.max(0, value - (rates[category] ?? value))
    raised[category] = (raised[category] ?? 0) + more
    if (category === 'UserAuthentication' && raised.UserAuthenticationResponse !== undefined) {
      raised.UserAuthenticationResponse += RESPONSES_PER_SIGN_IN * more
    }
  }
  return raised
}
