/** What a run found, and the table it is read in. */
import { ceilingOf, verdict } from './ceilings.ts'
import type { Machine } from './machine.ts'
import { type LookupName, type ScenarioName, scenarioOf, scenarios } from './scenarios.ts'
import { type LoopDelay, type ProductName, titles } from './servers.ts'

/** The median of a scenario's rounds; errors are all of theirs together, and the longest delay is the longest of all. */
export type Measured = {
  rate: number
  p50: number
  p99: number
  loopDelay: LoopDelay
  errors: number
  firstError: string | undefined
}

/** Making users one after another through the API. `seconds` is an estimate when not all were made. */
export type Creation = { wanted: number; made: number; measuredSeconds: number; seconds: number }

/** An import of users from a file. Memory in MiB, where the system tells it. */
export type Imports = {
  users: number
  seconds: number
  memoryBefore: number | undefined
  memoryPeak: number | undefined
  loopDelay: LoopDelay
}

/** Sign-ins of a pool, alone and while a slow function held so many of another pool's up. */
export type SlowTrigger = { heldUp: number; quiet: Measured; busy: Measured }

export type StartUp = { firstAnswer: number; idleMemory: number | undefined; loadedMemory: number | undefined }

export type PerProduct<T> = Partial<Record<ProductName, T>>

export type Result = {
  date: string
  users: number
  /** Of Cenote's pool for sign-ins with an app; the peer's has as many as its others. */
  appUsers: number
  connections: number
  rounds: number
  roundSeconds: number
  machine: Machine
  startUp: PerProduct<StartUp>
  scenarios: Partial<Record<ScenarioName, PerProduct<Measured>>>
  creation: PerProduct<Creation>
  large: { users: number; seconds: number; scenarios: Record<string, { small: Measured; large: Measured }> } | undefined
  /** Cenote alone, after all else. */
  imports: Imports | undefined
  /** Cenote alone, as the imports. */
  slowTrigger: SlowTrigger | undefined
  /** The part of all processor time that other processes took meanwhile; undefined where it cannot be told. */
  othersShare: number | undefined
}

const whole = (value: number | undefined): string =>
  value === undefined ? '-' : Math.round(value).toLocaleString('en-US')
const tenths = (value: number | undefined): string => value?.toFixed(1) ?? '-'
const ratio = (part: number | undefined, of: number | undefined): string =>
  part === undefined || of === undefined || of === 0 ? '-' : `${(part / of).toFixed(part / of < 10 ? 2 : 0)}x`

/** Columns as wide as their widest cell; the first is text, the others are numbers and stand right. */
function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: string[]) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
  return rows.map((row) => line(row).join('  ').trimEnd()).join('\n')
}

const timings = (measured: Measured | undefined): string[] => [
  whole(measured?.rate),
  tenths(measured?.p50),
  tenths(measured?.p99),
  whole(measured?.errors),
]

function scenarioTable(result: Result): string {
  const columns = ['p50 ms', 'p99 ms', 'errors']
  const heads = ['', 'Cenote/s', ...columns, 'peer/s', ...columns, 'Cenote/peer', 'ceiling/s', 'Cenote/ceiling']
  const rows = Object.entries(scenarios).flatMap(([key, { title }]) => {
    const name = key as ScenarioName
    const measured = result.scenarios[name]
    if (!measured) return []
    const ceiling = ceilingOf(name, result.machine)
    const ratios = [ratio(measured.cenote?.rate, measured.peer?.rate), whole(ceiling)]
    const cells = [...timings(measured.cenote), ...timings(measured.peer), ...ratios]
    return [[title, ...cells, ratio(measured.cenote?.rate, ceiling)]]
  })
  return table([heads, ...rows])
}

