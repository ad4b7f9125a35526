import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, test } from 'node:test'
import type { Context } from '../../src/context.ts'
import { readInbox } from '../../src/flows/messages/inbox.ts'
import { queueMessage } from '../../src/flows/messages/queue.ts'
import type { OutgoingMessage } from '../../src/outbound/index.ts'
import { waitUntilDelivered } from '../harness.ts'
import { type Answer, startSmtp } from '../outbound/smtp.ts'
import { until } from '../until.ts'
import { makeCluster, POOL } from './node.ts'

const CODE = '739142'
const SECOND = 1000
const MINUTE = 60 * SECOND

const email = (to: string, change: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  poolId: POOL,
  username: 'jane',
  medium: 'EMAIL',
  to,
  subject: 'Code',
  body: `Your code is ${CODE}.`,
  code: CODE,
  ...change,
})
const sms = (to: string): OutgoingMessage => ({ ...email(to), medium: 'SMS' })

const queue = (ctx: Context, ...messages: OutgoingMessage[]) =>
  ctx.store.transaction(async (tx) => {
    for (const message of messages) await queueMessage(ctx, tx, message)
  })

const dueAt = (ctx: Context, at: number) => async () => (await ctx.store.messages.nextDueAt()) === at

const setUp = async (answers: Answer[] = []) => {
  const smtp = await startSmtp(answers)
  const cluster = await makeCluster()
  const node = await cluster.node({ smtpPort: smtp.port })
  node.start()
  const advance = (milliseconds: number) => {
    cluster.clock.now += milliseconds
    node.ctx.outbound.wake()
  }
  const recipients = () => smtp.received.flatMap(({ to }) => to)
  return {
    ...cluster,
    ...node,
    smtp,
    advance,
    recipients,
    node: cluster.node,
    async [Symbol.asyncDispose]() {
      await smtp.stop()
      await cluster[Symbol.asyncDispose]()
    },
  }
}

/** How long a mail server may say nothing, after which it hangs no longer. */
const SILENCE_MS = 10_000

/** Sooner than the queue is looked at of itself, which is every second. */
const SOON_MS = 500

/** The milliseconds from commit to delivery, in the middle of several changes one after another. */
const delayOf = async ({ smtp }: Awaited<ReturnType<typeof setUp>>, change: () => Promise<void>) => {
  const delays: number[] = []
  for (let count = 1; count <= 5; count++) {
    await change()
    const committed = performance.now()
    await smtp.taken(count)
    delays.push(performance.now() - committed)
  }
  return delays.toSorted((a, b) => a - b)[2] ?? Number.NaN
}

describe('the queue of messages', () => {
  test('a message is on its way as soon as its change is committed, and is gone once it is delivered', async () => {
    await using server = await setUp()
    const delay = await delayOf(server, () => queue(server.ctx, email('jane@example.com')))
    assert.ok(delay < SOON_MS, `${delay} ms`)
    await waitUntilDelivered(server.ctx)
    assert.equal(server.smtp.received.length, 5)
    assert.deepEqual(await server.ctx.store.messages.delivered(undefined, 10), [])
  })

  test('so it is when the transaction goes on after it queued the message', async () => {
    await using server = await setUp()
    const delay = await delayOf(server, () =>
      server.ctx.store.transaction(async (tx) => {
        await queueMessage(server.ctx, tx, email('jane@example.com'))
        for (let step = 0; step < 200; step++) await tx.messages.nextDueAt()
      }),
    )
    assert.ok(delay < SOON_MS, `${delay} ms`)
  })

  test('a change that is taken back tells nobody', async () => {
    await using server = await setUp()
    const failing = server.ctx.store.transaction(async (tx) => {
      await queueMessage(server.ctx, tx, email('nobody@example.com'))
      throw new Error('taken back')
    })
    await assert.rejects(failing, /taken back/)
    await queue(server.ctx, email('jane@example.com'))
    await server.smtp.taken(1)
    assert.deepEqual(server.recipients(), ['jane@example.com'])
  })

  test('the store holds neither code nor text', async () => {
    await using cluster = await makeCluster()
    const { ctx } = await cluster.node({ smtpPort: 9 })
    await queue(ctx, email('jane@example.com'))
    const [stored] = await ctx.store.messages.due(cluster.clock.now, 1)
    assert.doesNotMatch(JSON.stringify(stored), new RegExp(`${CODE}|Your code`))
  })

  test('two nodes deliver 100 messages once each', async () => {
    await using server = await setUp()
    const other = await server.node({ smtpPort: server.smtp.port })
    other.start()
    const addresses = Array.from({ length: 100 }, (_, index) => `user-${index}@example.com`)
    await queue(server.ctx, ...addresses.map((address) => email(address)))
    other.ctx.outbound.wake()
    await server.smtp.taken(100)
    await waitUntilDelivered(server.ctx)
    assert.deepEqual(server.recipients().sort(), addresses.sort())
  })
})

