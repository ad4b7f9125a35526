import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
  type CreateUserPoolCommandInput,
  DescribeUserPoolCommand,
  ForgotPasswordCommand,
  GetUserAttributeVerificationCodeCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  RespondToAuthChallengeCommand,
  SetLogDeliveryConfigurationCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { createRoot } from '../../src/flows/credentials.ts'
import { deliverLogs } from '../../src/flows/events/deliver-logs.ts'
import { makePool, makeUser, PASSWORD, signIn } from '../fixture.ts'
import { startTestServer, type TestServer, useServer } from '../harness.ts'
import { factors, makeMfaPool, SMS } from '../mfa.ts'
import { notifications } from '../operations/logs/fixture.ts'
import { type Answer, SECRET, startService } from '../outbound/http-service.ts'
import { until } from '../until.ts'

const folder = mkdtempSync(join(tmpdir(), 'cenote-undelivered-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const HOUR = 3_600_000
const bySender: Partial<CreateUserPoolCommandInput> = {
  AutoVerifiedAttributes: ['email'],
  LambdaConfig: {
    CustomEmailSender: { LambdaArn: 'arn:aws:lambda:us-east-1:000000000000:function:mailer', LambdaVersion: 'V1_0' },
    KMSKeyID: 'arn:aws:kms:us-east-1:000000000000:key/b5a2f3c8-0000-4000-8000-000000000000',
  },
}

const signUpAs = (ClientId: string, Username: string) =>
  new SignUpCommand({
    ClientId,
    Username,
    Password: PASSWORD,
    UserAttributes: [{ Name: 'email', Value: `${Username}@example.com` }],
  })

describe('a message for a function without a key for its codes', () => {
  const server = useServer()

  /** A pool whose function cannot be given codes since jane was confirmed and joe signed up. */
  const setUp = async () => {
    const sdk = server.client()
    const { poolId: UserPoolId, clientId: ClientId } = await makePool(sdk, { AutoVerifiedAttributes: ['email'] })
    await makeUser(sdk, UserPoolId, 'jane', { email: 'jane@example.com', email_verified: 'true' })
    await sdk.send(signUpAs(ClientId, 'joe'))
    const { accessToken: AccessToken } = await signIn(sdk, ClientId, 'jane')
    await sdk.send(new UpdateUserPoolCommand({ UserPoolId, ...bySender }))
    return { sdk, UserPoolId, ClientId, AccessToken }
  }
  type SetUp = Awaited<ReturnType<typeof setUp>>

  const UserAttributes = [{ Name: 'email', Value: 'new@example.com' }]
  const requests: Record<string, (made: SetUp) => Promise<unknown>> = {
    SignUp: ({ sdk, ClientId }) => sdk.send(signUpAs(ClientId, 'new')),
    ResendConfirmationCode: ({ sdk, ClientId }) =>
      sdk.send(new ResendConfirmationCodeCommand({ ClientId, Username: 'joe' })),
    ForgotPassword: ({ sdk, ClientId }) => sdk.send(new ForgotPasswordCommand({ ClientId, Username: 'jane' })),
    AdminCreateUser: ({ sdk, UserPoolId }) =>
      sdk.send(
        new AdminCreateUserCommand({ UserPoolId, Username: 'new', UserAttributes, DesiredDeliveryMediums: ['EMAIL'] }),
      ),
    GetUserAttributeVerificationCode: ({ sdk, AccessToken }) =>
      sdk.send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'email' })),
    UpdateUserAttributes: ({ sdk, AccessToken }) =>
      sdk.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes })),
  }
  for (const [operation, request] of Object.entries(requests)) {
    test(`is refused by ${operation}, and nothing has changed`, async () => {
      const made = await setUp()
      await assert.rejects(request(made), {
        name: 'CodeDeliveryFailureException',
        message: 'This server is not set up to encrypt codes for custom senders (CENOTE_KMS, CENOTE_SENDER_KEY).',
      })
      const { sdk, UserPoolId } = made
      const find = (Username: string) => sdk.send(new AdminGetUserCommand({ UserPoolId, Username }))
      await assert.rejects(find('new'), { name: 'UserNotFoundException' })
      const { UserAttributes: kept } = await find('jane')
      assert.equal(kept?.find(({ Name }) => Name === 'email')?.Value, 'jane@example.com')
    })
  }
})

