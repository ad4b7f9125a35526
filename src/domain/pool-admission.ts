import { refuseNotYet } from './not-yet.ts'
import type { Candidate } from './pool-rule.ts'
import { checkPool } from './pool-rules.ts'
import { checkTier } from './pool-tiers.ts'

/**
 * Insists that a pool may be as a request would have it: that its settings make sense, that its tier
 * has what they use, and that this version can honour them, in this order. Raises
 * InvalidParameterException and FeatureUnavailableInTierException.
 */
export const admitPool = (candidate: Candidate): void => {
  checkPool(candidate)
  checkTier(candidate.settings)
  refuseNotYet(candidate.settings)
}
