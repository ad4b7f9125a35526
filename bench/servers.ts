/** Starts and stops what is measured: each product in a process, a temporary folder and on a port of its own. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, openSync, readFileSync, rmSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type ApiRequest, type Credentials, call, type Endpoint, region } from './client.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('..', import.meta.url))
const peerVersion = '5.3.0'
const peerFolder = join(root, '.bench')
const peerProgram = join(peerFolder, 'node_modules/cognito-local/lib/bin/start.js')

const startLimit = 30_000
const stopLimit = 10_000

export type ProductName = 'cenote' | 'peer'

/** How late the event loop was, in milliseconds. */
export type LoopDelay = { p50: number; p99: number; max: number }

export type Server = {
  endpoint: Endpoint
  /** Milliseconds from spawn to the first successful API answer. */
  firstAnswer: number
  /** The event loop's since this was last asked, or since the start. Raises for a server that was not watched. */
  loopDelay: () => Promise<LoopDelay>
  /** Resident memory in MiB, or undefined where the system does not tell. */
  memory: () => number | undefined
  stop: () => Promise<void>
}

/** One product prepared in a folder: how to run it there. */
type Launch = { arguments: string[]; environment: NodeJS.ProcessEnv; credentials: Credentials; ready: ApiRequest }

const listPools: ApiRequest = { operation: 'ListUserPools', input: { MaxResults: 1 }, signed: true }

const running = new Map<ChildProcess, string>()

/** Whatever ends the bench, nothing that it started outlives it. */
process.on('exit', () => {
  for (const [child, folder] of running) {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

/** The environment without settings of the caller's own Cenote, which must not reach the measured one. */
const inherited = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('CENOTE_')))

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}

/** Linux says it in /proc; elsewhere memory is left out rather than measured by other means. */
function residentMemory(pid: number | undefined): number | undefined {
  const file = `/proc/${pid}/status`
  if (!existsSync(file)) return undefined
  const kibibytes = /VmRSS:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1]
  return kibibytes === undefined ? undefined : Number(kibibytes) / 1024
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, 'exit')
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), stopLimit)
    await exit
    clearTimeout(timer)
  }
  const folder = running.get(child)
  running.delete(child)
  if (folder) rmSync(folder, { recursive: true, force: true })
}

/** Asks until the API answers; says what the server printed when it never does. */
async function firstAnswer(child: ChildProcess, endpoint: Endpoint, ready: ApiRequest, log: string): Promise<number> {
  const start = performance.now()
  let failure: unknown
  while (child.exitCode === null && performance.now() - start < startLimit) {
    try {
      await call(endpoint, ready)
      return performance.now() - start
    } catch (error) {
      failure = error
      await sleep(3)
    }
  }
  throw new Error(`the server did not answer (${failure}):\n${(await readFile(log, 'utf8')).slice(-2000)}`)
}

async function loopDelay(child: ChildProcess): Promise<LoopDelay> {
  if (!child.connected) throw new Error('the server ended, or its event loop is not watched')
  child.send('read')
  const [delay] = await once(child, 'message', { signal: AbortSignal.timeout(startLimit) })
  return delay as LoopDelay
}

/** Node's options of a server that tells of its event loop. */
const watching = `${process.env.NODE_OPTIONS ?? ''} --import=${new URL('./loop-delay.mjs', import.meta.url)}`

async function launch(folder: string, port: number, watched: boolean, plan: Launch): Promise<Server> {
  const log = join(folder, 'output.log')
  const output = openSync(log, 'a')
  const environment = { ...inherited(), ...plan.environment, ...(watched && { NODE_OPTIONS: watching }) }
  const child = spawn(process.execPath, plan.arguments, {
    cwd: folder,
    env: environment,
    stdio: ['ignore', output, output, ...(watched ? (['ipc'] as const) : [])],
  })
  running.set(child, folder)
  const endpoint = { port, credentials: plan.credentials }
  try {
    const first = await firstAnswer(child, endpoint, plan.ready, log)
    return {
      endpoint,
      firstAnswer: first,
      loopDelay: () => loopDelay(child),
      memory: () => residentMemory(child.pid),
      stop: () => stop(child),
    }
  } catch (error) {
    await stop(child)
    throw error
  }
}

/** May call every operation on every pool, by a policy that is evaluated like any other. */
const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'cognito-idp:*', Resource: '*' }] }

/** Cenote as an operator runs it: every signature verified, every write durable; only the quotas are off. */
async function prepareCenote(folder: string, port: number, more: NodeJS.ProcessEnv): Promise<Launch> {
  const environment = {
    CENOTE_DATA_DIR: join(folder, 'data'),
    CENOTE_ROOT_KEY_FILE: join(folder, 'root.key'),
    CENOTE_PORT: String(port),
    CENOTE_REGIONS: region,
    CENOTE_QUOTAS: 'off',
    CENOTE_FUNCTIONS: join(root, 'bench/functions.json'),
    ...more,
  }
  const program = join(root, 'src/cli.ts')
  const policyFile = join(folder, 'policy.json')
  await writeFile(policyFile, JSON.stringify(policy))
  await writeFile(join(folder, 'root.key'), randomBytes(32).toString('hex'), { mode: 0o600 })
  const create = [program, 'credentials', 'create', 'bench', '--policy', policyFile, '--json']
  const { stdout } = await run(process.execPath, create, { env: { ...inherited(), ...environment } })
  const credentials = JSON.parse(stdout) as Credentials
  return { arguments: [program, 'serve'], environment, credentials, ready: listPools }
}

/**
 * cognito-local as its own README runs it, without e-mail addresses as usernames: with them each look-up by
 * username would be a scan. It ignores signatures, and gets them all the same, as it would from an SDK.
 */
async function preparePeer(folder: string, port: number): Promise<Launch> {
  await mkdir(join(folder, '.cognito'))
  await writeFile(join(folder, '.cognito/config.json'), '{"UserPoolDefaults":{"UsernameAttributes":[]}}')
  const environment = { PORT: String(port), HOST: '127.0.0.1' }
  const credentials = { AccessKeyId: 'local', SecretAccessKey: 'local' }
  return { arguments: [peerProgram], environment, credentials, ready: listPools }
}

/** A server that does nothing: what node:http answers a second while this generator asks. */
async function prepareBare(_folder: string, port: number): Promise<Launch> {
  const credentials = { AccessKeyId: 'none', SecretAccessKey: 'none' }
  const program = fileURLToPath(new URL('./bare.ts', import.meta.url))
  return { arguments: [program, String(port)], environment: {}, credentials, ready: listPools }
}

const products = { cenote: prepareCenote, peer: preparePeer, bare: prepareBare }

/**
 * Starts a product with an empty store and waits for its first answer. `watched`: its event loop is. `more`: what Cenote
 * is told beside what the bench tells it.
 */
export async function startServer(
  name: ProductName | 'bare',
  watched = false,
  more: NodeJS.ProcessEnv = {},
): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), `cenote-bench-${name}-`))
  const port = await freePort()
  return launch(folder, port, watched, await products[name](folder, port, more))
}

/** Fetches the peer from npm, once, into a git-ignored folder; it never becomes a dependency. */
export async function fetchPeer(): Promise<void> {
  if (existsSync(peerProgram)) return
  await mkdir(peerFolder, { recursive: true })
  const options = ['--no-audit', '--no-fund', '--ignore-scripts']
  await run('npm', ['install', '--prefix', peerFolder, ...options, `cognito-local@${peerVersion}`], { cwd: peerFolder })
}

export const titles: Record<ProductName, string> = { cenote: 'Cenote', peer: `cognito-local ${peerVersion}` }
