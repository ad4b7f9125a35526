import { randomBytes } from 'node:crypto'
import { after, before } from 'node:test'
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { readConfig } from '../src/config.ts'
import type { Context, Logger } from '../src/context.ts'
import { type RunningServer, startServer, type World } from '../src/main.ts'
import { makeDatabase, type TestDatabase } from './database.ts'
import { freePort } from './free-port.ts'
import { until } from './until.ts'

/** A message as the inbox of dev mode shows it. */
export type InboxMessage = {
  to: string
  medium: string
  subject: string | null
  body: string
  code: string | null
  link: string | null
  poolId: string
  username: string
  sentAt: string
}

/** Lines that the server logged, for tests that look at them. */
const recordingLog = (lines: string[]): Logger => {
  const line = (level: string) => (fields: object, message: string) => {
    const shown = Object.entries(fields).map(([name, value]) => [name, value instanceof Error ? value.stack : value])
    lines.push(JSON.stringify({ level, message, ...Object.fromEntries(shown) }))
  }
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') }
}

type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string }

/** What dev mode accepts as well as any other. */
const anyone: Credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'anything' }

export type TestServer = {
  readonly url: string
  readonly ctx: Context
  readonly log: readonly string[]
  /** An official client of the server, signing for the Region. */
  client(region?: string, credentials?: Credentials): CognitoIdentityProviderClient
  /** Sends a raw API request. */
  post(operation: string, body: string | object, headers?: Record<string, string>): Promise<Response>
  /** The inbox, newest first. Waits until the queue of messages is empty. */
  inbox(to?: string): Promise<InboxMessage[]>
  /** The code that was sent last. */
  code(to: string): Promise<string>
  /** Moves the server's clock forward. */
  travel(milliseconds: number): void
  /** Stops the server's clock while `work` runs. */
  freeze<T>(work: () => Promise<T>): Promise<T>
  stop(): Promise<void>
}

/** Waits until the queue of messages is empty. */
export const waitUntilDelivered = (ctx: Context) =>
  until(async () => (await ctx.store.messages.nextDueAt()) === undefined)

/**
 * Starts a server in this process, on a clock that tests move. A database that is `shared` with other
 * servers stays when it stops.
 */
export const startTestServer = async (
  environment: Record<string, string> = {},
  mode: 'dev' | 'serve' = 'dev',
  shared?: TestDatabase,
  world: Partial<World> = {},
): Promise<TestServer> => {
  const database = shared ?? (await makeDatabase())
  const settings = { CENOTE_PORT: String(await freePort()), ...database.environment, ...environment }
  const config = readConfig(mode, settings, !process.env.CENOTE_TEST_POSTGRES)
  const log: string[] = []
  let ahead = 0
  let frozenAt: number | undefined
  const server: RunningServer = await startServer(config, recordingLog(log), {
    now: () => (frozenAt ?? Date.now()) + ahead,
    random: randomBytes,
    ...world,
  })
  const clients: CognitoIdentityProviderClient[] = []
  const url = `http://127.0.0.1:${config.port}`
  const inbox = async (to?: string) => {
    await waitUntilDelivered(server.ctx)
    const query = to === undefined ? '' : `?to=${encodeURIComponent(to)}`
    return (await (await fetch(`${url}/_cenote/inbox.json${query}`)).json()) as InboxMessage[]
  }
  return {
    url,
    ctx: server.ctx,
    log,
    inbox,
    client(region = 'us-east-1', credentials = anyone) {
      const client = new CognitoIdentityProviderClient({
        endpoint: url,
        region,
        maxAttempts: 1,
        credentials,
      })
      clients.push(client)
      return client
    },
    post: (operation, body, headers = {}) =>
      fetch(`${url}/`, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
          ...headers,
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    async code(to) {
      const [newest] = await inbox(to)
      if (!newest?.code) throw new Error(`No code was sent to ${to}`)
      return newest.code
    },
    travel: (milliseconds) => {
      ahead += milliseconds
    },
    async freeze(work) {
      frozenAt = Date.now()
      try {
        return await work()
      } finally {
        frozenAt = undefined
      }
    },
    async stop() {
      for (const client of clients) client.destroy()
      await server.stop()
      if (!shared) await database.drop()
    },
  }
}

/** Starts a server before the tests of a file, lets `prepare` make what all of them need, and stops it after them. */
export const useServer = (
  environment: Record<string, string> = {},
  mode: 'dev' | 'serve' = 'dev',
  prepare: (server: TestServer) => Promise<void> = async () => {},
  world: Partial<World> = {},
): TestServer => {
  let server: TestServer | undefined
  before(async () => {
    server = await startTestServer(environment, mode, undefined, world)
    await prepare(server)
  })
  after(() => server?.stop())
  // The server exists when the first test runs, and the tests hold on to this from the start.
  return new Proxy({} as TestServer, {
    get: (_, name) => {
      if (!server) throw new Error('The server is started before the first test')
      return server[name as keyof TestServer]
    },
  })
}

/** An expected error of the service, for `assert.rejects`. */
export const serviceError = (name: string, message?: string | RegExp) => (error: unknown) => {
  const given = error as Error
  if (given.name !== name) throw new Error(`expected ${name}, got ${given.name}: ${given.message}`)
  if (typeof message === 'string' && given.message !== message) {
    throw new Error(`expected the message\n  ${message}\ngot\n  ${given.message}`)
  }
  if (message instanceof RegExp && !message.test(given.message)) {
    throw new Error(`expected a message like ${message}, got\n  ${given.message}`)
  }
  return true
}
