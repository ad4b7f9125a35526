import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import {
  AdminGetUserCommand,
  ConfirmSignUpCommand,
  type CreateUserPoolCommandInput,
  ForgotPasswordCommand,
  ResendConfirmationCodeCommand,
  SetLogDeliveryConfigurationCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { deliverLogs } from '../../src/flows/events/deliver-logs.ts'
import { makeClient, makePool, PASSWORD } from '../fixture.ts'
import { startTestServer, type TestServer, waitUntilDelivered } from '../harness.ts'
import { SMS } from '../mfa.ts'
import { notifications } from '../operations/logs/fixture.ts'
import { type Answer, type Request, SECRET, startService, useAwsCredentials } from '../outbound/http-service.ts'
import { workOf } from '../security/work.ts'
import { until } from '../until.ts'

after(useAwsCredentials())
const folder = mkdtempSync(join(tmpdir(), 'cenote-ways-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const ADDRESS = 'jane@example.com'
const PHONE = '+15551230001'
const IDENTITY = 'arn:aws:ses:eu-west-1:123456789012:identity/acme.example'

/** A pool that says of its e-mail what a pool can say. */
const byEmail: Partial<CreateUserPoolCommandInput> = {
  AutoVerifiedAttributes: ['email'],
  EmailConfiguration: {
    EmailSendingAccount: 'DEVELOPER',
    SourceArn: IDENTITY,
    From: 'Acme <hello@acme.example>',
    ReplyToEmailAddress: 'help@acme.example',
    ConfigurationSet: 'tracked',
  },
  VerificationMessageTemplate: { EmailSubject: 'Confirm', EmailMessage: '<b>Your code is {####}</b>' },
}
const bySms: Partial<CreateUserPoolCommandInput> = {
  AutoVerifiedAttributes: ['phone_number'],
  VerificationMessageTemplate: { SmsMessage: 'Your code is {####}' },
  ...SMS,
}

/** A way out, with what is at its end. */
type Way = {
  readonly pool: Partial<CreateUserPoolCommandInput>
  /** The settings that choose it, for a service at a URL. */
  readonly settings: (url: string) => Record<string, string>
  readonly take: Answer
  readonly refuse: Answer
  /** How a refusal is logged. */
  readonly reason: string
  /** What the service was told: whom to write to, and what. */
  readonly read: (request: Request) => { to: unknown; text: string }
  readonly check: (request: Request) => void
}

const answer =
  (status: number, body: string, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, headers).end(body)

const json = (request: Request) => JSON.parse(request.body)
const form = (request: Request) => new URLSearchParams(request.body)
const snsXml = (body: string) =>
  `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">${body}</PublishResponse>`
const ACCOUNT = `AC${'0f'.repeat(16)}`

const ways: Record<string, Way> = {
  'Amazon SES': {
    pool: byEmail,
    settings: (url) => ({ CENOTE_SES: url }),
    take: answer(200, '{"MessageId":"1"}'),
    refuse: answer(400, `{"message":"Address is on the suppression list: ${ADDRESS}"}`, {
      'x-amzn-errortype': 'MessageRejected',
    }),
    reason: 'SES MessageRejected 400',
    read: (request) => {
      const { Destination, Content } = json(request)
      return { to: Destination.ToAddresses[0], text: Content.Simple.Body.Text.Data }
    },
    check(request) {
      const { FromEmailAddress, FromEmailAddressIdentityArn, ReplyToAddresses, ConfigurationSetName } = json(request)
      assert.deepEqual(
        { FromEmailAddress, FromEmailAddressIdentityArn, ReplyToAddresses, ConfigurationSetName },
        {
          FromEmailAddress: '"Acme" <hello@acme.example>',
          FromEmailAddressIdentityArn: IDENTITY,
          ReplyToAddresses: ['help@acme.example'],
          ConfigurationSetName: 'tracked',
        },
      )
      assert.match(request.headers.authorization ?? '', /\/eu-west-1\/ses\/aws4_request/)
    },
  },
  'the e-mail webhook': {
    pool: byEmail,
    settings: (url) => ({ CENOTE_EMAIL_WEBHOOK_URL: `${url}/mail`, CENOTE_EMAIL_WEBHOOK_SECRET: SECRET }),
    take: answer(202, ''),
    refuse: answer(422, ''),
    reason: 'e-mail webhook answered 422',
    read: json,
    check(request) {
      const { from, replyTo, subject, html } = json(request)
      assert.deepEqual([from, replyTo, subject], ['"Acme" <hello@acme.example>', 'help@acme.example', 'Confirm'])
      assert.match(html, /^<b>Your code is \d{6}<\/b>$/)
      const [, time = '', given] = /^t=(\d+),v1=(\w+)$/.exec(String(request.headers['cenote-signature'])) ?? []
      assert.equal(createHmac('sha256', SECRET).update(`${time}.${request.body}`).digest('hex'), given)
    },
  },
  'Amazon SNS': {
    pool: bySms,
    settings: (url) => ({ CENOTE_SNS: url, CENOTE_SMS_SENDER: 'Acme' }),
    take: answer(200, snsXml('<PublishResult><MessageId>1</MessageId></PublishResult>')),
    refuse: answer(
      400,
      `<ErrorResponse><Error><Type>Sender</Type><Code>InvalidParameter</Code><Message>${PHONE}</Message></Error></ErrorResponse>`,
    ),
    reason: 'SNS InvalidParameterException 400',
    read: (request) => ({ to: form(request).get('PhoneNumber'), text: form(request).get('Message') ?? '' }),
    check(request) {
      assert.match(request.body, /Name=AWS\.SNS\.SMS\.SenderID&.*StringValue=Acme/)
      assert.match(request.headers.authorization ?? '', /\/us-east-1\/sns\/aws4_request/)
    },
  },
  Twilio: {
    pool: bySms,
    settings: (url) => ({
      CENOTE_SMS_WEBHOOK_URL: `${url}/2010-04-01/Accounts/${ACCOUNT}/Messages.json`,
      CENOTE_SMS_WEBHOOK_SECRET: `${ACCOUNT}:token`,
      CENOTE_SMS_WEBHOOK_FORMAT: 'twilio',
      CENOTE_SMS_SENDER: '+15550001111',
    }),
    take: answer(201, '{"sid":"SM1"}'),
    refuse: answer(400, `{"code":21211,"message":"${PHONE} is not valid","status":400}`),
    reason: 'Twilio answered 400 (21211)',
    read: (request) => ({ to: form(request).get('To'), text: form(request).get('Body') ?? '' }),
    check(request) {
      assert.equal(form(request).get('From'), '+15550001111')
      assert.equal(request.headers.authorization, `Basic ${Buffer.from(`${ACCOUNT}:token`).toString('base64')}`)
    },
  },
}

const UserAttributes = [
  { Name: 'email', Value: ADDRESS },
  { Name: 'phone_number', Value: PHONE },
]

/** A server that sends by a way to a service, and jane, who signs up there. */
const signUp = async (way: Way, reply: Answer, settings: Record<string, string> = {}) => {
  const service = await startService(reply)
  const server = await startTestServer({ ...way.settings(service.url), ...settings })
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk, way.pool)
  const LogConfigurations = [notifications]
  await sdk.send(new SetLogDeliveryConfigurationCommand({ UserPoolId: poolId, LogConfigurations }))
  await sdk.send(new SignUpCommand({ ClientId: clientId, Username: 'jane', Password: PASSWORD, UserAttributes }))
  await waitUntilDelivered(server.ctx)
  const stop = async () => {
    await server.stop()
    await service.stop()
  }
  return { server, sdk, poolId, clientId, requests: service.requests, [Symbol.asyncDispose]: stop }
}

/** What the server logged for a pool into its folder. */
const logOf = async (server: TestServer, poolId: string) => {
  await until(async () => {
    await deliverLogs(server.ctx)
    return (await server.ctx.store.logRecords.count('file')) === 0
  })
  return readFileSync(join(folder, `${poolId}.jsonl`), 'utf8')
}

describe('a code leaves', () => {
  for (const [name, way] of Object.entries(ways)) {
    test(`by ${name}, and confirms the user`, async () => {
      await using world = await signUp(way, way.take)
      const [request] = world.requests
      assert.ok(request)
      const { to, text } = way.read(request)
      assert.equal(to, way.pool === byEmail ? ADDRESS : PHONE)
      way.check(request)
      const [, ConfirmationCode] = /^Your code is (\d{6})$/.exec(text) ?? []
      const { sdk, clientId, poolId } = world
      await sdk.send(new ConfirmSignUpCommand({ ClientId: clientId, Username: 'jane', ConfirmationCode }))
      const { UserStatus } = await sdk.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: 'jane' }))
      assert.equal(UserStatus, 'CONFIRMED')
      assert.equal(world.requests.length, 1)
    })
  }
})