describe('a delivery that fails', () => {
  test('for now is tried again, later and later, until it succeeds', async () => {
    const busy = { responseCode: 451, message: `4.3.2 try later, ${CODE}` }
    await using server = await setUp([busy, busy, busy])
    await queue(server.ctx, email('jane@example.com'))
    for (const [tries, delay] of [5, 30, 120].entries()) {
      await server.smtp.offered(tries + 1)
      await until(dueAt(server.ctx, server.clock.now + delay * SECOND))
      server.advance(delay * SECOND)
    }
    await waitUntilDelivered(server.ctx)
    assert.deepEqual(server.recipients(), ['jane@example.com'])
    assert.equal(server.log.filter((line) => /not delivered yet/.test(line)).length, 3)
    assert.match(server.log.join('\n'), /"poolId":"us-east-1_TestPool1".*"reason":"SMTP EMESSAGE 451 4\.3\.2"/)
    assert.doesNotMatch(server.log.join('\n'), new RegExp(`${CODE}|jane@example`))
  })

  test('for good is not, and the log names pool and message alone', async () => {
    await using server = await setUp([{ responseCode: 554, message: `5.7.1 spam: ${CODE}` }])
    await queue(server.ctx, email('jane@example.com'))
    await waitUntilDelivered(server.ctx)
    server.advance(48 * 60 * MINUTE)
    assert.deepEqual(server.recipients(), [])
    assert.match(server.log.join('\n'), /"messageId":"[\w.]+","poolId":"us-east-1_TestPool1".*"gave up on a message"/)
    assert.doesNotMatch(server.log.join('\n'), new RegExp(`${CODE}|jane@example`))
  })

  test('is given up with the code in it, and after a day', async () => {
    await using server = await setUp()
    await server.smtp.stop()
    const { now } = server.clock
    await queue(server.ctx, email('a@example.com', { expiresAt: now + MINUTE }), email('b@example.com'))
    const queued = () => server.ctx.store.messages.due(Number.MAX_SAFE_INTEGER, 10)
    for (let minutes = 0; (await queued()).length > 0; minutes += 10) {
      assert.ok(minutes < 26 * 60)
      await until(async () => (await queued()).every(({ nextAttemptAt }) => nextAttemptAt > server.clock.now))
      if (minutes === 10)
        assert.deepEqual(
          (await queued()).map(({ recipient }) => recipient),
          ['b@example.com'],
        )
      server.advance(10 * MINUTE)
    }
    assert.ok(server.clock.now - now >= 23 * 60 * MINUTE)
    assert.equal(server.log.filter((line) => /gave up/.test(line)).length, 2)
  })

  test('is given up once, whatever becomes of a try that lasted longer than its claim', async () => {
    await using server = await setUp(['silence'])
    await queue(server.ctx, email('jane@example.com', { expiresAt: server.clock.now + MINUTE }))
    await server.smtp.offered(1)
    server.advance(2 * MINUTE)
    await waitUntilDelivered(server.ctx)
    await server.smtp.drop()
    await server.stop()
    assert.equal(server.log.filter((line) => /gave up/.test(line)).length, 1)
  })

  test('is over at its end even if no node ran until then', async () => {
    await using smtp = await startSmtp()
    await using cluster = await makeCluster()
    const { ctx, start } = await cluster.node({ smtpPort: smtp.port })
    await queue(ctx, email('jane@example.com'))
    cluster.clock.now += 25 * 60 * MINUTE
    start()
    await waitUntilDelivered(ctx)
    assert.equal(smtp.connections, 0)
  })
})

test('what stands for a message to nobody is none that was given up, however old', async () => {
  await using smtp = await startSmtp()
  await using cluster = await makeCluster()
  const { ctx, start } = await cluster.node({ smtpPort: smtp.port })
  await queue(ctx, email('nobody@example.com', { isDecoy: true }))
  cluster.clock.now += 25 * 60 * MINUTE
  start()
  await waitUntilDelivered(ctx)
  assert.equal(smtp.connections, 0)
  assert.deepEqual(cluster.log, [])
})

