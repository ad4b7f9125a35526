import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { openSns, type SnsOptions } from '../../src/outbound/sns.ts'
import {
  type Answer,
  breakOff,
  failure,
  half,
  hang,
  NOBODY,
  type Request,
  sms,
  startService,
  useAwsCredentials,
} from './http-service.ts'

after(useAwsCredentials())

const xml = 'xmlns="http://sns.amazonaws.com/doc/2010-03-31/"'

const take: Answer = (response) =>
  response
    .writeHead(200, { 'content-type': 'text/xml' })
    .end(
      `<PublishResponse ${xml}><PublishResult><MessageId>94f20ce6</MessageId></PublishResult>` +
        '<ResponseMetadata><RequestId>f187a3c1</RequestId></ResponseMetadata></PublishResponse>',
    )

/** An error of the query protocol. */
const refuse =
  (status: number, code: string, message = 'no'): Answer =>
  (response) =>
    response
      .writeHead(status, { 'content-type': 'text/xml' })
      .end(
        `<ErrorResponse ${xml}><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>` +
          '<RequestId>c0f68ee8</RequestId></ErrorResponse>',
      )

const options = (place: string, change: Partial<SnsOptions> = {}): SnsOptions => ({
  place,
  hasCredentials: true,
  region: undefined,
  defaultRegion: 'us-east-1',
  sender: undefined,
  ...change,
})

type Sns = ReturnType<typeof openSns>

const withSns = async (
  answer: Answer,
  work: (sns: Sns, requests: readonly Request[]) => Promise<void>,
  change: Partial<SnsOptions> = {},
) => {
  await using service = await startService(answer)
  const sns = openSns(options(service.url, change))
  try {
    await work(sns, service.requests)
  } finally {
    sns.close?.()
  }
}

/** What SNS was told, attributes by their names. */
const told = (request: Request | undefined) => {
  const given = new URLSearchParams(request?.body)
  const attributes: Record<string, string> = {}
  for (let at = 1; given.has(`MessageAttributes.entry.${at}.Name`); at++) {
    const [name, type, value] = ['Name', 'Value.DataType', 'Value.StringValue'].map((end) => {
      const key = `MessageAttributes.entry.${at}.${end}`
      const text = given.get(key) ?? ''
      given.delete(key)
      return text
    })
    attributes[name ?? ''] = `${type}: ${value}`
  }
  return { ...Object.fromEntries(given), attributes }
}

const scope = (request: Request | undefined) =>
  /Credential=AKIDEXAMPLE\/\d{8}\/([\w-]+\/\w+)\/aws4_request/.exec(request?.headers.authorization ?? '')?.[1]

describe('a text message by Amazon SNS', () => {
  test('goes to a phone number and to no topic, as one that must arrive', async () => {
    await withSns(take, async (sns, requests) => {
      await sns.send(sms())
      assert.equal(requests.length, 1)
      const [request] = requests
      assert.deepEqual([request?.method, request?.url], ['POST', '/'])
      assert.equal(scope(request), 'us-east-1/sns')
      assert.deepEqual(told(request), {
        Action: 'Publish',
        Version: '2010-03-31',
        PhoneNumber: '+15551230001',
        Message: sms().body,
        attributes: { 'AWS.SNS.SMS.SMSType': 'String: Transactional' },
      })
    })
  })

  const senders = [
    [{ kind: 'name', value: 'Cenote' }, { 'AWS.SNS.SMS.SenderID': 'String: Cenote' }],
    [{ kind: 'number', value: '+15550001111' }, { 'AWS.MM.SMS.OriginationNumber': 'String: +15550001111' }],
    [{ kind: 'number', value: '12345' }, { 'AWS.MM.SMS.OriginationNumber': 'String: 12345' }],
  ] as const
  for (const [sender, expected] of senders) {
    test(`comes from the ${sender.kind} ${sender.value}`, async () => {
      await withSns(
        take,
        async (sns, requests) => {
          await sns.send(sms())
          const { attributes } = told(requests[0])
          assert.deepEqual(attributes, { 'AWS.SNS.SMS.SMSType': 'String: Transactional', ...expected })
        },
        { sender },
      )
    })
  }

  const regions = [
    ['of the server', {}, undefined, 'us-east-1/sns'],
    ['of its pool', {}, 'eu-west-1', 'eu-west-1/sns'],
    ['of the settings before both', { region: 'ap-south-1' }, 'eu-west-1', 'ap-south-1/sns'],
  ] as const
  for (const [name, change, snsRegion, expected] of regions) {
    test(`goes to the Region ${name}`, async () => {
      await withSns(
        take,
        async (sns, requests) => {
          await sns.send(sms(snsRegion ? { snsRegion } : {}))
          assert.equal(scope(requests[0]), expected)
        },
        change,
      )
    })
  }
})

