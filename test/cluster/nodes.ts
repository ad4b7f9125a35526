/** Servers that share one database, and sign-ins that go from one to the other. */
import { quotas } from '../../src/operations/quotas.ts'
import { makeDatabase, type TestDatabase } from '../database.ts'
import { startTestServer, type TestServer } from '../harness.ts'
import { type Answer, begin, prepare, type Traveller } from '../security/journeys.ts'
import type { Walk } from './walks.ts'

/** Why a file of tests with two servers is skipped, as `describe` wants it. */
export const onPostgres = process.env.CENOTE_TEST_POSTGRES ? {} : { skip: 'a database of SQLite has one server' }

/** What all servers of a database have in common. Limits in an hour are on, those in a second are out of the way. */
export const settings = {
  CENOTE_PUBLIC_URL: 'https://id.example.com',
  CENOTE_QUOTAS: Object.keys(quotas)
    .map((category) => `${category}=1000000`)
    .join(),
}

/** Servers as if they were one: their clocks move and stop together. */
const together = (servers: readonly TestServer[]): TestServer => {
  const [first] = servers
  if (!first) throw new Error('There is no server')
  return {
    ...first,
    travel(milliseconds) {
      for (const server of servers) server.travel(milliseconds)
    },
    freeze: (work) => servers.reduceRight((inner, server) => () => server.freeze(inner), work)(),
    async stop() {
      for (const server of servers) await server.stop()
    },
  }
}

export type Cluster = {
  readonly database: TestDatabase
  readonly servers: readonly TestServer[]
  /** All of them as one, which requests reach by the first. */
  readonly server: TestServer
  stop(): Promise<void>
}

/** Starts two servers on one database of PostgreSQL; on SQLite one. */
export const startCluster = async (environment: Record<string, string> = {}): Promise<Cluster> => {
  const database = await makeDatabase()
  const numbers = process.env.CENOTE_TEST_POSTGRES ? [1, 2] : [1]
  const start = () => startTestServer({ ...settings, ...environment }, 'dev', database)
  const servers = await Promise.all(numbers.map(start))
  const server = together(servers)
  return {
    database,
    servers,
    server,
    async stop() {
      await server.stop()
      await database.drop()
    },
  }
}

/** A sign-in on its way: all that was asked of it, and the last of it. */
export type Underway = { readonly asked: Answer; readonly path: readonly string[] }

const named = ({ AuthenticationResult, ChallengeName }: Answer) =>
  AuthenticationResult ? 'tokens' : (ChallengeName ?? 'nothing')

const step = async (who: Traveller, walk: Walk, { asked }: Underway): Promise<Answer> => {
  const forgets = walk.forgetsSession && asked.ChallengeName?.startsWith('DEVICE_')
  const answer = await prepare(who, walk, forgets ? { ...asked, Session: undefined } : asked)
  return answer()
}

/** Begins a sign-in. */
export const setOut = async (who: Traveller, walk: Walk): Promise<Underway> => {
  const asked = await begin(who, walk)
  return { asked, path: [named(asked)] }
}

/** Takes a sign-in further until `steps` were made in all or there are tokens, each where `at` says. */
export const goOn = async (
  at: (step: number) => Traveller,
  walk: Walk,
  from: Underway,
  steps = Number.POSITIVE_INFINITY,
): Promise<Underway> => {
  let underway = from
  while (underway.path.length < steps && !underway.asked.AuthenticationResult) {
    const { path } = underway
    const asked = await step(at(path.length), walk, underway)
    underway = { asked, path: [...path, named(asked)] }
  }
  return underway
}
