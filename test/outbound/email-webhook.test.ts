import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openEmailWebhook } from '../../src/outbound/email-webhook.ts'
import { signatureHeader } from '../../src/outbound/signature.ts'
import {
  type Answer,
  breakOff,
  dangerousAddresses,
  dangerousNames,
  email,
  failure,
  hang,
  NOBODY,
  type Request,
  SECRET,
  startService,
} from './http-service.ts'

const from = 'Cenote <no-reply@cenote.example>'

const take: Answer = (response) => response.writeHead(202).end('queued')

const withGateway = async (
  answer: Answer,
  work: (gateway: ReturnType<typeof openEmailWebhook>, requests: readonly Request[]) => Promise<void>,
  timeLimit = 5000,
) => {
  await using service = await startService(answer)
  await work(openEmailWebhook({ url: `${service.url}/mail`, secret: SECRET, from, timeLimit }), service.requests)
}

const told = (request: Request | undefined) => JSON.parse(request?.body ?? '')

describe('an e-mail by webhook', () => {
  test('is JSON, signed over the time and every byte', async () => {
    await withGateway(take, async (gateway, requests) => {
      await gateway.send(email())
      const [request] = requests
      assert.ok(request)
      assert.deepEqual(
        [request.method, request.url, request.headers['content-type']],
        ['POST', '/mail', 'application/json'],
      )
      assert.deepEqual(told(request), {
        id: 'message-1',
        to: 'jane@example.com',
        from: '"Cenote" <no-reply@cenote.example>',
        subject: 'Your verification code',
        html: '<p>Your code is <b>123456</b>.</p>',
        text: 'Your code is 123456.',
        poolId: 'us-east-1_TestPool1',
        username: 'jane',
      })
      const signature = signatureHeader(SECRET, 1_900_000_000_999, request.body)
      assert.equal(request.headers['cenote-signature'], signature)
    })
  })

  test('has the sender of the pool, where answers go, and the text that was given', async () => {
    await withGateway(take, async (gateway, requests) => {
      await gateway.send(email({ from: '"Größe, Inc." <a@b.example>', replyTo: 'help@b.example', text: 'Plain.' }))
      const { from, replyTo, text } = told(requests[0])
      assert.deepEqual([from, replyTo, text], ['"Größe, Inc." <a@b.example>', 'help@b.example', 'Plain.'])
    })
  })
})

describe('an answer of the gateway', () => {
  for (const [status, kind] of [
    [200, undefined],
    [204, undefined],
    [307, 'down'],
    [400, 'refused'],
    [401, 'down'],
    [404, 'down'],
    [413, 'refused'],
    [422, 'refused'],
    [429, 'down'],
    [500, 'down'],
    [503, 'down'],
  ] as const) {
    test(`${status}: ${kind ?? 'taken'}, and it is asked once`, async () => {
      await withGateway(
        (response) => response.writeHead(status, { location: '/elsewhere' }).end(),
        async (gateway, requests) => {
          if (kind) await assert.rejects(gateway.send(email()), failure(kind, `e-mail webhook answered ${status}`))
          else await gateway.send(email())
          assert.equal(requests.length, 1)
        },
      )
    })
  }

  test('that does not come, or breaks, is down', async () => {
    const sending = (reason: string) => async (gateway: ReturnType<typeof openEmailWebhook>) => {
      await assert.rejects(gateway.send(email()), failure('down', reason))
    }
    await withGateway(hang, sending('e-mail webhook: no answer in time'), 50)
    await withGateway(breakOff, sending('e-mail webhook: ECONNRESET'))
    const gone = openEmailWebhook({ url: NOBODY, secret: SECRET, from })
    await assert.rejects(gone.send(email()), failure('down', /^e-mail webhook: E\w+$/))
  })
})

describe('V45: what the gateway would make into a header or a recipient', () => {
  for (const address of dangerousAddresses) {
    test(`no message to, from or for an answer to ${JSON.stringify(address)}`, async () => {
      await withGateway(take, async (gateway, requests) => {
        await assert.rejects(
          gateway.send(email({ to: address })),
          failure('refused', /^(To is not|a line break in To)/),
        )
        await assert.rejects(gateway.send(email({ from: address })), failure('refused', /From/))
        await assert.rejects(gateway.send(email({ replyTo: address })), failure('refused', /Reply-To/))
        assert.equal(requests.length, 0)
      })
    })
  }

  for (const name of dangerousNames) {
    test(`no message from ${JSON.stringify(name)}`, async () => {
      await withGateway(take, async (gateway, requests) => {
        await assert.rejects(gateway.send(email({ from: `"${name}" <jane@example.com>` })), failure('refused', /From/))
        assert.equal(requests.length, 0)
      })
    })
  }

  test('no subject of two lines, nor one that a reader would decode', async () => {
    await withGateway(take, async (gateway, requests) => {
      const sending = gateway.send(email({ subject: 'Hello\r\nBcc: evil@example.com' }))
      await assert.rejects(sending, failure('refused', 'a line break in Subject'))
      await gateway.send(email({ subject: 'Hi =?utf-8?q?=0d=0aBcc:_evil@example.com?=' }))
      assert.deepEqual(
        requests.map((request) => told(request).subject),
        ['Hi = ?utf-8?q?=0d=0aBcc:_evil@example.com?='],
      )
    })
  })
})

test('a sender that cannot work is told without what was set', () => {
  const message = 'CENOTE_EMAIL_FROM: must be one e-mail address'
  assert.throws(() => openEmailWebhook({ url: NOBODY, secret: SECRET, from: 's3cret' }), { message })
})