describe('an answer of SNS', () => {
  const answers = [
    [400, 'InvalidParameter', 'refused', 'InvalidParameterException'],
    [400, 'ParameterValueInvalid', 'refused', 'InvalidParameterValueException'],
    [400, 'ValidationException', 'refused', 'ValidationException'],
    [400, 'OptedOut', 'refused', 'OptedOutException'],
    [500, 'InternalError', 'later', 'InternalErrorException'],
    [500, 'InternalFailure', 'later', 'InternalFailure'],
    [403, 'AuthorizationError', 'down', 'AuthorizationErrorException'],
    [403, 'InvalidClientTokenId', 'down', 'InvalidClientTokenId'],
    [403, 'SignatureDoesNotMatch', 'down', 'SignatureDoesNotMatch'],
    [403, 'ExpiredToken', 'down', 'ExpiredToken'],
    [403, 'OptInRequired', 'down', 'OptInRequired'],
    [400, 'Throttling', 'down', 'Throttling'],
    [429, 'Throttled', 'down', 'ThrottledException'],
    [503, 'ServiceUnavailable', 'down', 'ServiceUnavailable'],
  ] as const
  for (const [status, code, kind, name] of answers) {
    test(`${code}: ${kind}, and it is asked once`, async () => {
      const words = 'Invalid parameter: PhoneNumber Reason: +15551230001 is not valid to publish to'
      await withSns(refuse(status, code, words), async (sns, requests) => {
        await assert.rejects(sns.send(sms()), failure(kind, `SNS ${name} ${status}`))
        assert.equal(requests.length, 1)
      })
    })
  }

  test('about the sender is about every message: down', async () => {
    for (const attribute of ['AWS.SNS.SMS.SenderID', 'AWS.MM.SMS.OriginationNumber']) {
      await withSns(refuse(400, 'InvalidParameter', `Invalid parameter: ${attribute}`), async (sns) => {
        await assert.rejects(sns.send(sms()), failure('down', 'SNS InvalidParameterException 400'))
      })
    }
  })

  test('that is not of SNS: down', async () => {
    for (const status of [302, 404, 502]) {
      await withSns(
        (response) => response.writeHead(status, { location: NOBODY }).end('<html>+15551230001</html>'),
        (sns) => assert.rejects(sns.send(sms()), failure('down', /^SNS \w+( \d{3})?$/)),
      )
    }
  })
})

describe('without an answer of SNS', () => {
  test('a service that is silent is down after a while', async () => {
    await withSns(hang, (sns) => assert.rejects(sns.send(sms()), failure('down', 'SNS: no answer in time')), {
      timeLimit: 50,
    })
  })

  for (const [name, answer] of [
    ['that breaks', breakOff],
    ['that breaks in the answer', half],
  ] as const) {
    test(`a connection ${name} is down`, async () => {
      await withSns(answer, (sns) => assert.rejects(sns.send(sms()), failure('down', 'SNS: ECONNRESET')))
    })
  }

  test('a service that is not there is down', async () => {
    const sns = openSns(options(NOBODY))
    await assert.rejects(sns.send(sms()), failure('down', /^SNS: E\w+$/))
  })

  test('without credentials, nothing is sent and the way is down', async () => {
    const restore = useAwsCredentials({ AWS_ACCESS_KEY_ID: undefined })
    try {
      await withSns(take, async (sns, requests) => {
        await assert.rejects(sns.send(sms()), failure('down', 'SNS CredentialsProviderError'))
        assert.equal(requests.length, 0)
      })
    } finally {
      restore()
    }
  })

  test('a Region that is none is not asked: down', async () => {
    await withSns(take, async (sns, requests) => {
      await assert.rejects(sns.send(sms({ snsRegion: 'a.evil.example/' })), failure('down', /^SNS \w+$/))
      assert.equal(requests.length, 0)
    })
  })
})
