/** Rounds of one scenario, and how several become one figure. */
import { setTimeout as sleep } from 'node:timers/promises'
import { codeStep, codeTime } from './authenticator.ts'
import { call } from './client.ts'
import type { Generator, Outcome } from './load.ts'
import type { Plan } from './plan.ts'
import type { Measured, PerProduct } from './report.ts'
import type { Fixture } from './scenario.ts'
import { type LookupName, type ScenarioName, scenarioOf, scenarios } from './scenarios.ts'
import { type LoopDelay, type ProductName, type Server, titles } from './servers.ts'

/** A product under measurement with its filled pool, and the one whose users have authenticator apps, if needed. */
export type Subject = { name: ProductName; server: Server; fixture: Fixture; apps: Fixture | undefined }

/** A round, and how late the server's event loop was meanwhile. */
type Round = Outcome & { loopDelay: LoopDelay }

/** Tells how far the run has come, beside the report and not in it. */
export const say = (text: string) => process.stderr.write(`${text}\n`)

/** The middle value, so that one disturbed round says nothing. */
export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

const summary = (rounds: Round[]): Measured => ({
  rate: median(rounds.map((round) => round.rate)),
  p50: median(rounds.map((round) => round.p50)),
  p99: median(rounds.map((round) => round.p99)),
  loopDelay: {
    p50: median(rounds.map(({ loopDelay }) => loopDelay.p50)),
    p99: median(rounds.map(({ loopDelay }) => loopDelay.p99)),
    max: Math.max(...rounds.map(({ loopDelay }) => loopDelay.max)),
  },
  errors: rounds.reduce((sum, round) => sum + round.errors, 0),
  firstError: rounds.find((round) => round.firstError !== undefined)?.firstError,
})

/** Waits until codes are good again of whoever gave one in the half minute `step`, or the one of the next. */
async function newCodes(step: number): Promise<void> {
  if (codeStep() <= step) say('waiting for new codes of the apps')
  while (codeStep() <= step) await sleep(codeTime - (Date.now() % codeTime))
}

type Contender = Pick<Subject, 'server' | 'fixture'> & {
  /** How many there are in a round at most. */
  turns?: number
  /** Begins what goes on beside each round, and answers how it ends. */
  beside?: () => () => Promise<void>
}

/** One round of one contender. Raises for one in which nothing was measured. */
async function runRound(
  generator: Generator,
  plan: Plan,
  name: ScenarioName | LookupName,
  round: number,
  contender: Contender,
) {
  const { server, fixture, turns: count = Number.POSITIVE_INFINITY } = contender
  const { connections = plan.connections } = scenarioOf(name)
  const { warm, duration } = plan
  const limits = { connections, warm, duration, count, first: 0, tag: `r${round}` }
  const end = contender.beside?.()
  await server.loopDelay()
  const outcome = await generator.run({ scenario: name, endpoint: server.endpoint, fixture, ...limits })
  if (outcome.answers === 0 && outcome.errors === 0) throw new Error(`${name}: the users were spent in the warm-up`)
  const loopDelay = await server.loopDelay()
  await end?.()
  return { ...outcome, loopDelay }
}

/** One scenario of every contender, their rounds taking turns so that a disturbance meets them alike. */
export async function measure(
  generator: Generator,
  plan: Plan,
  name: ScenarioName | LookupName,
  contenders: Contender[],
): Promise<Measured[]> {
  const rounds = contenders.map((contender) => ({ ...contender, outcomes: [] as Round[] }))
  for (const { server, fixture } of contenders) await check(server, fixture, name)
  let lastStep = 0
  // The first round does not count: runtimes compile what is used much, and take seconds over it.
  for (let round = 0; round <= plan.rounds; round++) {
    if (scenarioOf(name).needsApps) await newCodes(lastStep)
    for (const contender of rounds) {
      const outcome = await runRound(generator, plan, name, round, contender)
      if (round > 0) contender.outcomes.push(outcome)
    }
    lastStep = codeStep()
  }
  return rounds.map(({ outcomes }) => summary(outcomes))
}

/** The products that have the scenario, each with the pool for it. */
function contendersOf(name: ScenarioName, subjects: Subject[]): (Contender & Pick<Subject, 'name'>)[] {
  const { absentIn, needsApps } = scenarioOf(name)
  const present = subjects.filter((subject) => !absentIn?.includes(subject.name))
  if (!needsApps) return present
  return present.map(({ apps, name: product, server }) => {
    if (!apps) throw new Error(`${name} needs a pool whose users have apps`)
    // The last user is for the check before the rounds. The peer takes a code any number of times.
    const limit = product === 'cenote' ? { turns: apps.users - 1 } : {}
    return { name: product, server, fixture: apps, ...limit }
  })
}

/** One scenario of every product that has it. */
export async function compare(generator: Generator, plan: Plan, name: ScenarioName, subjects: Subject[]) {
  const measured: PerProduct<Measured> = {}
  const contenders = contendersOf(name, subjects)
  for (const [index, one] of (await measure(generator, plan, name, contenders)).entries()) {
    const product = contenders[index]?.name
    if (product) measured[product] = one
  }
  const rates = contenders.map(
    ({ name: product }) => `${titles[product]} ${Math.round(measured[product]?.rate ?? 0)}/s`,
  )
  say(`${scenarios[name].title}: ${rates.join(', ')}`)
  return measured
}

/** One exchange held against what it should answer, before thousands are counted. */
async function check({ endpoint }: Server, fixture: Fixture, name: ScenarioName | LookupName): Promise<void> {
  const { title, request, respond, holds, needsApps } = scenarioOf(name)
  const index = needsApps ? fixture.users - 1 : 0
  const first = await call(endpoint, request(fixture, index, 'check'))
  const last = respond ? await call(endpoint, respond(fixture, index, first)) : first
  if (!holds(last)) throw new Error(`${title} answered something else: ${JSON.stringify(last).slice(0, 500)}`)
}