describe('V02: what stands for a code to nobody takes its turn in the queue, and leaves by no way', () => {
  for (const [name, way] of Object.entries(ways)) {
    test(name, async () => {
      await using world = await signUp(way, way.take)
      const { server, sdk, poolId, requests } = world
      const { clientId: ClientId } = await makeClient(sdk, poolId, { PreventUserExistenceErrors: 'ENABLED' })
      const Username = 'nobody'
      const queued: (string | undefined)[] = []
      for (const command of [
        new ForgotPasswordCommand({ ClientId, Username }),
        new ResendConfirmationCodeCommand({ ClientId, Username }),
      ]) {
        const work = await workOf(server, () => sdk.send(command as never))
        assert.equal(work['messages.insert'], 1)
        queued.push(...(await server.ctx.store.messages.due(Number.MAX_SAFE_INTEGER, 10)).map(({ route }) => route))
        await waitUntilDelivered(server.ctx)
      }
      assert.ok(
        queued.every((route) => route === 'nowhere'),
        `${queued}`,
      )
      assert.equal(requests.length, 1, 'the code of the sign-up alone')
      assert.deepEqual(await server.ctx.store.messages.delivered(undefined, 10), [], 'nor into the inbox')
    })
  }
})

describe('a code that is refused', () => {
  for (const [name, way] of Object.entries(ways)) {
    test(`by ${name} is given up, and its pool's log says why without saying to whom`, async () => {
      await using world = await signUp(way, way.refuse, { CENOTE_LOG_DIR: folder })
      const text = await logOf(world.server, world.poolId)
      const { eventSource, message } = JSON.parse(text)
      const medium = way.pool === byEmail ? 'E-mail' : 'Text message'
      assert.equal(eventSource, 'USER_NOTIFICATION')
      assert.equal(
        message.details.replace(/ \S+ was/, ' ... was'),
        `${medium} ... was not delivered after 1 attempts: ${way.reason}`,
      )
      const [request] = world.requests
      const [code = ''] = /\d{6}$/.exec(request ? way.read(request).text : '') ?? []
      const told = [text, ...world.server.log].join('\n')
      for (const secret of [ADDRESS, PHONE, code, SECRET, ACCOUNT, 'an-aws-secret']) assert.ok(!told.includes(secret))
      assert.equal(code.length, 6)
    })
  }
})