function loopTable(result: Result): string {
  const columns = ['p50 ms', 'p99 ms', 'max ms']
  const heads = [
    'event-loop delay',
    ...columns.map((head) => `Cenote ${head}`),
    ...columns.map((head) => `peer ${head}`),
  ]
  const delays = (measured: Measured | undefined) => {
    const { p50, p99, max } = measured?.loopDelay ?? {}
    return [p50, p99, max].map(tenths)
  }
  const rows = Object.entries(result.scenarios).map(([name, { cenote, peer }]) => {
    return [scenarios[name as ScenarioName].title, ...delays(cenote), ...delays(peer)]
  })
  return table([heads, ...rows])
}

const seconds = (creation: Creation | undefined): string => {
  if (!creation) return '-'
  return creation.made < creation.wanted ? `~${whole(creation.seconds)}` : tenths(creation.seconds)
}

function productTable(result: Result): string {
  const { startUp, creation } = result
  if (Object.keys(startUp).length === 0) return ''
  const row = (title: string, shown: (name: ProductName) => string, value: (name: ProductName) => number | undefined) =>
    [title, shown('cenote'), shown('peer'), ratio(value('cenote'), value('peer'))] satisfies string[]
  const plain = (title: string, value: (name: ProductName) => number | undefined) =>
    row(title, (name) => whole(value(name)), value)
  const wanted = creation.cenote?.wanted ?? creation.peer?.wanted ?? 0
  const rows = table([
    ['', 'Cenote', 'peer', 'Cenote/peer'],
    plain('first answer, ms', (name) => startUp[name]?.firstAnswer),
    plain('memory idle, MiB', (name) => startUp[name]?.idleMemory),
    plain('memory after the rounds, MiB', (name) => startUp[name]?.loadedMemory),
    row(
      `${whole(wanted)} users created, s`,
      (name) => seconds(creation[name]),
      (name) => creation[name]?.seconds,
    ),
  ])
  return `${rows}\n\n`
}

function largeTable(result: Result): string {
  const { large } = result
  if (!large) return ''
  const rows = Object.entries(large.scenarios).map(([name, measured]) => {
    const rates = [whole(measured.small.rate), ...timings(measured.large)]
    return [
      scenarioOf(name as ScenarioName | LookupName).title,
      ...rates,
      ratio(measured.large.rate, measured.small.rate),
    ]
  })
  const few = whole(result.users)
  const many = whole(large.users)
  const heads = ['Cenote alone', `/s at ${few}`, `/s at ${many}`, 'p50 ms', 'p99 ms', 'errors', `${many}/${few}`]
  return `${table([heads, ...rows])}\n${many} users made in ${whole(large.seconds)} s\n\n`
}

function importsLine({ imports }: Result): string {
  if (!imports) return ''
  const { users, seconds: time, memoryBefore, memoryPeak, loopDelay } = imports
  return (
    `Cenote alone: ${whole(users)} users imported in ${whole(time)} s, ${whole(users / time)}/s; memory from ` +
    `${whole(memoryBefore)} to ${whole(memoryPeak)} MiB; event-loop delay p99 ${whole(loopDelay.p99)} ms, max ${whole(loopDelay.max)} ms\n\n`
  )
}

/** How much later others' sign-ins may be for a function of one pool. */
const slowerAtMost = 1.2

function slowTriggerLine({ slowTrigger }: Result): string {
  if (!slowTrigger) return ''
  const { heldUp, quiet, busy } = slowTrigger
  const isReached = busy.p99 <= slowerAtMost * quiet.p99
  return (
    `Cenote alone: while a function held ${whole(heldUp)} sign-ins of another pool up for 4 s each, password sign-ins ` +
    `went from ${whole(quiet.rate)}/s to ${whole(busy.rate)}/s, p50 ${tenths(quiet.p50)} to ${tenths(busy.p50)} ms, ` +
    `p99 ${tenths(quiet.p99)} to ${tenths(busy.p99)} ms (${ratio(busy.p99, quiet.p99)}; at most ${slowerAtMost}x: ` +
    `${isReached ? 'reached' : 'missed'}), ${whole(busy.errors)} errors\n\n`
  )
}

