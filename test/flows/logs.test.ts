import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { SetLogDeliveryConfigurationCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider'
import { deliverLogs, noPauses, trimLogs } from '../../src/flows/events/deliver-logs.ts'
import { makePool, makeUser, PASSWORD, signIn } from '../fixture.ts'
import { startTestServer, type TestServer, waitUntilDelivered } from '../harness.ts'
import { SMS } from '../mfa.ts'
import { notifications, userEvents } from '../operations/logs/fixture.ts'
import { makeReplicated, PRIMARY, SECONDARY } from '../operations/replicas/fixture.ts'
import { eventsOf, makeWatchedPool, watching } from '../operations/risk/fixture.ts'
import { until } from '../until.ts'

const SECRET = 'sixteen characters'
const folder = mkdtempSync(join(tmpdir(), 'cenote-logs-'))
const requests: { headers: IncomingHttpHeaders; body: string; url: string | undefined }[] = []
let status = 200
let refused: string | undefined
const receiver = createServer(async (incoming, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  requests.push({ headers: incoming.headers, body: Buffer.concat(chunks).toString('utf8'), url: incoming.url })
  const isRefused = incoming.url === '/sms' || incoming.headers['cenote-pool'] === refused
  response.writeHead(isRefused ? 400 : status).end()
})
let server: TestServer

before(async () => {
  receiver.listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
  server = await startTestServer({
    CENOTE_LOG_DIR: join(folder, 'logs'),
    CENOTE_LOG_URL: `${url}/logs`,
    CENOTE_LOG_SECRET: SECRET,
    CENOTE_SMS_WEBHOOK_URL: `${url}/sms`,
    CENOTE_SMS_WEBHOOK_SECRET: SECRET,
  })
})
after(async () => {
  await server.stop()
  receiver.close()
  rmSync(folder, { recursive: true, force: true })
})

const fileOf = (poolId: string) => join(folder, 'logs', `${poolId}.jsonl`)
const parse = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))

/** Works at the queue, beside the server's own loop, until it is empty. */
const drain = async (sinks = ['file', 'url']) => {
  await until(async () => {
    await deliverLogs(server.ctx)
    const counts = await Promise.all(sinks.map((sink) => server.ctx.store.logRecords.count(sink)))
    return counts.every((count) => count === 0)
  })
}

const world = async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makeWatchedPool(sdk)
  const LogConfigurations = [notifications, userEvents]
  await sdk.send(new SetLogDeliveryConfigurationCommand({ UserPoolId: poolId, LogConfigurations }))
  await makeUser(sdk, poolId, 'jane')
  return { sdk, poolId, clientId }
}

