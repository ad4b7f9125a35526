/** Rounds of one scenario, and how several become one figure. */
import { call } from './client.ts'
import type { Generator, Outcome } from './load.ts'
import type { Plan } from './plan.ts'
import type { Measured, PerProduct } from './report.ts'
import { type Fixture, type ScenarioName, scenarioOf, scenarios } from './scenarios.ts'
import { type ProductName, type Server, titles } from './servers.ts'

/** A product under measurement with its filled pool. */
export type Subject = { name: ProductName; server: Server; fixture: Fixture }

/** Tells how far the run has come, beside the report and not in it. */
export const say = (text: string) => process.stderr.write(`${text}\n`)

/** The middle value, so that one disturbed round says nothing. */
export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

const summary = (rounds: Outcome[]): Measured => ({
  rate: median(rounds.map((round) => round.rate)),
  p50: median(rounds.map((round) => round.p50)),
  p99: median(rounds.map((round) => round.p99)),
  errors: rounds.reduce((sum, round) => sum + round.errors, 0),
  firstError: rounds.find((round) => round.firstError !== undefined)?.firstError,
})

/** One scenario of every contender, their rounds taking turns so that a disturbance meets them alike. */
export async function measure(
  generator: Generator,
  plan: Plan,
  name: ScenarioName,
  contenders: Pick<Subject, 'server' | 'fixture'>[],
): Promise<Measured[]> {
  const { connections, warm, duration } = plan
  const rounds = contenders.map((contender) => ({ ...contender, outcomes: [] as Outcome[] }))
  for (const { server, fixture } of contenders) await check(server, fixture, name)
  for (let round = 0; round < plan.rounds; round++) {
    const limits = { connections, warm, duration, count: Number.POSITIVE_INFINITY, first: 0, tag: `r${round}` }
    for (const { server, fixture, outcomes } of rounds) {
      outcomes.push(await generator.run({ scenario: name, endpoint: server.endpoint, fixture, ...limits }))
    }
  }
  return rounds.map(({ outcomes }) => summary(outcomes))
}

/** One scenario of every product. */
export async function compare(generator: Generator, plan: Plan, name: ScenarioName, subjects: Subject[]) {
  const measured: PerProduct<Measured> = {}
  for (const [index, one] of (await measure(generator, plan, name, subjects)).entries()) {
    const product = subjects[index]?.name
    if (product) measured[product] = one
  }
  const rates = subjects.map(({ name: product }) => `${titles[product]} ${Math.round(measured[product]?.rate ?? 0)}/s`)
  say(`${scenarios[name].title}: ${rates.join(', ')}`)
  return measured
}

/** One call held against what it should answer, before thousands are counted. */
async function check(server: Server, fixture: Fixture, name: ScenarioName): Promise<void> {
  const scenario = scenarioOf(name)
  const answer = await call(server.endpoint, scenario.request(fixture, 0, 'check'))
  if (scenario.holds(answer)) return
  throw new Error(`${scenario.title} answered something else: ${JSON.stringify(answer).slice(0, 500)}`)
}
