/** How long it takes to make very many users through the API. */
import { createPool, seed } from './fixture.ts'
import type { Generator, Outcome } from './load.ts'
import type { Plan } from './plan.ts'
import type { Creation } from './report.ts'
import type { Subject } from './rounds.ts'

/**
 * The time for all users from the time for some: `t(n) = a n + b n^2` through the half and the end of what was
 * measured, for a server whose every write costs in proportion to the users it already has.
 */
function extrapolate(outcome: Outcome, wanted: number): number {
  const { answers, elapsed, halfway } = outcome
  const square = Math.max(0, (2 * (elapsed - 2 * halfway)) / answers ** 2)
  const linear = elapsed / answers - square * answers
  return (linear * wanted + square * wanted ** 2) / 1000
}

/** Fills a new pool with users through AdminCreateUser; the peer with as many as fit in the plan's time. */
export async function measureCreation(generator: Generator, plan: Plan, { name, server }: Subject): Promise<Creation> {
  const fixture = { ...(await createPool(server.endpoint, 'creation')), users: plan.created }
  const limit = name === 'peer' ? { limit: plan.peerCreationLimit } : {}
  const range = { first: 0, count: plan.created, ...limit }
  const outcome = await seed(generator, server.endpoint, fixture, 'createUser', range)
  const made = outcome.answers
  const measuredSeconds = outcome.elapsed / 1000
  const seconds = made < plan.created ? extrapolate(outcome, plan.created) : measuredSeconds
  return { wanted: plan.created, made, measuredSeconds, seconds }
}
