/**
 * `npm run bench`: Cenote and its most used peer on loopback, in one run, by one load generator, and beside them
 * what the machine can do at most. Prints a table and keeps the figures in `bench/results/`.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { call } from './client.ts'
import { createPool, fillGroup, prepareFixture, seed } from './fixture.ts'
import { type Generator, type Outcome, startGenerator } from './load.ts'
import { betterOf, type Machine, measureMachine } from './machine.ts'
import { type Plan, readPlan } from './plan.ts'
import { type Creation, type Measured, type PerProduct, type Result, report, type StartUp } from './report.ts'
import { type Fixture, type ScenarioName, scenarioOf, scenarios } from './scenarios.ts'
import { fetchPeer, type ProductName, type Server, startServer, titles } from './servers.ts'

/** A product under measurement with its filled pool. */
type Subject = { name: ProductName; server: Server; fixture: Fixture }

/** Look-ups that must stay flat however many users there are. */
const lookups = ['adminGetUser', 'listUsers', 'listUsersExact', 'listUsersPrefix', 'listUsersInGroup'] as const

const say = (text: string) => process.stderr.write(`${text}\n`)

function median(values: number[]): number {
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

/** One scenario of every subject, their rounds taking turns so that a disturbance meets them alike. */
async function measure(generator: Generator, plan: Plan, name: ScenarioName, subjects: Subject[]) {
  const rounds = new Map<Subject, Outcome[]>(subjects.map((subject) => [subject, []]))
  for (let round = 0; round < plan.rounds; round++) {
    for (const [{ server, fixture }, outcomes] of rounds) {
      if (round === 0) await check(server, fixture, name)
      const { connections, warm, duration } = plan
      const limits = { connections, warm, duration, count: Number.POSITIVE_INFINITY, first: 0, tag: `r${round}` }
      outcomes.push(await generator.run({ scenario: name, endpoint: server.endpoint, fixture, ...limits }))
    }
  }
  const measured: PerProduct<Measured> = {}
  for (const [subject, outcomes] of rounds) measured[subject.name] = summary(outcomes)
  const rates = subjects.map((subject) => `${titles[subject.name]} ${Math.round(measured[subject.name]?.rate ?? 0)}/s`)
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

/** What a server that does nothing answers a second: the ceiling of every look-up. */
async function measureAnswers(generator: Generator, plan: Plan): Promise<number> {
  const server = await startServer('bare')
  const fixture = { poolId: 'us-east-1_bench0000', clientId: '', users: 100, accessTokens: [], refreshTokens: [] }
  const { connections, warm, duration } = plan
  const limits = { connections, warm, duration, count: Number.POSITIVE_INFINITY, first: 0, tag: '' }
  const outcome = await generator.run({ scenario: 'adminGetUser', endpoint: server.endpoint, fixture, ...limits })
  await server.stop()
  return outcome.rate
}

async function measureLimits(generator: Generator, plan: Plan): Promise<Machine> {
  say("the machine's limits")
  return measureMachine(plan.duration / 2, await measureAnswers(generator, plan))
}

/** Starts each product several times with an empty store: how long until it answers, and what it then holds. */
async function measureStartUp(plan: Plan): Promise<PerProduct<StartUp>> {
  const starts = new Map<ProductName, StartUp[]>(plan.products.map((name) => [name, []]))
  for (let round = 0; round < plan.starts; round++) {
    for (const [name, seen] of starts) {
      const server = await startServer(name)
      await new Promise((resolve) => setTimeout(resolve, 2_000))
      seen.push({ firstAnswer: server.firstAnswer, idleMemory: server.memory(), loadedMemory: undefined })
      await server.stop()
    }
  }
  const startUp: PerProduct<StartUp> = {}
  for (const [name, seen] of starts) {
    const memories = seen.flatMap(({ idleMemory }) => idleMemory ?? [])
    const idleMemory = memories.length > 0 ? median(memories) : undefined
    startUp[name] = { firstAnswer: median(seen.map((one) => one.firstAnswer)), idleMemory, loadedMemory: undefined }
  }
  return startUp
}

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

/** Fills a new pool with users through AdminCreateUser, as many as fit in the plan's time. */
async function measureCreation(generator: Generator, plan: Plan, server: Server) {
  const fixture = { ...(await createPool(server.endpoint, 'creation')), users: plan.created }
  const range = { first: 0, count: plan.created, limit: plan.creationLimit }
  const outcome = await seed(generator, server.endpoint, fixture, 'createUser', range)
  const made = outcome.answers
  const measuredSeconds = outcome.elapsed / 1000
  const seconds = made < plan.created ? extrapolate(outcome, plan.created) : measuredSeconds
  const creation: Creation = { wanted: plan.created, made, measuredSeconds, seconds }
  return { creation, fixture }
}

/** Cenote alone with many more users: the same look-ups should cost the same. */
async function measureLarge(generator: Generator, plan: Plan, server: Server): Promise<Result['large']> {
  say(`Cenote: making ${plan.large} users`)
  const fixture = { ...(await createPool(server.endpoint, 'large')), users: plan.large }
  const range = { first: 0, count: plan.large }
  const { elapsed } = await seed(generator, server.endpoint, fixture, 'createUser', range)
  await fillGroup(generator, server.endpoint, fixture)
  const measured: Partial<Record<ScenarioName, Measured>> = {}
  for (const name of lookups) {
    const { cenote } = await measure(generator, plan, name, [{ name: 'cenote', server, fixture }])
    if (cenote) measured[name] = cenote
  }
  return { users: plan.large, seconds: elapsed / 1000, scenarios: measured }
}

async function startSubject(generator: Generator, plan: Plan, name: ProductName): Promise<Subject> {
  say(`${titles[name]}: filling a pool with ${plan.users} users`)
  const server = await startServer(name)
  return { name, server, fixture: await prepareFixture(generator, server.endpoint, plan.users) }
}

async function measureAll(generator: Generator, plan: Plan): Promise<Result> {
  const limitsBefore = await measureLimits(generator, plan)
  say('first answers')
  const result: Result = {
    date: new Date().toISOString(),
    users: plan.users,
    connections: plan.connections,
    rounds: plan.rounds,
    roundSeconds: plan.duration / 1000,
    machine: limitsBefore,
    startUp: await measureStartUp(plan),
    scenarios: {},
    creation: {},
    large: undefined,
  }
  const subjects: Subject[] = []
  for (const name of plan.products) subjects.push(await startSubject(generator, plan, name))
  for (const name of Object.keys(scenarios) as ScenarioName[]) {
    result.scenarios[name] = await measure(generator, plan, name, subjects)
  }
  for (const { name, server } of subjects) {
    const startUp = result.startUp[name]
    if (startUp) startUp.loadedMemory = server.memory()
    say(`${titles[name]}: making ${plan.created} users`)
    result.creation[name] = (await measureCreation(generator, plan, server)).creation
  }
  const cenote = subjects.find(({ name }) => name === 'cenote')
  if (cenote && plan.large > 0) result.large = await measureLarge(generator, plan, cenote.server)
  for (const { server } of subjects) await server.stop()
  return { ...result, machine: betterOf(limitsBefore, await measureLimits(generator, plan)) }
}

/** Every run is kept for oneself; only a complete one becomes the figure that others are held against. */
async function keep(result: Result, complete: boolean): Promise<void> {
  const text = `${JSON.stringify(result, null, 2)}\n`
  const folder = new URL('./results/', import.meta.url)
  await mkdir(folder, { recursive: true })
  await writeFile(new URL(`${result.date.replaceAll(':', '-')}.json`, folder), text)
  if (complete) await writeFile(new URL('./latest.json', import.meta.url), text)
}

const plan = readPlan(process.argv.slice(2))
if (plan.products.includes('peer')) await fetchPeer()
const generator = startGenerator()
try {
  const result = await measureAll(generator, plan)
  process.stdout.write(`\n${report(result)}`)
  await keep(result, plan.complete)
} finally {
  generator.stop()
}
