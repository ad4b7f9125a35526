/**
 * Random requests to every operation, made from its shape: most of them valid, many not quite, some
 * hardly HTTP. CENOTE_FUZZ_SEED and CENOTE_FUZZ_COUNT choose which and how many.
 */
import assert from 'node:assert/strict'
import { Agent, request } from 'node:http'
import { after, test } from 'node:test'
import * as operations from '../src/operations/index.ts'
import type { Operation } from '../src/operations/operation.ts'
import { makeFunctions } from './functions.ts'
import { type Answer, judge } from './fuzz/answers.ts'
import { inputFor, type Scene } from './fuzz/generate.ts'
import { invariantFaults } from './fuzz/invariants.ts'
import { breakBody, mutate } from './fuzz/mutate.ts'
import { oddText } from './fuzz/odd.ts'
import { seeded } from './fuzz/random.ts'
import { oddRequest, rawFaults } from './fuzz/raw.ts'
import { CODE } from './fuzz/secrets.ts'
import { type KnownPool, makeWorld, REGIONS, signedHeaders, type World } from './fuzz/world.ts'
import { useServer } from './harness.ts'

const SEED = Number(process.env.CENOTE_FUZZ_SEED ?? 20_261_120)
const COUNT = Number(process.env.CENOTE_FUZZ_COUNT ?? (process.env.CENOTE_TEST_POSTGRES ? 1200 : 3000))
/** How many requests are under way at once, so that they also meet each other. */
const TOGETHER = 6
const REFRESH_EVERY = 150
const MOST_FAULTS = 40

const registry: Readonly<Record<string, Operation>> = operations as never // as in api.ts
const names = Object.keys(registry)
const random = seeded(SEED)
const functions = makeFunctions()
after(() => functions.remove())
const server = useServer({ CENOTE_DEV_CODE: CODE, ...functions.environment })
const agent = new Agent({ keepAlive: true, maxSockets: TOGETHER })
after(() => agent.destroy())

type Plan = {
  operation: string
  pool: KnownPool
  input: Record<string, unknown>
  headers: Record<string, string>
  body: string | Uint8Array
}

const oddHeaders: readonly Record<string, string>[] = [
  { 'content-type': 'application/x-amz-json-1.1; charset=utf-8' },
  { 'content-type': 'Application/X-AMZ-JSON-1.1' },
  { 'content-type': 'application/json' },
  { 'content-type': '' },
  { 'x-amz-target': 'AWSCognitoIdentityProviderService.__proto__' },
  { 'x-amz-target': 'AWSCognitoIdentityProviderService.' },
  { 'x-amz-target': 'constructor' },
  { authorization: '' },
  { authorization: 'AWS4-HMAC-SHA256 Credential=a' },
  {
    authorization: `AWS4-HMAC-SHA256 Credential=a/20200101/${'r'.repeat(63)}/cognito-idp/aws4_request, SignedHeaders=a, Signature=b`,
  },
  { 'x-amz-date': '20200230T000000Z' },
  { 'x-amz-date': 'tomorrow' },
  { origin: 'https://elsewhere.example' },
  { origin: 'null' },
  { 'content-encoding': 'br' },
  { 'x-forwarded-for': '999.1.1.1, ::1' },
  { 'user-agent': 'x'.repeat(8000) },
  { 'x-amz-security-token': 'x' },
]

/** What leads to many states comes more often. */
const weighted = [...names, ...names.filter((name) => /Auth|SignUp|Forgot|AdminCreateUser|Attribute|Secret/.test(name))]

/** What ends pools and clients, or spoils them for sign-in, is mostly done to old ones. */
const DESTRUCTIVE = /^(Delete|Update|Set)UserPool|^AddCustomAttributes/

const planRequest = ({ pools, gone }: World): Plan => {
  const operation = random.pick(weighted)
  const shape = registry[operation]?.input ?? assert.fail(operation)
  const mostlySpare = DESTRUCTIVE.test(operation) && random.chance(0.9)
  const living = mostlySpare ? pools.slice(0, -4) : pools.slice(-8)
  const pool = random.pick(gone.length > 0 && random.chance(0.02) ? gone : living.length > 0 ? living : pools)
  const stranger = random.chance(0.04) ? random.pick(pools) : pool
  const simple = pool.sessions.filter(({ challenge }) => challenge === 'NEW_PASSWORD_REQUIRED')
  const sessions = simple.length > 0 && random.chance(0.3) ? simple : pool.sessions
  const session =
    /Respond/.test(operation) && sessions.length > 0 && random.chance(0.9)
      ? random.pick(sessions.slice(-16))
      : undefined
  const scene: Scene = {
    random,
    operation,
    pool,
    client: stranger.clients.find(({ id }) => id === session?.clientId) ?? random.pick(stranger.clients),
    username: random.pick(random.chance(0.12) ? [oddText(random), `new${random.int(1000)}`] : stranger.users.slice(-8)),
    session,
    all: gone.length > 0 ? [...pools, random.pick(gone)] : pools,
    oddness: random.pick([0, 0, 0, 0, 0, 0, 0.03, 0.2]),
  }
  const input = inputFor(scene, shape)
  mutate(random, input, random.pick([0, 0, 0, 0, 0, 0, 0, 1, 2, 4]))
  const region = random.chance(0.97) ? pool.region : random.pick([...REGIONS, 'r'.repeat(45), 'r'.repeat(46)])
  const text = JSON.stringify(input)
  return {
    operation,
    pool,
    input,
    body: random.chance(0.04) ? breakBody(random, text) : text,
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      ...(random.chance(0.98) && signedHeaders(region)),
      ...(random.chance(0.04) && random.pick(oddHeaders)),
    },
  }
}

