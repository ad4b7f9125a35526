import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { openSes, type SesOptions } from '../../src/outbound/ses.ts'
import {
  type Answer,
  begin,
  breakOff,
  dangerousAddresses,
  dangerousNames,
  email,
  failure,
  half,
  hang,
  NOBODY,
  type Request,
  startService,
  useAwsCredentials,
} from './http-service.ts'

after(useAwsCredentials())

const SENDER = 'Cenote <no-reply@cenote.example>'
const IDENTITY = 'arn:aws:ses:eu-west-1:123456789012:identity/acme.example'

const take: Answer = (response) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"MessageId":"0100-ses"}')

/** An error as REST-JSON has it. */
const refuse =
  (status: number, type: string, message = 'no'): Answer =>
  (response) =>
    response
      .writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type })
      .end(JSON.stringify({ message }))

const options = (place: string, change: Partial<SesOptions> = {}): SesOptions => ({
  place,
  hasCredentials: true,
  region: undefined,
  defaultRegion: 'us-east-1',
  from: SENDER,
  ...change,
})

type Ses = ReturnType<typeof openSes>

const withSes = async (
  answer: Answer,
  work: (ses: Ses, requests: readonly Request[]) => Promise<void>,
  change: Partial<SesOptions> = {},
) => {
  await using service = await startService(answer)
  const ses = openSes(options(service.url, change))
  try {
    await work(ses, service.requests)
  } finally {
    ses.close?.()
  }
}

/** What SES was told to send. */
const told = (request: Request | undefined) => JSON.parse(request?.body ?? '')

/** The Region and the service for which a request is signed. */
const scope = (request: Request | undefined) =>
  /Credential=AKIDEXAMPLE\/\d{8}\/([\w-]+\/\w+)\/aws4_request/.exec(request?.headers.authorization ?? '')?.[1]

