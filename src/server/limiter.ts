import { fault } from '../domain/errors.ts'

type Bucket = { tokens: number; filledAt: number }

/**
 * Limits requests by category, with one token bucket for each that holds one second's worth. The
 * buckets are this node's own. `rates` are asked for every request; without any it lets everything pass.
 */
export const makeLimiter = (rates: () => Promise<Readonly<Record<string, number>> | undefined>, now: () => number) => {
  const buckets = new Map<string, Bucket>()
  /** Spends one request of the category; raises TooManyRequestsException when none is left. */
  return async (category: string): Promise<void> => {
    const rate = (await rates())?.[category]
    if (rate === undefined) return
    const at = now()
    const bucket = buckets.get(category) ?? { tokens: rate, filledAt: at }
    buckets.set(category, bucket)
    bucket.tokens = Math.min(rate, bucket.tokens + (Math.max(0, at - bucket.filledAt) * rate) / 1000)
    bucket.filledAt = at
    if (bucket.tokens < 1) throw fault('TooManyRequestsException')
    bucket.tokens -= 1
  }
}
