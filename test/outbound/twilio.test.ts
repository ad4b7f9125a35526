import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openTwilio, type TwilioOptions } from '../../src/outbound/twilio.ts'
import { type Answer, breakOff, failure, hang, NOBODY, type Request, sms, startService } from './http-service.ts'

const ACCOUNT = `AC${'0f'.repeat(16)}`
const TOKEN = 'an-auth-token-secret'
const PATH = `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`

const take: Answer = (response) =>
  response.writeHead(201, { 'content-type': 'application/json' }).end('{"sid":"SM1","status":"queued"}')

/** An error as Twilio has it. */
const refuse =
  (status: number, code: unknown): Answer =>
  (response) => {
    const message = "The 'To' number +15551230001 is not valid."
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ code, message, more_info: 'https://www.twilio.com/docs/errors', status }))
  }

const options = (url: string, change: Partial<TwilioOptions> = {}): TwilioOptions => ({
  url,
  secret: `${ACCOUNT}:${TOKEN}`,
  sender: { kind: 'number', value: '+15550001111' },
  ...change,
})

const withTwilio = async (
  answer: Answer,
  work: (twilio: ReturnType<typeof openTwilio>, requests: readonly Request[]) => Promise<void>,
  change: Partial<TwilioOptions> = {},
) => {
  await using service = await startService(answer)
  await work(openTwilio(options(`${service.url}${PATH}`, change)), service.requests)
}

const told = (request: Request | undefined) => [...new URLSearchParams(request?.body)]

describe('a text message by Twilio', () => {
  test('is a form under the name and password of the account', async () => {
    await withTwilio(take, async (twilio, requests) => {
      await twilio.send(sms())
      assert.equal(requests.length, 1)
      const [request] = requests
      assert.deepEqual(
        [request?.method, request?.url, request?.headers['content-type']],
        ['POST', PATH, 'application/x-www-form-urlencoded'],
      )
      const credentials = Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64')
      assert.equal(request?.headers.authorization, `Basic ${credentials}`)
      assert.deepEqual(told(request), [
        ['To', '+15551230001'],
        ['From', '+15550001111'],
        ['Body', sms().body],
      ])
    })
  })

  const senders = [
    [{ kind: 'name', value: 'Cenote' }, ['From', 'Cenote']],
    [{ kind: 'service', value: `MG${'0f'.repeat(16)}` }, ['MessagingServiceSid', `MG${'0f'.repeat(16)}`]],
  ] as const
  for (const [sender, expected] of senders) {
    test(`comes from a ${sender.kind}`, async () => {
      await withTwilio(
        take,
        async (twilio, requests) => {
          await twilio.send(sms())
          assert.deepEqual(told(requests[0])[1], expected)
        },
        { sender },
      )
    })
  }

  test('in any script, with whatever the text holds, has three parameters', async () => {
    await withTwilio(take, async (twilio, requests) => {
      const body = 'コード: 123456 & From=evil + %41 =?'
      await twilio.send(sms({ body }))
      assert.deepEqual(told(requests[0]).at(-1), ['Body', body])
      assert.equal(told(requests[0]).length, 3)
    })
  })
})

describe('an answer of Twilio', () => {
  const refusals = [21211, 21214, 21217, 21265, 21266, 21408, 21421, 21608, 21610, 21612, 21614, 21617, 21635].map(
    (code) => [400, code, 'refused', `Twilio answered 400 (${code})`] as const,
  )
  const answers = [
    ...refusals,
    [400, 21606, 'later', 'Twilio answered 400 (21606)'],
    [400, 20001, 'later', 'Twilio answered 400 (20001)'],
    [400, 123456, 'later', 'Twilio answered 400'],
    [400, '21211', 'later', 'Twilio answered 400'],
    [400, null, 'later', 'Twilio answered 400'],
    [401, 20003, 'down', 'Twilio answered 401'],
    [403, 20403, 'down', 'Twilio answered 403'],
    [404, 20404, 'down', 'Twilio answered 404'],
    [429, 20429, 'down', 'Twilio answered 429'],
    [429, 21211, 'down', 'Twilio answered 429'],
    [500, 20500, 'down', 'Twilio answered 500'],
    [503, 20503, 'down', 'Twilio answered 503'],
  ] as const
  for (const [status, code, kind, reason] of answers) {
    test(`${status} with ${JSON.stringify(code)}: ${kind}, and it is asked once`, async () => {
      await withTwilio(refuse(status, code), async (twilio, requests) => {
        await assert.rejects(twilio.send(sms()), failure(kind, reason))
        assert.equal(requests.length, 1)
      })
    })
  }

  test('400 that is not JSON may be about anything: later', async () => {
    await withTwilio(
      (response) => response.writeHead(400).end('<html>+15551230001</html>'),
      (twilio) => assert.rejects(twilio.send(sms()), failure('later', 'Twilio answered 400')),
    )
  })

  test('without end is not read to it', async () => {
    for (const status of [201, 400, 503]) {
      await withTwilio(
        (response) => {
          response.writeHead(status)
          const timer = setInterval(() => response.write('x'.repeat(65_536)), 1)
          response.once('close', () => clearInterval(timer))
        },
        async (twilio) => {
          if (status === 201) await twilio.send(sms())
          else await assert.rejects(twilio.send(sms()), failure(status === 400 ? 'later' : 'down', /answered/))
        },
      )
    }
  })

  test('that sends elsewhere is not followed: down', async () => {
    await withTwilio(
      (response) => response.writeHead(307, { location: '/elsewhere' }).end(),
      async (twilio, requests) => {
        await assert.rejects(twilio.send(sms()), failure('down', 'Twilio answered 307'))
        assert.equal(requests.length, 1)
      },
    )
  })

  test('that does not come, or breaks, is down', async () => {
    const sending = (reason: string) => async (twilio: ReturnType<typeof openTwilio>) => {
      await assert.rejects(twilio.send(sms()), failure('down', reason))
    }
    await withTwilio(hang, sending('Twilio: no answer in time'), { timeLimit: 50 })
    await withTwilio(breakOff, sending('Twilio: ECONNRESET'))
    await assert.rejects(openTwilio(options(NOBODY)).send(sms()), failure('down', /^Twilio: E\w+$/))
  })

  test('400 that begins and never ends is over after a while: later', async () => {
    await withTwilio(
      (response) => response.writeHead(400).write('{"code":'),
      (twilio) => assert.rejects(twilio.send(sms()), failure('later', 'Twilio answered 400')),
      { timeLimit: 200 },
    )
  })
})