describe('a message by Amazon SES', () => {
  test('has one recipient, HTML, a plain text and nothing that the pool did not ask for', async () => {
    await withSes(take, async (ses, requests) => {
      await ses.send(email())
      assert.equal(requests.length, 1)
      const [request] = requests
      assert.deepEqual([request?.method, request?.url], ['POST', '/v2/email/outbound-emails'])
      assert.equal(scope(request), 'us-east-1/ses')
      assert.deepEqual(told(request), {
        FromEmailAddress: '"Cenote" <no-reply@cenote.example>',
        Destination: { ToAddresses: ['jane@example.com'] },
        Content: {
          Simple: {
            Subject: { Data: 'Your verification code', Charset: 'UTF-8' },
            Body: {
              Html: { Data: '<p>Your code is <b>123456</b>.</p>', Charset: 'UTF-8' },
              Text: { Data: 'Your code is 123456.', Charset: 'UTF-8' },
            },
            Headers: [{ Name: 'Auto-Submitted', Value: 'auto-generated' }],
          },
        },
      })
    })
  })

  test('has what the pool says: its sender, where answers go, its configuration set and its identity', async () => {
    await withSes(take, async (ses, requests) => {
      await ses.send(
        email({
          from: '"Acme, Inc." <hello@acme.example>',
          replyTo: 'help@acme.example',
          configurationSet: 'tracked',
          sourceArn: IDENTITY,
          text: 'Plain.',
        }),
      )
      const { Content, ...others } = told(requests[0])
      assert.deepEqual(others, {
        FromEmailAddress: '"Acme, Inc." <hello@acme.example>',
        FromEmailAddressIdentityArn: IDENTITY,
        Destination: { ToAddresses: ['jane@example.com'] },
        ReplyToAddresses: ['help@acme.example'],
        ConfigurationSetName: 'tracked',
      })
      assert.equal(Content.Simple.Body.Text.Data, 'Plain.')
    })
  })

  const senders = [
    ['the address that its identity is', undefined, `${IDENTITY.slice(0, -12)}hi@acme.example`, 'hi@acme.example'],
    ['its own sender before that', 'a@acme.example', `${IDENTITY.slice(0, -12)}hi@acme.example`, 'a@acme.example'],
    ['the sender of all where its identity is a domain', undefined, IDENTITY, '"Cenote" <no-reply@cenote.example>'],
  ] as const
  for (const [name, from, sourceArn, expected] of senders) {
    test(`comes from ${name}`, async () => {
      await withSes(take, async (ses, requests) => {
        await ses.send(email({ sourceArn, ...(from && { from }) }))
        assert.equal(told(requests[0]).FromEmailAddress, expected)
      })
    })
  }

  const regions = [
    ['of the server', {}, undefined, 'us-east-1/ses'],
    ["of the pool's identity", {}, IDENTITY, 'eu-west-1/ses'],
    ['of the settings before both', { region: 'ap-south-1' }, IDENTITY, 'ap-south-1/ses'],
  ] as const
  for (const [name, change, sourceArn, expected] of regions) {
    test(`goes to the Region ${name}`, async () => {
      await withSes(
        take,
        async (ses, requests) => {
          await ses.send(email(sourceArn ? { sourceArn } : {}))
          assert.equal(scope(requests[0]), expected)
        },
        change,
      )
    })
  }

  test('writes names and domains of other scripts in ASCII, in words that end between characters', async () => {
    await withSes(take, async (ses, requests) => {
      const name = 'Größe und Übermut — 東京タワーの上で会いましょう 🙂🙂🙂🙂🙂🙂🙂🙂🙂'
      await ses.send(email({ from: `${name} <post@größe.example>`, to: 'jane@東京.example', subject: '確認コード' }))
      const { FromEmailAddress, Destination, Content } = told(requests[0])
      const [, words = '', address] = /^(.*) <(.*)>$/.exec(FromEmailAddress) ?? []
      assert.equal(address, 'post@xn--gre-6ka8i.example')
      assert.match(FromEmailAddress, /^[\x20-\x7e]+$/)
      const decoded = words.split(' ').map((word: string) => {
        assert.ok(word.length <= 75, word)
        const [, base64 = ''] = /^=\?UTF-8\?B\?([\w+/=]+)\?=$/.exec(word) ?? []
        return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'))
      })
      assert.equal(decoded.join(''), name)
      assert.deepEqual(Destination.ToAddresses, ['jane@xn--1lqs71d.example'])
      assert.equal(Content.Simple.Subject.Data, '確認コード')
    })
  })
})

describe('an answer of SES', () => {
  const answers = [
    [400, 'MessageRejected', 'refused'],
    [400, 'BadRequestException', 'refused'],
    [400, 'MailFromDomainNotVerifiedException', 'later'],
    [404, 'NotFoundException', 'later'],
    [500, 'InternalServiceErrorException', 'later'],
    [500, 'InternalFailure', 'later'],
    [400, 'AccountSuspendedException', 'down'],
    [400, 'SendingPausedException', 'down'],
    [400, 'LimitExceededException', 'down'],
    [429, 'TooManyRequestsException', 'down'],
    [400, 'ThrottlingException', 'down'],
    [403, 'AccessDeniedException', 'down'],
    [403, 'InvalidSignatureException', 'down'],
    [403, 'UnrecognizedClientException', 'down'],
    [403, 'ExpiredTokenException', 'down'],
    [503, 'ServiceUnavailable', 'down'],
    [400, 'constructor', 'down'],
  ] as const
  for (const [status, type, kind] of answers) {
    test(`${type}: ${kind}, and it is asked once`, async () => {
      const words = 'Email address is not verified: jane@example.com, 123456'
      await withSes(refuse(status, type, words), async (ses, requests) => {
        await assert.rejects(ses.send(email()), failure(kind, `SES ${type} ${status}`))
        assert.equal(requests.length, 1)
      })
    })
  }

  test('with a type that is none does not get into the reason', async () => {
    await withSes(refuse(400, 'jane@example.com 123456'), async (ses) => {
      await assert.rejects(ses.send(email()), failure('down', /^SES \w+( 400)?$/))
    })
  })

  test('that is not of SES: down', async () => {
    for (const status of [302, 404, 502]) {
      await withSes(
        (response) => response.writeHead(status, { location: NOBODY }).end('<html>jane@example.com</html>'),
        async (ses) => {
          await assert.rejects(ses.send(email()), failure('down', /^SES \w+ \d{3}$/))
        },
      )
    }
  })
})

