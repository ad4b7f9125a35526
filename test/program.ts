import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeDatabase } from './database.ts'
import { freePort } from './free-port.ts'

const CLI = join(import.meta.dirname, '../src/cli.ts')

type Environment = Record<string, string | undefined>
type Ended = { code: number | null; signal: NodeJS.Signals | null }

/** The program in a process of its own. */
export type Program = {
  readonly child: ChildProcess
  /** What it wrote so far. */
  out(): string
  err(): string
  /** Resolves once it has written its first line on standard output; rejects when it ends before. */
  listening(): Promise<void>
  /** Resolves when it has ended, with all its output read. */
  ended: Promise<Ended>
}

/** Where one installation lives: folders of its own, a port, and a database of the kind that is tested. */
export type Home = {
  readonly folder: string
  /** Empty folders, for looking at what the program leaves there. */
  readonly work: string
  readonly config: string
  readonly temporary: string
  readonly port: number
  readonly url: string
  /** Where the database is: the file of SQLite, or the URL of PostgreSQL. */
  readonly database: { file: string } | { url: string }
  run(words: string[], environment?: Environment): Program
  /** Runs a command to its end; `input` is its standard input. */
  call(words: string[], environment?: Environment, input?: string): Promise<Ended & { out: string; err: string }>
  /** Starts a server and resolves when it listens. */
  start(words: string[], environment?: Environment): Promise<Program>
  remove(): Promise<void>
}

/** Starts the program; what it writes is kept. */
const startProgram = (words: string[], cwd: string, environment: Environment): Program => {
  const child = spawn(process.execPath, [CLI, ...words], { cwd, env: environment, stdio: 'pipe' })
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    err += text
  })
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }))
  return {
    child,
    out: () => out,
    err: () => err,
    ended,
    async listening() {
      const over = ended.then(() => 'ended' as const)
      while (!out.includes('\n')) {
        if ((await Promise.race([once(child.stdout, 'data'), over])) === 'ended') {
          throw new Error(`The program ended before it listened:\n${err}`)
        }
      }
    },
  }
}

/** Makes a home; on SQLite, or with `settings` that name another database, without one of PostgreSQL. */
export const makeHome = async (settings: Environment = {}): Promise<Home> => {
  const folder = mkdtempSync(join(tmpdir(), 'cenote-home-'))
  const within = (name: string) => {
    mkdirSync(join(folder, name))
    return join(folder, name)
  }
  const [work, config, temporary] = [within('work'), within('config'), within('temporary')]
  const database = await makeDatabase()
  const databaseUrl = database.environment.CENOTE_DATABASE_URL
  const port = await freePort()
  const base: Environment = {
    PATH: process.env.PATH,
    HOME: config,
    XDG_CONFIG_HOME: config,
    TMPDIR: temporary,
    NODE_NO_WARNINGS: '1',
    NODE_COMPILE_CACHE: join(tmpdir(), 'cenote-test-compile-cache'),
    CENOTE_PORT: String(port),
    ...database.environment,
    ...settings,
  }
  const programs: Program[] = []
  const run: Home['run'] = (words, environment = {}) => {
    const program = startProgram(words, work, { ...base, ...environment })
    programs.push(program)
    return program
  }
  return {
    folder,
    work,
    config,
    temporary,
    port,
    url: `http://localhost:${port}`,
    database: databaseUrl === undefined ? { file: join(work, '.cenote', 'cenote.db') } : { url: databaseUrl },
    run,
    async call(words, environment, input = '') {
      const program = run(words, environment)
      program.child.stdin?.end(input)
      const ended = await program.ended
      return { ...ended, out: program.out(), err: program.err() }
    },
    async start(words, environment) {
      const program = run(words, environment)
      await program.listening()
      return program
    },
    async remove() {
      for (const { child } of programs) child.kill('SIGKILL')
      await Promise.all(programs.map(({ ended }) => ended))
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