describe('what users do', () => {
  test('is logged as well where only the replica of their pool says so', async () => {
    const { poolId, clientId } = await makeReplicated(server.client(), 'INACTIVE', watching)
    const abroad = server.client(SECONDARY)
    const stream = { StreamArn: userEvents.FirehoseConfiguration.StreamArn.replace(PRIMARY, SECONDARY) }
    const LogConfigurations = [{ ...userEvents, FirehoseConfiguration: stream }]
    await abroad.send(new SetLogDeliveryConfigurationCommand({ UserPoolId: poolId, LogConfigurations }))
    await makeUser(server.client(), poolId, 'jane')
    await signIn(server.client(), clientId, 'jane')
    await drain()
    assert.equal(parse(readFileSync(fileOf(poolId), 'utf8')).length, 1)
  })

  test("is a line of the file of their pool, in the service's words", async () => {
    const { sdk, poolId, clientId } = await world()
    await signIn(sdk, clientId, 'jane')
    const [event] = await eventsOf(sdk, poolId, 'jane')
    await drain()
    const [line, ...others] = parse(readFileSync(fileOf(poolId), 'utf8'))
    assert.deepEqual(others, [])
    const message = line?.message as Record<string, string>
    assert.deepEqual(line, {
      eventTimestamp: String(event?.CreationDate?.getTime()),
      eventSource: 'USER_ACTIVITY',
      logLevel: 'INFO',
      message: {
        version: '1',
        eventId: event?.EventId,
        eventType: 'SignIn',
        userSub: await server.ctx.store.users.nameHolder(poolId, 'jane'),
        userName: 'jane',
        userPoolId: poolId,
        clientId,
        creationDate: message.creationDate,
        eventResponse: 'Pass',
        riskLevel: '',
        riskDecision: 'PASS',
        challenges: ['Password:Success'],
        deviceName: event?.EventContextData?.DeviceName,
        ipAddress: '127.0.0.1',
        requestId: message.requestId,
        idpName: '',
        compromisedCredentialDetected: 'false',
        city: null,
        country: null,
        eventFeedbackValue: '',
        eventFeedbackDate: '',
        eventFeedbackProvider: '',
        hasContextData: 'false',
      },
      logSourceId: { userPoolId: poolId },
    })
    assert.match(message.creationDate ?? '', /^\w{3} \w{3} \d\d \d\d:\d\d:\d\d UTC \d{4}$/)
    assert.match(message.requestId ?? '', /^[0-9a-f-]{36}$/)
    assert.equal(statSync(fileOf(poolId)).mode & 0o777, 0o600)
  })

  test('goes to the endpoint in signed batches, one for each pool', async () => {
    const [one, other] = [await world(), await world()]
    requests.length = 0
    for (const { sdk, clientId } of [one, one, other]) await signIn(sdk, clientId, 'jane')
    await drain()
    const mine = (poolId: string) => requests.filter(({ headers }) => headers['cenote-pool'] === poolId)
    for (const { headers, body, url } of requests) {
      assert.equal(url, '/logs')
      assert.equal(headers['content-type'], 'application/x-ndjson')
      const [, time = '', given] = /^t=(\d+),v1=(\w+)$/.exec(String(headers['cenote-signature'])) ?? []
      assert.equal(createHmac('sha256', SECRET).update(`${time}.${body}`).digest('hex'), given)
    }
    assert.equal(mine(one.poolId).flatMap(({ body }) => parse(body)).length, 2)
    assert.equal(mine(other.poolId).flatMap(({ body }) => parse(body)).length, 1)
  })

  test('goes on in a new file when the old one was moved away', async () => {
    const { sdk, poolId, clientId } = await world()
    await signIn(sdk, clientId, 'jane')
    await drain()
    renameSync(fileOf(poolId), `${fileOf(poolId)}.1`)
    await signIn(sdk, clientId, 'jane')
    await drain()
    assert.equal(parse(readFileSync(fileOf(poolId), 'utf8')).length, 1)
  })

  test('begins a line of its own after one that broke off', async () => {
    const { sdk, poolId, clientId } = await world()
    const torn = '{"eventTimestamp":"17'
    appendFileSync(fileOf(poolId), torn)
    await signIn(sdk, clientId, 'jane')
    await drain()
    await signIn(sdk, clientId, 'jane')
    await drain()
    const [first, ...rest] = readFileSync(fileOf(poolId), 'utf8').split('\n')
    assert.equal(first, torn)
    assert.equal(parse(rest.join('\n')).length, 2)
  })

  test('is not logged of a pool that does not ask for it', async () => {
    const sdk = server.client()
    const { poolId, clientId } = await makeWatchedPool(sdk)
    await makeUser(sdk, poolId, 'jane')
    await signIn(sdk, clientId, 'jane')
    assert.equal((await server.ctx.store.logRecords.due('file', server.ctx.now(), 10)).length, 0)
    await drain()
    assert.throws(() => statSync(fileOf(poolId)))
  })
})

