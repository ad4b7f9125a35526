import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { type CreateUserPoolCommandInput, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider'
import { queueMessage } from '../../src/flows/messages/queue.ts'
import type { OutgoingMessage } from '../../src/outbound/index.ts'
import { makePool, PASSWORD } from '../fixture.ts'
import { startTestServer } from '../harness.ts'
import { SMS } from '../mfa.ts'
import { type Answer, type Request, SECRET, startService } from '../outbound/http-service.ts'
import { startSmtp } from '../outbound/smtp.ts'
import { until } from '../until.ts'

const folder = mkdtempSync(join(tmpdir(), 'cenote-lanes-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** How many messages of one way are on their way at once. */
const WIDTH = 5
/** How many messages are in trouble. */
const MANY = 30
const IDENTITY = 'arn:aws:ses:eu-west-1:123456789012:identity/acme.example'
const MAILER = 'arn:aws:lambda:us-east-1:000000000000:function:mailer'

const UserAttributes = [
  { Name: 'email', Value: 'jane@example.com' },
  { Name: 'phone_number', Value: '+15551230001' },
]

/** Queues messages of another pool, and has jane sign up in her own: her server takes the message when this resolves. */
const signUpBehind = async (
  settings: Record<string, string>,
  {
    change,
    count,
    pool,
    isBusy,
    isTaken,
  }: {
    change: Partial<OutgoingMessage>
    count: number
    pool: Partial<CreateUserPoolCommandInput>
    isBusy(): boolean
    isTaken(): boolean
  },
) => {
  const server = await startTestServer(settings)
  try {
    const sdk = server.client()
    const [other, own] = [await makePool(sdk), await makePool(sdk, pool)]
    const message: OutgoingMessage = {
      poolId: other.poolId,
      username: 'joe',
      medium: 'EMAIL',
      to: 'joe@example.com',
      subject: 'Code',
      body: 'Your code is 123456.',
      code: '123456',
      ...change,
    }
    // The clock stands still: what is put off for seconds would not arrive.
    await server.freeze(async () => {
      await server.ctx.store.transaction(async (tx) => {
        for (let number = 0; number < count; number++) await queueMessage(server.ctx, tx, message)
      })
      await until(isBusy)
      await sdk.send(
        new SignUpCommand({ ClientId: own.clientId, Username: 'jane', Password: PASSWORD, UserAttributes }),
      )
      await until(isTaken)
    })
  } finally {
    await server.stop()
  }
}

describe('R9: what is in trouble with the messages of one pool', () => {
  test('its function that hangs delays nobody else', async () => {
    await using mailer = await startService(() => {})
    await using smtp = await startSmtp()
    const CENOTE_FUNCTIONS = join(folder, 'functions.json')
    writeFileSync(CENOTE_FUNCTIONS, JSON.stringify({ mailer: { url: mailer.url } }))
    const settings = {
      CENOTE_FUNCTIONS,
      CENOTE_FUNCTIONS_SECRET: SECRET,
      CENOTE_SENDER_KEY: '0a'.repeat(32),
      CENOTE_SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
    }
    const event = {
      version: '1',
      region: 'us-east-1',
      userPoolId: 'us-east-1_TestPool1',
      userName: 'joe',
      callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: 'client' },
      triggerSource: 'CustomEmailSender_SignUp',
      request: { type: 'customEmailSenderRequestV1', code: null, clientMetadata: null, userAttributes: {} },
    }
    await signUpBehind(settings, {
      change: { sender: { function: MAILER, keyArn: '', event } },
      count: MANY,
      pool: { AutoVerifiedAttributes: ['email'] },
      isBusy: () => mailer.requests.length === WIDTH,
      isTaken: () => {
        if (smtp.received.length > 0) mailer.stop()
        return smtp.received.length > 0
      },
    })
    assert.deepEqual(
      smtp.received.flatMap(({ to }) => to),
      ['jane@example.com'],
    )
  })

  const inRegion =
    (region: string, service: string) =>
    ({ headers }: Request) =>
      headers.authorization?.includes(`/${region}/${service}/aws4_request`) ?? false

  const ways = [
    {
      name: 'its Region of SES that hangs',
      change: { sourceArn: IDENTITY },
      setting: 'CENOTE_SES',
      isOther: inRegion('eu-west-1', 'ses'),
      pool: { AutoVerifiedAttributes: ['email'] },
      answer: '{"MessageId":"1"}',
    },
    {
      name: 'its Region of SNS that hangs',
      change: { medium: 'SMS', to: '+15551230002', snsRegion: 'eu-west-1' },
      setting: 'CENOTE_SNS',
      isOther: inRegion('eu-west-1', 'sns'),
      pool: { AutoVerifiedAttributes: ['phone_number'], ...SMS },
      answer: '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>',
    },
  ] as const
  for (const { name, change, setting, isOther, pool, answer } of ways) {
    test(`${name} delays nobody else`, async () => {
      let taken = 0
      const reply: Answer = (response, request) => {
        if (isOther(request)) return
        taken++
        response.end(answer)
      }
      await using service = await startService(reply)
      await signUpBehind(
        { [setting]: service.url },
        {
          change,
          count: MANY,
          pool: pool as unknown as Partial<CreateUserPoolCommandInput>,
          isBusy: () => service.requests.length === WIDTH,
          isTaken: () => {
            if (taken > 0) service.stop()
            return taken > 0
          },
        },
      )
      assert.equal(taken, 1)
    })
  }
})
