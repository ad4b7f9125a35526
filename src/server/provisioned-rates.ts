import type { Context } from '../context.ts'
import { provisionedRates, type Rates } from '../domain/provisioned-limit.ts'

/** How old what was read may be: a limit that is raised on one node holds on the others after this. */
const CACHE_MS = 1000

/**
 * Makes the question which rates hold now: those of the operator, raised by what was provisioned. What is
 * known goes on to hold while the database does not answer.
 */
export const makeRates = ({ store, settings: { quotas }, now, log }: Context): (() => Promise<Rates | undefined>) => {
  let known: Promise<Rates | undefined> = Promise.resolve(quotas)
  let readAt = Number.NEGATIVE_INFINITY
  const read = async (free: Rates, before: Promise<Rates | undefined>) => {
    try {
      return provisionedRates(free, await store.provisionedLimits.list())
    } catch (error) {
      log.warn({ err: error }, 'provisioned limits cannot be read')
      return before
    }
  }
  return () => {
    if (quotas === undefined || (now() - readAt < CACHE_MS && now() >= readAt)) return known
    readAt = now()
    known = read(quotas, known)
    return known
  }
}