test('a message that was given up is logged without its text and its reader', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk, { AutoVerifiedAttributes: ['phone_number'], ...SMS })
  const LogConfigurations = [notifications]
  await sdk.send(new SetLogDeliveryConfigurationCommand({ UserPoolId: poolId, LogConfigurations }))
  const UserAttributes = [{ Name: 'phone_number', Value: '+15551230009' }]
  await sdk.send(new SignUpCommand({ ClientId: clientId, Username: 'john', Password: PASSWORD, UserAttributes }))
  await waitUntilDelivered(server.ctx)
  await drain()
  const text = readFileSync(fileOf(poolId), 'utf8')
  const [line] = parse(text)
  const { details = '' } = (line?.message ?? {}) as { details?: string }
  assert.match(details, /^Text message \S+ was not delivered after 1 attempts: SMS webhook answered 400$/)
  assert.deepEqual(line, {
    eventTimestamp: line?.eventTimestamp,
    eventSource: 'USER_NOTIFICATION',
    logLevel: 'ERROR',
    message: { details },
    logSourceId: { userPoolId: poolId },
  })
  assert.ok(!text.includes('5551230009') && !text.includes('john'))
})

describe('an endpoint that does not take logs', () => {
  test('holds up nobody else by what it refuses of one pool', async () => {
    const [one, other] = [await world(), await world()]
    await drain()
    refused = one.poolId
    requests.length = 0
    for (const { sdk, clientId } of [one, other]) await signIn(sdk, clientId, 'jane')
    await until(async () => {
      await deliverLogs(server.ctx)
      return (await server.ctx.store.logRecords.count('url')) <= 1
    })
    const waiting = await server.ctx.store.logRecords.due('url', Number.MAX_SAFE_INTEGER, 10)
    assert.deepEqual(
      waiting.map(({ poolId }) => poolId),
      [one.poolId],
    )
    refused = undefined
    server.travel(60_000)
    await drain()
  })

  test('keeps neither users nor the file waiting, and gets them when it does', async () => {
    const { sdk, poolId, clientId } = await world()
    await drain()
    requests.length = 0
    status = 503
    await signIn(sdk, clientId, 'jane')
    await drain(['file'])
    assert.equal(parse(readFileSync(fileOf(poolId), 'utf8')).length, 1)
    assert.equal(await server.ctx.store.logRecords.count('url'), 1)
    status = 204
    server.travel(10_000)
    await drain()
    assert.equal(parse(requests.at(-1)?.body ?? '').length, 1)
    assert.ok(server.log.some((line) => line.includes('log records were not delivered yet')))
  })

  test('is left alone for a while, however much waits', async () => {
    const { poolId } = await world()
    await drain()
    requests.length = 0
    status = 503
    await server.ctx.store.transaction(async (tx) => {
      for (let number = 0; number < 2500; number++) {
        await tx.logRecords.insert({ id: `0${number}`, sink: 'url', poolId, line: '{}', claimedUntil: 0, createdAt: 0 })
      }
    })
    const pauses = { url: noPauses() }
    for (let number = 0; number < 6; number++) await deliverLogs(server.ctx, pauses)
    // Once by this, and perhaps once by the server's own loop.
    assert.ok(requests.length === 1 || requests.length === 2, String(requests.length))
    status = 200
    server.travel(60_000)
    await drain()
  })

  test('makes the oldest records give way when too many wait, and the server says so', async () => {
    const { sdk, clientId } = await world()
    await drain()
    status = 500
    for (let count = 0; count < 5; count++) await signIn(sdk, clientId, 'jane')
    await drain(['file'])
    const before = await server.ctx.store.logRecords.due('url', Number.MAX_SAFE_INTEGER, 10)
    await trimLogs(server.ctx, { waiting: 2, atOnce: 2 })
    const kept = await server.ctx.store.logRecords.due('url', Number.MAX_SAFE_INTEGER, 10)
    assert.deepEqual(
      kept.map(({ id }) => id),
      before.slice(-2).map(({ id }) => id),
    )
    assert.ok(server.log.some((line) => line.includes('"dropped":3') && line.includes('"level":"error"')))
    status = 200
    server.travel(60_000)
    await drain()
  })
})
