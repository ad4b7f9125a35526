/** How much is measured, from the command line. Times in milliseconds. */
import { parseArgs } from 'node:util'
import { type ScenarioName, scenarios } from './scenarios.ts'
import type { ProductName } from './servers.ts'

export type Plan = {
  products: ProductName[]
  scenarios: ScenarioName[]
  users: number
  /** Users with authenticator apps: enough for Cenote's rounds, in which each comes once. */
  appUsers: number
  connections: number
  rounds: number
  warm: number
  duration: number
  starts: number
  created: number
  /** When the peer, which creates users ever more slowly, is stopped and the rest extrapolated. */
  peerCreationLimit: number
  /** Users of the large pool, Cenote alone; 0 leaves it out. */
  large: number
  /** Whether sign-ins are measured beside a slow function, Cenote alone. */
  slowTrigger: boolean
}

const full = {
  users: 1_000,
  appUsers: 6_000,
  rounds: 3,
  warm: 1_000,
  duration: 4_000,
  starts: 3,
  created: 10_000,
  large: 100_000,
  slowTrigger: true,
}
const quick = {
  users: 200,
  appUsers: 2_000,
  rounds: 1,
  warm: 300,
  duration: 1_000,
  starts: 1,
  created: 500,
  large: 2_000,
  slowTrigger: true,
}

/** What is left out when single scenarios are asked for. */
const nothingElse = { starts: 0, created: 0, large: 0, slowTrigger: false }

const usage = `usage: npm run bench -- [--quick] [--only cenote|peer] [--scenario NAME]... [--rounds N] [--users N] [--large N] [--slow-trigger]
scenarios: ${Object.keys(scenarios).join(' ')}`

const positive = (text: string): number => {
  if (!/^\d+$/.test(text)) throw new Error(`${text} is not a number; ${usage}`)
  return Number(text)
}

const scenarioNamed = (text: string): ScenarioName => {
  if (!Object.hasOwn(scenarios, text)) throw new Error(`${text} is not a scenario; ${usage}`)
  return text as ScenarioName
}

/** Reads the arguments; raises on one that it does not know. Asked for help, it prints the usage and ends. */
export function readPlan(args: string[]): Plan & { complete: boolean } {
  const { values } = parseArgs({
    args,
    options: {
      help: { type: 'boolean' },
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      scenario: { type: 'string', multiple: true },
      rounds: { type: 'string' },
      users: { type: 'string' },
      large: { type: 'string' },
      'slow-trigger': { type: 'boolean' },
    },
  })
  if (values.help) {
    process.stdout.write(`${usage}\n`)
    process.exit()
  }
  const { quick: short, only } = values
  if (only !== undefined && only !== 'cenote' && only !== 'peer') throw new Error(usage)
  const products: ProductName[] = only === undefined ? ['peer', 'cenote'] : [only]
  const slowTrigger = values['slow-trigger'] ?? false
  // By itself it is all that is measured.
  const chosen = (values.scenario ?? (slowTrigger ? [] : undefined))?.map(scenarioNamed)
  const size = { ...(short ? quick : full), ...(chosen && nothingElse) }
  const users = values.users === undefined ? size.users : positive(values.users)
  if (users < 100 || users % 10 !== 0) throw new Error('--users needs a multiple of 10, 100 or more')
  return {
    ...size,
    users,
    rounds: values.rounds === undefined ? size.rounds : Math.max(1, positive(values.rounds)),
    products,
    scenarios: chosen ?? (Object.keys(scenarios) as ScenarioName[]),
    connections: 16,
    peerCreationLimit: short ? 5_000 : 20_000,
    large: values.large === undefined ? size.large : positive(values.large),
    slowTrigger: slowTrigger || size.slowTrigger,
    complete: Object.keys(values).every((name) => name === 'quick') && !short,
  }
}
