/**
 * `npm run timing`: whether a stranger can tell by the time of an answer that somebody has a name. Asks for names that
 * are there and names that are not, one request at a time and in an order left to chance, and holds the times against
 * each other by the criterion of dudect. Ends with 1 if a difference shows. Needs a quiet machine. `--database URL` is an
 * empty database of PostgreSQL, in the place of SQLite.
 */
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { type ApiRequest, call, type Endpoint, messageOf } from './client.ts'
import { member } from './fixture.ts'
import { watchOthers } from './others.ts'
import { say } from './rounds.ts'
import { type Answer, open, password, signed } from './scenario.ts'
import { startServer } from './servers.ts'
import { type Row, rows, type Who } from './timing-rows.ts'
import { isAlike, welch } from './welch.ts'

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '2000' },
    row: { type: 'string', multiple: true },
    database: { type: 'string' },
  },
})
const PAIRS = Number(values.pairs)
if (!Number.isInteger(PAIRS) || PAIRS < 2) throw new Error('--pairs needs a number')
const chosen = values.row ?? Object.keys(rows)
/** The first requests of each kind, which find a server that has not done this yet. */
const WARM_UP = 100

/** All names are as long, of those who are there and of nobody. */
const nameOf = (kind: Who | 'none', index: number) => `${kind.padEnd(5, '-')}${String(index).padStart(6, '0')}`

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

/** Sends a request on the one connection; an error of the service is an answer. */
const exchange = (endpoint: Endpoint, asked: ApiRequest) =>
  new Promise<{ answer: Answer; milliseconds: number }>((resolve, reject) => {
    const { method, path, headers, body } = messageOf(endpoint, asked)
    const length = { 'content-length': String(Buffer.byteLength(body)) }
    let started = 0
    const sent = request(
      { port: endpoint.port, method, path, headers: { ...headers, ...length }, agent },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.once('end', () => {
          const milliseconds = performance.now() - started
          const text = Buffer.concat(chunks).toString()
          if ((response.statusCode ?? 500) >= 500) reject(new Error(text))
          else resolve({ answer: JSON.parse(text), milliseconds })
        })
      },
    )
    sent.once('error', reject)
    started = performance.now()
    sent.end(body)
  })

/** A mail server that takes everything, on a thread of its own so that it does not hold the clock up. */
async function startMailServer() {
  const worker = new Worker(new URL('./mail-sink.ts', import.meta.url))
  const [port] = await once(worker, 'message')
  return { url: `smtp://127.0.0.1:${port}`, stop: () => worker.terminate() }
}

/** Makes the users of a pool, 16 side by side. */
async function makeUsers(endpoint: Endpoint, poolId: string, clientId: string, count: number) {
  const make = async (index: number) => {
    const Username = nameOf('user', index)
    const UserAttributes = [
      { Name: 'email', Value: `${Username}@example.com` },
      { Name: 'email_verified', Value: 'true' },
    ]
    const who = { UserPoolId: poolId, Username }
    await call(endpoint, signed('AdminCreateUser', { ...who, UserAttributes, MessageAction: 'SUPPRESS' }))
    await call(endpoint, signed('AdminSetUserPassword', { ...who, Password: password, Permanent: true }))
    const fresh = nameOf('fresh', index)
    const address = [{ Name: 'email', Value: `${fresh}@example.com` }]
    const account = { ClientId: clientId, Username: fresh, Password: password, UserAttributes: address }
    await call(endpoint, open('SignUp', account))
  }
  let next = 0
  const lane = async () => {
    while (next < count) await make(next++)
  }
  await Promise.all(Array.from({ length: 16 }, lane))
}

async function preparePool(endpoint: Endpoint) {
  const pool = await call(
    endpoint,
    signed('CreateUserPool', {
      PoolName: 'timing',
      AutoVerifiedAttributes: ['email'],
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
    }),
  )
  const poolId = member(pool, 'UserPool', 'Id')
  const client = await call(
    endpoint,
    signed('CreateUserPoolClient', {
      UserPoolId: poolId,
      ClientName: 'timing',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_USER_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
    }),
  )
  const clientId = member(client, 'UserPoolClient', 'ClientId')
  await makeUsers(endpoint, poolId, clientId, PAIRS + WARM_UP)
  return clientId
}

/** How long one answer takes in the name of somebody. */
async function timeOf(endpoint: Endpoint, clientId: string, row: Row, username: string) {
  const first = await exchange(endpoint, row.request(clientId, username))
  if (!row.respond) return first.milliseconds
  return (await exchange(endpoint, row.respond(clientId, username, first.answer))).milliseconds
}

async function measure(endpoint: Endpoint, clientId: string, row: Row) {
  const times: { there: number[]; nobody: number[] } = { there: [], nobody: [] }
  for (let index = 0; index < PAIRS + WARM_UP; index++) {
    const pair = [
      ['there', nameOf(row.who, index)],
      ['nobody', nameOf('none', index)],
    ] as const
    for (const [kind, name] of randomInt(2) ? pair : pair.toReversed()) {
      const milliseconds = await timeOf(endpoint, clientId, row, name)
      if (index >= WARM_UP) times[kind].push(milliseconds)
    }
  }
  return welch(times.there, times.nobody)
}

const others = watchOthers()
const mail = await startMailServer()
const server = await startServer('cenote', false, {
  CENOTE_SMTP_URL: mail.url,
  CENOTE_EMAIL_FROM: 'no-reply@example.com',
  ...(values.database && { CENOTE_DATABASE_URL: values.database }),
})
let differ = 0
try {
  say(`making ${2 * (PAIRS + WARM_UP)} users`)
  const clientId = await preparePool(server.endpoint)
  process.stdout.write(`| ${PAIRS} pairs | somebody, ms | nobody, ms | t | |\n|---|---|---|---|---|\n`)
  for (const name of chosen) {
    const row = rows[name]
    if (!row) throw new Error(`no row ${name}; there are: ${Object.keys(rows).join(', ')}`)
    const found = await measure(server.endpoint, clientId, row)
    const alike = isAlike(found)
    if (!alike) differ++
    const [there, nobody] = found.medians.map((milliseconds) => milliseconds.toFixed(3))
    process.stdout.write(`| ${name} | ${there} | ${nobody} | ${found.t.toFixed(1)} | ${alike ? 'alike' : 'differ'} |\n`)
  }
} finally {
  agent.destroy()
  await server.stop()
  await mail.stop()
}
const share = others()
if (share !== undefined) process.stdout.write(`Others took ${(share * 100).toFixed(1)} % of the machine.\n`)
process.exitCode = differ === 0 ? 0 : 1
