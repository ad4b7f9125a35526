/** Functions that send messages: unchanged ones, in a Lambda runtime of their own, with the AWS Encryption SDK. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import {
  AdminCreateUserCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  type LambdaConfigType,
  SignUpCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { TriggerEvent } from '../../src/domain/trigger-event.ts'
import { makePool, PASSWORD } from '../fixture.ts'
import { lambdaArn } from '../functions.ts'
import { serviceError, startTestServer, useServer } from '../harness.ts'
import { startKms } from '../kms.ts'
import { startLambdaRuntime } from '../lambda-runtime.ts'
import { METADATA, makeWorld, type Story, type World } from '../trigger-events/world.ts'

const KEY = 'arn:aws:kms:us-east-1:123456789012:key/codes'
const HEX = '0f'.repeat(32)
const file = join(import.meta.dirname, '../functions/custom-sender.cjs')

const kms = await startKms({ [KEY]: 'enabled' })
const credentials = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' }
/** Loading the SDK takes its time on a busy machine. */
const timeout = 60_000
const runtime = await startLambdaRuntime({
  sender: { file, timeout, environment: { KEY_ARN: KEY, AWS_ENDPOINT_URL_KMS: kms.url, ...credentials } },
  'raw-sender': { file, timeout, environment: { RAW_KEY: HEX } },
  throws: { file: join(import.meta.dirname, '../functions/odd.js'), handler: 'throws' },
})
const server = useServer({ CENOTE_LAMBDA: runtime.url, CENOTE_KMS: kms.url })
after(async () => {
  await runtime.close()
  kms.close()
})

const senders = (name: string): LambdaConfigType => ({
  CustomEmailSender: { LambdaVersion: 'V1_0', LambdaArn: lambdaArn(name) },
  CustomSMSSender: { LambdaVersion: 'V1_0', LambdaArn: lambdaArn(name) },
  KMSKeyID: KEY,
})

/** The events that the functions get while `work` runs, each with the code as the function has decrypted it. */
const sentBy = async (work: () => Promise<unknown>) => {
  const before = runtime.invocations.length
  await work()
  await server.inbox()
  await runtime.settled()
  return runtime.invocations.slice(before).map(({ type, event, outcome }) => {
    const { request, ...others } = event as TriggerEvent
    const { code, ...rest } = request
    assert.equal(type, 'Event', 'nobody waits for it')
    assert.equal(outcome?.isError, false, outcome?.payload)
    return { ...others, request: rest, cipher: String(code), code: JSON.parse(outcome?.payload ?? '""') as string }
  })
}

type Row = {
  readonly source: string
  readonly before?: Story
  readonly run: Story
  readonly told?: true
  readonly status?: string
  readonly clientId?: string
  /** What the code is good for. */
  readonly uses?: (world: World, code: string) => Promise<unknown>
}

const withMetadata = { told: true } as const
const NO_CLIENT = 'CLIENT_ID_NOT_APPLICABLE'
const rows: readonly Row[] = [
  {
    source: 'SignUp',
    run: (world) => world.signUp(),
    ...withMetadata,
    status: 'UNCONFIRMED',
    uses: ({ clientId }, ConfirmationCode) =>
      server.client().send(new ConfirmSignUpCommand({ ClientId: clientId, Username: 'jane', ConfirmationCode })),
  },
  {
    source: 'ResendCode',
    before: (world) => world.signUp(),
    run: (world) => world.resendConfirmationCode(),
    status: 'UNCONFIRMED',
  },
  {
    source: 'ForgotPassword',
    before: (world) => world.user(),
    run: (world) => world.forgotPassword(),
    ...withMetadata,
    uses: ({ clientId }, ConfirmationCode) => {
      const reset = { ClientId: clientId, Username: 'jane', Password: 'Battery-staple-7', ConfirmationCode }
      return server.client().send(new ConfirmForgotPasswordCommand(reset))
    },
  },
  {
    source: 'UpdateUserAttribute',
    before: (world) => world.signedIn(),
    run: (world) => world.updateUserAttributes({ email: 'other@example.com' }),
  },
  {
    source: 'VerifyUserAttribute',
    before: (world) => world.signedIn(),
    run: (world) => world.getUserAttributeVerificationCode(),
    uses: (world, Code) =>
      server
        .client()
        .send(new VerifyUserAttributeCommand({ AccessToken: world.accessToken(), AttributeName: 'email', Code })),
  },
  {
    source: 'AdminCreateUser',
    run: (world) => world.adminCreateUser(),
    status: 'FORCE_CHANGE_PASSWORD',
    clientId: NO_CLIENT,
    uses: async (_, code) => assert.equal(code, PASSWORD),
  },
  {
    source: 'Authentication',
    before: async (world) => {
      await world.user()
      await world.initiate('USER_AUTH')
    },
    run: (world) => world.respond('SELECT_CHALLENGE', { ANSWER: 'EMAIL_OTP' }),
    ...withMetadata,
    uses: (world, code) => world.respond('EMAIL_OTP', { EMAIL_OTP_CODE: code }),
  },
]

