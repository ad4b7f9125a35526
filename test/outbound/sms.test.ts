import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { DeliveryFailure } from '../../src/domain/delivery-failure.ts'
import { signatureHeader } from '../../src/outbound/signature.ts'
import { openSms } from '../../src/outbound/sms.ts'
import {
  type Answer,
  begin,
  failure,
  half,
  hang,
  NOBODY,
  type Request,
  SECRET,
  sms,
  startService,
} from './http-service.ts'

const message = sms()

const withGateway = async (answer: Answer, work: (url: string, requests: readonly Request[]) => Promise<void>) => {
  await using service = await startService(answer)
  await work(`${service.url}/sms`, service.requests)
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

  for (const [name, answer] of [
    ['breaks off', half],
    ['does not end', begin],
  ] as const) {
    test(`is taken when the gateway says so, though its answer ${name}`, async () => {
      await withGateway(answer, (url) => openSms({ url, secret: SECRET, timeLimit: 50 }).send(message))
    })
  }

  test('to a gateway that is silent or not there is down', async () => {
    await withGateway(hang, (url) =>
      assert.rejects(
        openSms({ url, secret: SECRET, timeLimit: 50 }).send(message),
        failure('down', 'SMS webhook: no answer in time'),
      ),
    )
    const gone = openSms({ url: `${NOBODY}/sms`, secret: SECRET })
    await assert.rejects(gone.send(message), (error: DeliveryFailure) => error.kind === 'down')
  })
})
