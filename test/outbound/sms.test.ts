import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, test } from 'node:test'
import type { DeliveryFailure } from '../../src/domain/delivery-failure.ts'
import { signatureHeader } from '../../src/outbound/signature.ts'
import { openSms } from '../../src/outbound/sms.ts'
import type { Dispatch } from '../../src/outbound/transport.ts'

const SECRET = 'sixteen characters'
const message: Dispatch = {
  id: 'message-1',
  sentAt: 1_900_000_000_999,
  poolId: 'us-east-1_TestPool1',
  username: 'jane',
  medium: 'SMS',
  to: '+15551230001',
  body: 'Your code is 123456. \r\n{"to":"+1999"}',
  code: '123456',
}

type Request = { method: string | undefined; url: string | undefined; headers: IncomingHttpHeaders; body: string }

const withGateway = async (
  answer: (response: ServerResponse, request: Request) => void,
  work: (url: string, requests: Request[]) => Promise<void>,
) => {
  const requests: Request[] = []
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const { method, url, headers } = incoming
    const request = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') }
    requests.push(request)
    answer(response, request)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/sms`, requests)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const failure = (kind: string, reason: string) => (error: unknown) => {
  const { kind: given, message: text } = error as DeliveryFailure
  assert.deepEqual([given, text], [kind, reason])
  return true
}

describe('a text message by webhook', () => {
  test('is JSON, signed over the time and every byte', async () => {
    await withGateway(
      (response) => response.writeHead(202).end('queued'),
      async (url, requests) => {
        await openSms({ url, secret: SECRET }).send(message)
        const [request] = requests
        assert.ok(request)
        assert.deepEqual(
          [request.method, request.url, request.headers['content-type']],
          ['POST', '/sms', 'application/json'],
        )
        const { id, to, body, poolId, username } = message
        assert.deepEqual(JSON.parse(request.body), { id, to, message: body, poolId, username })
        const signature = signatureHeader(SECRET, 1_900_000_000_999, request.body)
        assert.equal(request.headers['cenote-signature'], signature)
      },
    )
  })

  test('has the signature that others compute', () => {
    // printf '1900000000.{}' | openssl dgst -sha256 -hmac 'sixteen characters'
    assert.equal(
      signatureHeader(SECRET, 1_900_000_000_999, '{}'),
      't=1900000000,v1=3cbaa7dfd2614237098a248d237ae979d40bf6f9a73362acb5f70f5ca0fea2ed',
    )
    const [earlier, later] = [1_900_000_000_000, 1_900_000_001_000].map((at) => signatureHeader(SECRET, at, '{}'))
    assert.notEqual(earlier?.split(',')[1], later?.split(',')[1])
  })

  for (const [status, kind] of [
    [200, undefined],
    [204, undefined],
    [400, 'refused'],
    [401, 'down'],
    [404, 'down'],
    [422, 'refused'],
    [429, 'down'],
    [503, 'down'],
  ] as const) {
    test(`${status}: ${kind ?? 'taken'}`, async () => {
      await withGateway(
        (response) => response.writeHead(status).end(),
        async (url) => {
          const sending = openSms({ url, secret: SECRET }).send(message)
          if (kind) await assert.rejects(sending, failure(kind, `SMS webhook answered ${status}`))
          else await sending
        },
      )
    })
  }

  test('does not follow redirects', async () => {
    await withGateway(
      (response) => response.writeHead(307, { location: '/elsewhere' }).end(),
      async (url, requests) => {
        const sending = openSms({ url, secret: SECRET }).send(message)
        await assert.rejects(sending, failure('down', 'SMS webhook answered 307'))
        assert.deepEqual(
          requests.map((request) => request.url),
          ['/sms'],
        )
      },
    )
  })

  test('is not held up by an answer without end', async () => {
    await withGateway(
      (response) => {
        response.writeHead(200)
        const timer = setInterval(() => response.write('x'.repeat(65_536)), 1)
        response.once('close', () => clearInterval(timer))
      },
      (url) => openSms({ url, secret: SECRET }).send(message),
    )
  })

  test('to a gateway that is silent or not there is down', async () => {
    await withGateway(
      () => {},
      (url) =>
        assert.rejects(
          openSms({ url, secret: SECRET, timeoutMs: 50 }).send(message),
          failure('down', 'SMS webhook TimeoutError'),
        ),
    )
    const gone = openSms({ url: 'http://127.0.0.1:9/sms', secret: SECRET })
    await assert.rejects(gone.send(message), (error: DeliveryFailure) => error.kind === 'down')
  })

  test('a URL with a password in it is a mistake, which is told without it', () => {
    assert.throws(
      () => openSms({ url: 'https://user:s3cret@sms.example', secret: SECRET }),
      (error: Error) => /^CENOTE_SMS_WEBHOOK_URL: /.test(error.message) && !/s3cret/.test(error.message),
    )
  })
})