describe('a code of a sign-in that cannot be sent', () => {
  const server = useServer()
  const refused = { name: 'InvalidUserPoolConfigurationException', message: 'The user pool has no way to send e-mail.' }

  test('as the first factor, is refused alike for everybody', async () => {
    const sdk = server.client()
    const made = await makePool(
      sdk,
      { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
      { PreventUserExistenceErrors: 'ENABLED', ExplicitAuthFlows: ['ALLOW_USER_AUTH'] },
    )
    const { poolId: UserPoolId, clientId: ClientId } = made
    await makeUser(sdk, UserPoolId, 'jane', { email: 'jane@example.com' })
    const Policies = { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD' as const, 'EMAIL_OTP' as const] } }
    await sdk.send(new UpdateUserPoolCommand({ UserPoolId, Policies, ...bySender }))
    for (const USERNAME of ['jane', 'nobody']) {
      const begin = (more: Record<string, string>) =>
        sdk.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_AUTH', AuthParameters: { USERNAME, ...more } }))
      await assert.rejects(begin({ PREFERRED_CHALLENGE: 'EMAIL_OTP' }), refused)
      const { Session } = await begin({})
      const ChallengeResponses = { USERNAME, ANSWER: 'EMAIL_OTP' }
      const chosen = { ClientId, ChallengeName: 'SELECT_CHALLENGE' as const, ChallengeResponses, Session }
      await assert.rejects(sdk.send(new RespondToAuthChallengeCommand(chosen)), refused)
      assert.ok(
        await sdk.send(
          new RespondToAuthChallengeCommand({ ...chosen, ChallengeResponses: { USERNAME, ANSWER: 'PASSWORD' } }),
        ),
      )
    }
  })

  test('as the second factor, is refused after the password', async () => {
    const { sdk, poolId: UserPoolId, begin } = await makeMfaPool(server, 'ON', factors.email)
    await makeUser(sdk, UserPoolId, 'jane', { email: 'jane@example.com' })
    assert.equal((await begin('jane')).ChallengeName, 'EMAIL_OTP')
    const { UserPool } = await sdk.send(new DescribeUserPoolCommand({ UserPoolId }))
    const { EmailConfiguration, AccountRecoverySetting, MfaConfiguration } = UserPool ?? {}
    const kept = { EmailConfiguration, AccountRecoverySetting, MfaConfiguration }
    await sdk.send(new UpdateUserPoolCommand({ UserPoolId, ...kept, ...bySender }))
    await assert.rejects(begin('jane'), refused)
    await assert.rejects(begin('jane', 'wrong'), { name: 'NotAuthorizedException' })
  })
})

describe('a message without a way out', () => {
  const media = [
    ['email', 'This server is not set up to send e-mail (CENOTE_SMTP_URL, CENOTE_SES or CENOTE_EMAIL_WEBHOOK_URL).'],
    ['phone_number', 'This server is not set up to send text messages (CENOTE_SMS_WEBHOOK_URL or CENOTE_SNS).'],
  ] as const
  for (const [attribute, message] of media) {
    test(`to ${attribute} is refused, in words that name the settings`, async () => {
      const server = await startTestServer({}, 'serve')
      try {
        const root = await createRoot(server.ctx, server.ctx.store.transaction)
        const sdk = server.client('us-east-1', root as { accessKeyId: string; secretAccessKey: string })
        const { clientId: ClientId } = await makePool(sdk, { AutoVerifiedAttributes: [attribute], ...SMS })
        const UserAttributes = [
          { Name: 'email', Value: 'jane@example.com' },
          { Name: 'phone_number', Value: '+15551230001' },
        ]
        const signUp = new SignUpCommand({ ClientId, Username: 'jane', Password: PASSWORD, UserAttributes })
        await assert.rejects(sdk.send(signUp), { name: 'CodeDeliveryFailureException', message })
      } finally {
        await server.stop()
      }
    })
  }
})

/** Lets an hour pass after each try, until the message is given up. */
const passUntilGivenUp = async ({ ctx, log, travel }: TestServer) => {
  const has = (text: string) => log.filter((line) => line.includes(text)).length
  for (let tries = 1; ; tries++) {
    await until(() => has('not delivered yet') + has('gave up') === tries)
    if (has('gave up') > 0) return
    travel(HOUR)
    ctx.outbound.wake()
  }
}

const logOf = async ({ ctx }: TestServer, poolId: string) => {
  await until(async () => {
    await deliverLogs(ctx)
    return (await ctx.store.logRecords.count('file')) === 0
  })
  return readFileSync(join(folder, `${poolId}.jsonl`), 'utf8')
}

const setUpLogging = async (sdk: CognitoIdentityProviderClient) => {
  const made = await makePool(sdk, bySender)
  const LogConfigurations = [notifications]
  await sdk.send(new SetLogDeliveryConfigurationCommand({ UserPoolId: made.poolId, LogConfigurations }))
  return made
}

describe('a message that its function does not deliver', () => {
  const thrown: Answer = (response) =>
    response
      .writeHead(200, { 'x-amz-function-error': 'Unhandled' })
      .end('{"errorMessage":"the mailer is out of paper"}')
  const cases = [
    ['throws', thrown, 'function thrown'],
    ['may not be called', (response) => response.writeHead(403).end(), 'function AccessDeniedException'],
  ] as const satisfies readonly (readonly [string, Answer, string])[]
  for (const [name, answer, reason] of cases) {
    test(`since it ${name} is unknown to who asked for it, and is in the log of its pool once it is given up`, async () => {
      await using mailer = await startService(answer)
      const CENOTE_FUNCTIONS = join(folder, 'functions.json')
      writeFileSync(CENOTE_FUNCTIONS, JSON.stringify({ mailer: { url: mailer.url } }))
      const server = await startTestServer({
        CENOTE_FUNCTIONS,
        CENOTE_FUNCTIONS_SECRET: SECRET,
        CENOTE_SENDER_KEY: '0a'.repeat(32),
        CENOTE_LOG_DIR: folder,
      })
      try {
        const sdk = server.client()
        const { poolId, clientId } = await setUpLogging(sdk)
        const { CodeDeliveryDetails } = await sdk.send(signUpAs(clientId, 'jane'))
        assert.equal(CodeDeliveryDetails?.DeliveryMedium, 'EMAIL')
        await passUntilGivenUp(server)
        const log = await logOf(server, poolId)
        const { details } = JSON.parse(log).message
        assert.match(
          details,
          new RegExp(`^E-mail \\S+ was not delivered after ${mailer.requests.length} attempts: ${reason}$`),
        )
        assert.ok(mailer.requests.length > 20)
        assert.doesNotMatch([log, ...server.log].join('\n'), /out of paper|jane@example/)
      } finally {
        await server.stop()
      }
    })
  }
})
