/** How much is measured, from the command line. Times in milliseconds. */
import { parseArgs } from 'node:util'
import type { ProductName } from './servers.ts'

export type Plan = {
  products: ProductName[]
  users: number
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
}

const full = { users: 1_000, rounds: 3, warm: 1_000, duration: 4_000, starts: 3, created: 10_000, large: 100_000 }
const quick = { users: 200, rounds: 1, warm: 300, duration: 1_000, starts: 1, created: 500, large: 2_000 }

const usage = 'usage: npm run bench -- [--quick] [--only cenote|peer] [--users N] [--large N]'

const positive = (text: string): number => {
  if (!/^\d+$/.test(text)) throw new Error(`${text} is not a number; ${usage}`)
  return Number(text)
}

/** Reads the arguments; raises with the usage on one that it does not know. */
export function readPlan(args: string[]): Plan & { complete: boolean } {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      users: { type: 'string' },
      large: { type: 'string' },
    },
  })
  const { quick: short, only } = values
  if (only !== undefined && only !== 'cenote' && only !== 'peer') throw new Error(usage)
  const products: ProductName[] = only === undefined ? ['peer', 'cenote'] : [only]
  const size = short ? quick : full
  const users = values.users === undefined ? size.users : positive(values.users)
  if (users < 100 || users % 10 !== 0) throw new Error('--users needs a multiple of 10, 100 or more')
  return {
    ...size,
    users,
    products,
    connections: 16,
    peerCreationLimit: short ? 5_000 : 20_000,
    large: values.large === undefined ? size.large : positive(values.large),
    complete: Object.keys(values).every((name) => name === 'quick') && !short,
  }
}
