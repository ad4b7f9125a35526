import { fault } from '../domain/errors.ts'
import type { Rates } from '../domain/provisioned-limit.ts'
import { overflow } from '../operations/quotas.ts'

type Bucket = { tokens: number; filledAt: number }

/**
 * Limits requests by category, with one token bucket for each that holds one second's worth. The
 * buckets are this node's own. What is beyond the allowance of its category may count in another
 * (`overflow`). `rates` are asked for every request; without any it lets everything pass.
 */
export const makeLimiter = (rates: () => Promise<Rates | undefined>, now: () => number) => {
  const buckets = new Map<string, Bucket>()
  /** Spends one request of the category; false when none is left, and where it has no limit. */
  const take = (limits: Rates, category: string): boolean => {
    const rate = limits[category]
    if (rate === undefined) return false
    const at = now()
    const bucket = buckets.get(category) ?? { tokens: rate, filledAt: at }
    buckets.set(category, bucket)
    bucket.tokens = Math.min(rate, bucket.tokens + (Math.max(0, at - bucket.filledAt) * rate) / 1000)
    bucket.filledAt = at
    if (bucket.tokens < 1) return false
    bucket.tokens -= 1
    return true
  }
  /** Spends one request of the category, or of that in which its excess counts; raises TooManyRequestsException. */
  return async (category: string): Promise<void> => {
    const limits = (await rates()) ?? {}
    if (limits[category] === undefined || take(limits, category)) return
    const other = overflow[category]
    if (other === undefined || !take(limits, other)) throw fault('TooManyRequestsException')
  }
}