describe('a function gets a code to send by e-mail, which decrypts and is good for what it was made for', () => {
  for (const { source, before, run, told, status = 'CONFIRMED', clientId, uses } of rows) {
    test(source, async () => {
      const world = await makeWorld(server, senders('sender'))
      await sentBy(async () => before?.(world))
      const [event, ...more] = await sentBy(async () => run(world))
      assert.deepEqual(more, [])
      assert.ok(event)
      const { code, cipher, request, ...envelope } = event
      const { sub: _, ...attributes } = request.userAttributes as Record<string, string> // every event has them
      assert.deepEqual(envelope, {
        version: '1',
        region: 'us-east-1',
        userPoolId: world.poolId,
        userName: 'jane',
        callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: clientId ?? world.clientId },
        triggerSource: `CustomEmailSender_${source}`,
      })
      assert.deepEqual(
        { ...request, userAttributes: attributes['cognito:user_status'] },
        {
          type: 'customEmailSenderRequestV1',
          clientMetadata: told ? METADATA : null,
          userAttributes: status,
        },
      )
      assert.ok(!Buffer.from(cipher, 'base64').includes(code))
      await uses?.(world, code)
      const inbox = (await server.inbox()).filter(({ poolId }) => poolId === world.poolId)
      assert.deepEqual(inbox, [], 'nobody else has sent it')
    })
  }
})

const invite = async (LambdaConfig: LambdaConfigType, TemporaryPassword: string) => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk, { LambdaConfig })
  const UserAttributes = [
    { Name: 'email', Value: 'jane@example.com' },
    { Name: 'phone_number', Value: '+15551234567' },
  ]
  const DesiredDeliveryMediums: ('EMAIL' | 'SMS')[] = ['EMAIL', 'SMS']
  const user = { UserPoolId: poolId, Username: 'jane', UserAttributes, DesiredDeliveryMediums, TemporaryPassword }
  return { poolId, sent: await sentBy(() => sdk.send(new AdminCreateUserCommand(user))) }
}

test('a temporary password is ready for the HTML of an e-mail, and plain in a text message', async () => {
  const { sent } = await invite(senders('sender'), 'Ab1!<x>&"y')
  assert.deepEqual(sent.map(({ triggerSource, request, code }) => [triggerSource, request.type, code]).sort(), [
    ['CustomEmailSender_AdminCreateUser', 'customEmailSenderRequestV1', 'Ab1!&lt;x&gt;&amp;&quot;y'],
    ['CustomSMSSender_AdminCreateUser', 'customSMSSenderRequestV1', 'Ab1!<x>&"y'],
  ])
})

test('a function sends the messages of its medium alone', async () => {
  const { CustomEmailSender: _, ...sms } = senders('sender')
  const { poolId, sent } = await invite(sms, PASSWORD)
  assert.deepEqual(
    sent.map(({ triggerSource }) => triggerSource),
    ['CustomSMSSender_AdminCreateUser'],
  )
  const inbox = (await server.inbox()).filter((message) => message.poolId === poolId)
  assert.deepEqual(
    inbox.map(({ medium, code }) => [medium, code]),
    [['EMAIL', PASSWORD]],
  )
})

const signUp = (ClientId: string) =>
  new SignUpCommand({
    ClientId,
    Username: 'jane',
    Password: PASSWORD,
    UserAttributes: [{ Name: 'email', Value: 'jane@example.com' }],
  })

describe('nobody waits for a function that sends', () => {
  test('and its own error is none of the application’s', async () => {
    const world = await makeWorld(server, senders('throws'))
    const { UserConfirmed } = await world.signUp()
    assert.equal(UserConfirmed, false)
    await server.inbox()
    await runtime.settled()
    assert.equal(runtime.invocations.at(-1)?.outcome?.isError, true)
  })

  test('nor is it that the function is not there: the message is tried again', async () => {
    const alone = await startTestServer({ CENOTE_LAMBDA: runtime.url, CENOTE_KMS: kms.url })
    const world = await makeWorld(alone, senders('unheard-of'))
    assert.equal((await world.signUp()).UserConfirmed, false)
    const reason = 'function ResourceNotFoundException'
    while (!alone.log.some((line) => line.includes('was not delivered yet') && line.includes(reason)))
      await new Promise((resolve) => setImmediate(resolve))
    await alone.stop()
  })
})

test('a key that the server shares with the function encrypts as well', async () => {
  const alone = await startTestServer({ CENOTE_LAMBDA: runtime.url, CENOTE_SENDER_KEY: HEX })
  const world = await makeWorld(alone, senders('raw-sender'))
  await world.signUp()
  await alone.inbox()
  await runtime.settled()
  const code = JSON.parse(runtime.invocations.at(-1)?.outcome?.payload ?? '""')
  const confirm = { ClientId: world.clientId, Username: 'jane', ConfirmationCode: code }
  await alone.client().send(new ConfirmSignUpCommand(confirm))
  await alone.stop()
})

test('without any key nothing is sent, and nobody has signed up', async () => {
  const alone = await startTestServer({ CENOTE_LAMBDA: runtime.url })
  const { clientId } = await makeWorld(alone, senders('sender'))
  const sdk = alone.client()
  const message = 'This server is not set up to encrypt codes for custom senders (CENOTE_KMS, CENOTE_SENDER_KEY).'
  for (let times = 1; times <= 2; times++) {
    await assert.rejects(sdk.send(signUp(clientId)), serviceError('CodeDeliveryFailureException', message))
  }
  await alone.stop()
})
