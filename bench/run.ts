/**
 * `npm run bench`: Cenote and its most used peer on loopback, in one run, by one load generator, and beside them
 * what the machine can do at most. Prints a table and keeps the figures in `bench/results/`.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { prepareApps } from './apps.ts'
import { measureCreation } from './creation.ts'
import { createPool, fillGroup, prepareFixture, seed } from './fixture.ts'
import { measureImports } from './imports.ts'
import { type Generator, startGenerator } from './load.ts'
import { findMiddlePage } from './lookups.ts'
import { betterOf, type Machine, measureMachine } from './machine.ts'
import { watchOthers } from './others.ts'
import { type Plan, readPlan } from './plan.ts'
import { isDisturbed, type Measured, type PerProduct, type Result, report, type StartUp } from './report.ts'
import { compare, measure, median, type Subject, say } from './rounds.ts'
import type { Fixture } from './scenario.ts'
import { scenarioOf } from './scenarios.ts'
import { fetchPeer, type ProductName, type Server, startServer, titles } from './servers.ts'
import { measureSlowTrigger } from './slow-trigger.ts'
import { prepareWeb } from './web.ts'

/** Look-ups that must stay flat however many users there are. */
const lookups = [
  ...(['adminGetUser', 'listUsers', 'listUsersDeep', 'listUsersExact', 'listUsersPrefix'] as const),
  ...(['listGroupsForUser', 'listUsersInGroup'] as const),
]

/** What a server that does nothing answers a second: the ceiling of every look-up. */
async function measureAnswers(generator: Generator, plan: Plan): Promise<number> {
  const server = await startServer('bare')
  const nothing = { accessTokens: [], refreshTokens: [], appSecrets: [] }
  const fixture: Fixture = { poolId: 'us-east-1_bench0000', clientId: '', users: 100, ...nothing }
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

/** A pool for look-ups: users and a full group, no passwords. Answers how long its users took, in seconds. */
async function prepareLookups(generator: Generator, { endpoint }: Server, users: number) {
  const fixture = { ...(await createPool(endpoint, `lookups-${users}`)), users }
  const { elapsed } = await seed(generator, endpoint, fixture, 'createUser', { first: 0, count: users })
  await fillGroup(generator, endpoint, fixture)
  const middlePage = await findMiddlePage(endpoint, fixture)
  return { fixture: { ...fixture, middlePage }, seconds: elapsed / 1000 }
}

/**
 * Cenote alone with many more users: the same look-ups should cost the same. A small pool takes turns with the
 * large one, so that their ratio tells of the pools and not of what else the machine did meanwhile.
 */
async function measureLarge(generator: Generator, plan: Plan, server: Server): Promise<Result['large']> {
  say(`Cenote: making ${plan.large} users`)
  const small = await prepareLookups(generator, server, plan.users)
  const large = await prepareLookups(generator, server, plan.large)
  const measured: Record<string, { small: Measured; large: Measured }> = {}
  for (const name of lookups) {
    const contenders = [small, large].map(({ fixture }) => ({ server, fixture }))
    const [few, many] = await measure(generator, plan, name, contenders)
    if (few && many) measured[name] = { small: few, large: many }
    say(`${scenarioOf(name).title}: ${Math.round(few?.rate ?? 0)}/s, large ${Math.round(many?.rate ?? 0)}/s`)
  }
  return { users: plan.large, seconds: large.seconds, scenarios: measured }
}

async function startSubject(generator: Generator, plan: Plan, name: ProductName): Promise<Subject> {
  say(`${titles[name]}: filling a pool with ${plan.users} users`)
  const server = await startServer(name, true)
  const fixture = await prepareFixture(generator, server.endpoint, plan.users)
  if (name === 'cenote' && plan.scenarios.some((scenario) => scenarioOf(scenario).needsWeb))
    fixture.web = await prepareWeb(server.endpoint, fixture)
  if (!plan.scenarios.some((scenario) => scenarioOf(scenario).needsApps)) {
    return { name, server, fixture, apps: undefined }
  }
  // The peer takes a code any number of times, and each of its writes the longer the more users there are.
  const appUsers = name === 'peer' ? plan.users : plan.appUsers
  say(`${titles[name]}: giving apps to ${appUsers} users`)
  return { name, server, fixture, apps: await prepareApps(generator, server.endpoint, appUsers) }
}

async function measureAll(generator: Generator, plan: Plan): Promise<Result> {
  const limitsBefore = await measureLimits(generator, plan)
  if (plan.starts > 0) say('first answers')
  const result: Result = {
    date: new Date().toISOString(),
    users: plan.users,
    appUsers: plan.appUsers,
    connections: plan.connections,
    rounds: plan.rounds,
    roundSeconds: plan.duration / 1000,
    machine: limitsBefore,
    startUp: plan.starts > 0 ? await measureStartUp(plan) : {},
    scenarios: {},
    creation: {},
    large: undefined,
    imports: undefined,
    slowTrigger: undefined,
    othersShare: undefined,
  }
  const subjects: Subject[] = []
  for (const name of plan.products) subjects.push(await startSubject(generator, plan, name))
  for (const name of plan.scenarios) {
    result.scenarios[name] = await compare(generator, plan, name, subjects)
  }
  for (const subject of subjects) {
    const { name, server } = subject
    const startUp = result.startUp[name]
    if (startUp) startUp.loadedMemory = server.memory()
    if (plan.created === 0) continue
    say(`${titles[name]}: making ${plan.created} users`)
    result.creation[name] = await measureCreation(generator, plan, subject)
  }
  const cenote = subjects.find(({ name }) => name === 'cenote')
  if (cenote && plan.large > 0) result.large = await measureLarge(generator, plan, cenote.server)
  if (cenote && plan.large > 0) result.imports = await measureImports(cenote.server, plan.large)
  if (cenote && plan.slowTrigger) result.slowTrigger = await measureSlowTrigger(generator, plan, cenote)
  for (const { server } of subjects) await server.stop()
  return { ...result, machine: betterOf(limitsBefore, await measureLimits(generator, plan)) }
}

/** Every run is kept; only a complete one on a machine of its own becomes the one that others are held against. */
async function keep(result: Result, complete: boolean): Promise<void> {
  const text = `${JSON.stringify(result, null, 2)}\n`
  const folder = new URL('./results/', import.meta.url)
  await mkdir(folder, { recursive: true })
  await writeFile(new URL(`${result.date.replaceAll(':', '-')}.json`, folder), text)
  if (complete && !isDisturbed(result)) await writeFile(new URL('./latest.json', import.meta.url), text)
}

const plan = readPlan(process.argv.slice(2))
if (plan.products.includes('peer')) await fetchPeer()
const others = watchOthers()
const generator = startGenerator()
try {
  const result = await measureAll(generator, plan)
  await generator.stop()
  result.othersShare = others()
  process.stdout.write(`\n${report(result)}`)
  await keep(result, plan.complete)
} finally {
  await generator.stop()
}