describe('without an answer of SES', () => {
  test('a service that is silent is down after a while', async () => {
    await withSes(hang, (ses) => assert.rejects(ses.send(email()), failure('down', 'SES: no answer in time')), {
      timeLimit: 50,
    })
  })

  test('so is one that begins its answer and never ends it', async () => {
    await withSes(begin, (ses) => assert.rejects(ses.send(email()), failure('down', 'SES: no answer in time')), {
      timeLimit: 50,
    })
  })

  for (const [name, answer] of [
    ['that breaks', breakOff],
    ['that breaks in the answer', half],
  ] as const) {
    test(`a connection ${name} is down`, async () => {
      await withSes(answer, (ses) => assert.rejects(ses.send(email()), failure('down', 'SES: ECONNRESET')))
    })
  }

  test('a service that is not there is down', async () => {
    const ses = openSes(options(NOBODY))
    await assert.rejects(ses.send(email()), failure('down', /^SES: E\w+$/))
  })

  test('without credentials, nothing is sent and the way is down', async () => {
    const restore = useAwsCredentials({ AWS_ACCESS_KEY_ID: undefined })
    try {
      await withSes(take, async (ses, requests) => {
        await assert.rejects(ses.send(email()), failure('down', 'SES CredentialsProviderError'))
        assert.equal(requests.length, 0)
      })
    } finally {
      restore()
    }
  })

  test('credentials that do not come end with the time of the message', async () => {
    await using provider = await startService(hang)
    const restore = useAwsCredentials({
      AWS_ACCESS_KEY_ID: undefined,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: provider.url,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'token',
    })
    try {
      await withSes(take, (ses) => assert.rejects(ses.send(email()), failure('down', 'SES: no answer in time')), {
        timeLimit: 50,
      })
    } finally {
      restore()
    }
  })
})

describe('V45: what would become a header or a recipient', () => {
  for (const address of dangerousAddresses) {
    test(`no message to, from or for an answer to ${JSON.stringify(address)}`, async () => {
      await withSes(take, async (ses, requests) => {
        await assert.rejects(ses.send(email({ to: address })), failure('refused', /^(To is not|a line break in To)/))
        await assert.rejects(ses.send(email({ from: address })), failure('refused', /From/))
        await assert.rejects(ses.send(email({ replyTo: address })), failure('refused', /Reply-To/))
        assert.equal(requests.length, 0)
      })
    })
  }

  for (const name of dangerousNames) {
    test(`no message from ${JSON.stringify(name)}`, async () => {
      await withSes(take, async (ses, requests) => {
        await assert.rejects(ses.send(email({ from: `${name} <jane@example.com>` })), failure('refused', /From/))
        await assert.rejects(ses.send(email({ from: `"${name}" <jane@example.com>` })), failure('refused', /From/))
        assert.equal(requests.length, 0)
      })
    })
  }

  test('no message with a subject of two lines, and one that looks like an encoded word arrives as it reads', async () => {
    await withSes(take, async (ses, requests) => {
      for (const end of ['\r\n', '\n', '\r', '\0']) {
        const sending = ses.send(email({ subject: `Hello${end}Bcc: evil@example.com` }))
        await assert.rejects(sending, failure('refused', 'a line break in Subject'))
      }
      assert.equal(requests.length, 0)
      await ses.send(email({ subject: 'Hi =?utf-8?q?=0d=0aBcc:_evil@example.com?=' }))
      assert.equal(told(requests[0]).Content.Simple.Subject.Data, 'Hi = ?utf-8?q?=0d=0aBcc:_evil@example.com?=')
    })
  })
})

test('a sender that cannot work is told without what was set', () => {
  const message = 'CENOTE_EMAIL_FROM: must be one e-mail address'
  assert.throws(() => openSes(options(NOBODY, { from: 's3cret' })), { message })
})