function machineTable(machine: Machine): string {
  return table([
    [`${machine.processor}, ${machine.cores} cores, Node ${machine.node}`, 'one thread', 'all threads'],
    ['RS256 signatures (2048 bits) /s', whole(machine.signaturesOneThread), whole(machine.signatures)],
    ['RS256 verifications /s', whole(machine.verificationsOneThread), '-'],
    ['3072-bit powers /s', whole(machine.powersOneThread), whole(machine.powers)],
    ["3072-bit SRP, client's half /s", whole(machine.proofsOneThread), whole(machine.proofs)],
    ['argon2id (19 MiB, 2 passes) /s', whole(machine.argon2idOneThread), whole(machine.argon2id)],
    ['bare node:http answers /s', whole(machine.answers), '-'],
  ])
}

/** The share of other processes above which a run says little, on a machine of few cores. */
const disturbedAbove = 0.05

/** Whether other processes took so much of the machine that the figures should not be quoted. */
export const isDisturbed = ({ othersShare = 0 }: Result): boolean => othersShare > disturbedAbove

function notes(result: Result): string[] {
  const { peer } = result.creation
  const { othersShare } = result
  const lines = [
    `${whole(result.users)} users, ${result.connections} connections, median of ${result.rounds} rounds of ` +
      `${result.roundSeconds} s; "peer" is ${titles.peer}.`,
    'A sign-in of two requests is timed and counted as one.',
    'Ceilings: powers and signatures of all threads for what needs them, a bare node:http server for the rest; each',
    'the better of two measurements, before and after. A rate clearly above its ceiling tells of a disturbed',
    "machine; slightly above may be right, for OpenSSL's powers here have longer exponents than a verifier's (by 5%).",
  ]
  if (result.scenarios.srpSignIn) {
    lines.push(
      "SRP: the generator's own half runs on the same processors, between its two requests; the ceiling and the",
      'latencies include it. The peer knows no SRP.',
    )
  }
  if (result.scenarios.totpSignIn) {
    lines.push(
      `TOTP: a code is good once, so each of Cenote's ${whole(result.appUsers)} users comes once a round. The peer takes`,
      `a code any number of times, and has ${whole(result.users)} users there: more would slow it down.`,
    )
  }
  if (result.scenarios.codeGrant) {
    lines.push(
      'Code grant: the browser of a user who is signed in at the pages asks for a code, and its client exchanges it. The',
      'peer has no pages and no endpoints of OAuth.',
    )
  }
  const judged = isDisturbed(result) ? '' : verdict(result)
  if (judged) lines.push(judged)
  if (peer) lines.push('The peer checks no signatures, and its ListUsers knows no pages: it answers all users at once.')
  if (peer && peer.made < peer.wanted) {
    lines.push(
      `~: the peer was stopped after ${tenths(peer.measuredSeconds)} s with ${whole(peer.made)} users made; the time ` +
        'for all is extrapolated, its cost per user growing in proportion to the users it has.',
    )
  }
  if (othersShare !== undefined) {
    const disturbed = isDisturbed(result) ? ': too much for these figures to be quoted' : ''
    lines.push(`Other processes took ${(100 * othersShare).toFixed(1)}% of the processors meanwhile${disturbed}.`)
  }
  for (const [name, measured] of Object.entries(result.scenarios)) {
    for (const [product, { firstError }] of Object.entries(measured)) {
      if (firstError) lines.push(`First error of ${product}, ${name}: ${firstError}`)
    }
  }
  return lines
}

/** The whole report as text. */
export const report = (result: Result): string =>
  [
    ...(Object.keys(result.scenarios).length > 0 ? [scenarioTable(result), loopTable(result)] : []).map(
      (text) => `${text}\n\n`,
    ),
    productTable(result),
    largeTable(result),
    importsLine(result),
    slowTriggerLine(result),
    `${machineTable(result.machine)}\n\n`,
    `${notes(result).join('\n')}\n`,
  ].join('')