describe('R9: a server that hangs', () => {
  for (const [name, room, left] of [
    ['', undefined, 0],
    [', though more wait for it than it has room for', 10, 150],
  ] as const) {
    test(`delays neither changes nor text messages${name}`, async () => {
      const taken: string[] = []
      const gateway = createServer(async (request, response) => {
        const chunks: Buffer[] = []
        for await (const chunk of request) chunks.push(chunk)
        taken.push(JSON.parse(Buffer.concat(chunks).toString('utf8')).to)
        response.end()
      }).listen(0, '127.0.0.1')
      await once(gateway, 'listening')
      const cluster = await makeCluster()
      const smtp = await startSmtp(Array.from({ length: 500 }, () => 'silence' as const))
      try {
        const smsUrl = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/`
        const { ctx, start } = await cluster.node({ smtpPort: smtp.port, smsUrl })
        start(room)
        await queue(ctx, ...Array.from({ length: 200 }, (_, index) => email(`user-${index}@example.com`)))
        await smtp.offered(5)
        const started = performance.now()
        await queue(ctx, sms('+15551230001'))
        await until(() => taken.length === 1)
        assert.ok(performance.now() - started < SILENCE_MS, 'it did not wait for the mail server')
        assert.deepEqual(taken, ['+15551230001'])
        const unclaimed = await ctx.store.messages.due(cluster.clock.now, 500)
        assert.ok(unclaimed.length >= left, `${unclaimed.length}`)
      } finally {
        await smtp.stop()
        await cluster[Symbol.asyncDispose]()
        gateway.closeAllConnections()
        gateway.close()
      }
    })
  }

  test('is found out once: while it is broken one message tries it, and all arrive when it is back', async () => {
    await using server = await setUp()
    const { port } = server.smtp
    await server.smtp.stop()
    const addresses = Array.from({ length: 60 }, (_, index) => `user-${index}@example.com`)
    await queue(server.ctx, ...addresses.map((address) => email(address)))
    const allPutOff = (milliseconds: number) => async () => {
      const queued = await server.ctx.store.messages.due(Number.MAX_SAFE_INTEGER, 100)
      return queued.every(({ nextAttemptAt }) => nextAttemptAt === server.clock.now + milliseconds)
    }
    await until(allPutOff(5 * SECOND))
    const tried = server.log.filter((line) => /not delivered yet/.test(line)).length
    assert.ok(tried < 20, `${tried} of 60 tried`)
    await using smtp = await startSmtp([], {}, port)
    server.advance(5 * SECOND)
    await until(allPutOff(30 * SECOND))
    assert.ok(smtp.received.length > 0)
    server.advance(30 * SECOND)
    await smtp.taken(60)
    await waitUntilDelivered(server.ctx)
    assert.deepEqual(smtp.received.flatMap(({ to }) => to).sort(), addresses.sort())
  })
})

describe('a node that dies with a message in its hands', () => {
  test('leaves it to another, which waits for its claim to end and delivers it once', async () => {
    await using smtp = await startSmtp()
    await using cluster = await makeCluster()
    // Stops first, so that the end of the test need not wait for it.
    await using tarpit = await startSmtp(['silence'])
    const dying = await cluster.node({ smtpPort: tarpit.port })
    dying.start()
    await queue(dying.ctx, email('jane@example.com'))
    await tarpit.offered(1) // claimed and not delivered
    const death = dying.stop() // from here on it takes nothing more; what it has on its way never arrives

    const next = await cluster.node({ smtpPort: smtp.port })
    next.start()
    cluster.clock.now += 59 * SECOND
    await queue(next.ctx, email('joe@example.com'))
    await smtp.taken(1)
    cluster.clock.now += 2 * SECOND
    next.ctx.outbound.wake()
    await smtp.taken(2)
    await waitUntilDelivered(next.ctx)
    assert.deepEqual(
      smtp.received.flatMap(({ to }) => to),
      ['joe@example.com', 'jane@example.com'],
    )
    await tarpit.drop()
    await death
  })

  test('when it stops instead, it finishes what is on its way and leaves the rest to be sent at once', async () => {
    await using smtp = await startSmtp()
    await using cluster = await makeCluster()
    const stopping = await cluster.node({ smtpPort: smtp.port })
    await queue(stopping.ctx, ...Array.from({ length: 40 }, (_, index) => email(`user-${index}@example.com`)))
    stopping.start()
    await smtp.taken(1)
    await stopping.stop()
    const next = await cluster.node({ smtpPort: smtp.port })
    next.start()
    await waitUntilDelivered(next.ctx)
    assert.equal(new Set(smtp.received.flatMap(({ to }) => to)).size, 40)
    assert.equal(smtp.received.length, 40)
  })
})

describe('dev mode without a transport', () => {
  test('keeps messages to be read, newest first, and the newest thousand of them', async () => {
    await using cluster = await makeCluster()
    const { ctx, start } = await cluster.node({ keepsInbox: true })
    start()
    for (let batch = 0; batch < 12; batch++) {
      await queue(ctx, ...Array.from({ length: 100 }, (_, index) => sms(`+1555${batch * 100 + index}`)))
      await waitUntilDelivered(ctx)
    }
    await until(async () => (await ctx.store.messages.delivered(undefined, 2000)).length <= 1100)
    const inbox = await readInbox(ctx, undefined, 2000)
    assert.deepEqual(
      inbox.slice(0, 1000).map(({ to }) => to),
      Array.from({ length: 1000 }, (_, index) => `+1555${1199 - index}`),
    )
    assert.deepEqual(
      (await readInbox(ctx, '+15551100', 10)).map(({ code }) => code),
      [CODE],
    )
  })
})