const send = ({ headers, body }: Plan) =>
  new Promise<Answer>((resolve, reject) => {
    const started = performance.now()
    const length = { 'content-length': String(Buffer.byteLength(body)) }
    const sent = request(server.url, { method: 'POST', agent, headers: { ...headers, ...length } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const { statusCode = 0, headers: given } = response
        const milliseconds = performance.now() - started
        resolve({ status: statusCode, headers: given, bytes: Buffer.concat(chunks), milliseconds })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })

const shown = ({ operation, headers, body }: Plan) =>
  `${operation} ${JSON.stringify(headers)} ${Buffer.from(body).subarray(0, 1500).toString()}`

test(`R16: ${COUNT} requests of seed ${SEED}`, { timeout: 3_600_000 }, async (t) => {
  t.diagnostic(`CENOTE_FUZZ_SEED=${SEED} CENOTE_FUZZ_COUNT=${COUNT}`)
  const world = makeWorld(server, random)
  const faults = new Map<string, string>()
  const statuses = new Map<string, number>()
  const succeeded = new Set<string>()
  let slowest = 0

  const note = (key: string, detail: string) => {
    if (!faults.has(key)) faults.set(key, detail)
  }

  const tryOne = async (plan: Plan, number: number) => {
    const answer = await send(plan).catch((error: Error) => error)
    if (answer instanceof Error) {
      // The server may answer a body that is too large before it has read all of it, and hang up.
      if (Buffer.byteLength(plan.body) < 1_000_000)
        note(`${plan.operation}: ${answer.message}`, `#${number} ${shown(plan)}`)
      return
    }
    slowest = Math.max(slowest, answer.milliseconds)
    const { faults: found, body } = judge(plan.operation, answer)
    const outcome = answer.status === 200 ? 'OK' : String(body.__type)
    statuses.set(outcome, (statuses.get(outcome) ?? 0) + 1)
    if (answer.status === 200) succeeded.add(plan.operation)
    for (const fault of found) {
      const key = `${plan.operation}: ${fault.slice(0, 100)}`
      note(key, `#${number} ${fault}\n    ${shown(plan)}\n    ${answer.bytes.subarray(0, 500).toString()}`)
    }
    if (answer.status === 200) world.harvest(plan.pool, plan.operation, plan.input, body)
  }

  const tryRaw = async (bytes: string | Buffer, number: number) => {
    for (const fault of await rawFaults(server.url, bytes))
      note(`raw: ${fault}`, `#${number} ${JSON.stringify(bytes.toString().slice(0, 500))}`)
  }

  for (let number = 0; number < COUNT && faults.size < MOST_FAULTS; number += TOGETHER) {
    if (number % REFRESH_EVERY === 0) {
      if (random.chance(0.3)) server.travel(random.pick([1000, 60_000, 600_000, 3_700_000]))
      await world.refresh()
    }
    const batch: Promise<void>[] = []
    for (let index = number; index < Math.min(number + TOGETHER, COUNT); index++) {
      if (random.chance(0.03)) batch.push(tryRaw(oddRequest(random, random.pick(world.pools)), index))
      else batch.push(tryOne(planRequest(world), index))
    }
    await Promise.all(batch)
  }

  assert.equal((await fetch(`${server.url}/_cenote/health/ready`)).status, 200)
  await world.refresh()
  const { faults: broken, users } = await invariantFaults(world, REGIONS)
  for (const fault of broken) note(fault, '')
  for (const line of server.log) if (line.includes('"level":"error"')) note(line.slice(0, 300), line.slice(0, 3000))
  t.diagnostic(`${JSON.stringify(Object.fromEntries(statuses))}, ${users} users, slowest ${Math.round(slowest)} ms`)
  t.diagnostic(`never successful: ${names.filter((name) => !succeeded.has(name)).join(', ')}`)
  assert.deepEqual(Object.keys(Object.prototype), [])
  assert.equal(({} as { polluted?: number }).polluted, undefined)
  assert.deepEqual([...faults].map(([key, detail]) => `${key}\n  ${detail}`).slice(0, MOST_FAULTS), [])
})
