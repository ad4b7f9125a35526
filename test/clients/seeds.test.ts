/**
 * What the service's own examples of AdminInitiateAuth send in their eight languages, parameter by
 * parameter, and what they read of the answer.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/example_cognito-identity-provider_AdminInitiateAuth_section.html
 */
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { suite, test } from 'node:test'
import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  type AdminInitiateAuthCommandInput,
  AssociateSoftwareTokenCommand,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  RespondToAuthChallengeCommand,
  SetUserPoolMfaConfigCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser, PASSWORD } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'
import { appCode } from '../mfa.ts'

const server = useServer()
const DIEGO = 'diego@example.com'
const SoftwareTokenMfaConfiguration = { Enabled: true }

const makeExample = async (
  pool: Partial<CreateUserPoolCommandInput>,
  client: Partial<CreateUserPoolClientCommandInput> = {},
) => {
  const sdk = server.client()
  const made = await makePool(sdk, pool, { ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'], ...client })
  const { poolId: UserPoolId, clientId: ClientId } = made
  const requireApp = () =>
    sdk.send(new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration }))
  const initiate = (AuthParameters: Record<string, string>, more: Partial<AdminInitiateAuthCommandInput> = {}) =>
    sdk.send(
      new AdminInitiateAuthCommand({
        UserPoolId,
        ClientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters,
        ...more,
      }),
    )
  const code = (secret: string) => appCode(secret, server.ctx.now())
  /** Sets an app up in the Session of MFA_SETUP. */
  const setUpApp = async (session: string | undefined, FriendlyDeviceName?: string) => {
    const { SecretCode = '', Session } = await sdk.send(new AssociateSoftwareTokenCommand({ Session: session }))
    const verify = { Session, UserCode: code(SecretCode), FriendlyDeviceName }
    const verified = await sdk.send(new VerifySoftwareTokenCommand(verify))
    assert.equal(verified.Status, 'SUCCESS')
    server.travel(30_000)
    return { secret: SecretCode, session: verified.Session }
  }
  const secretHash = (username: string) =>
    createHmac('sha256', made.secret ?? '')
      .update(username + ClientId)
      .digest('base64')
  return { sdk, ...made, requireApp, initiate, code, setUpApp, secretHash }
}

/** What the command-line example says of the user's request. */
const threatContext: Partial<AdminInitiateAuthCommandInput> = {
  ContextData: {
    EncodedData: 'abc123example',
    HttpHeaders: [
      {
        headerName: 'UserAgent',
        headerValue: 'Mozilla/5.0 (Windows NT 6.1; Win64; x64; rv:47.0) Gecko/20100101 Firefox/47.0',
      },
    ],
    IpAddress: '192.0.2.1',
    ServerName: 'example.com',
    ServerPath: '/login',
  },
  ClientMetadata: { MyExampleKey: 'MyExampleValue' },
  AnalyticsMetadata: { AnalyticsEndpointId: 'string' },
}

suite('the command line, with a secret and a context', () => {
  // Where an address is an alias, USER_ID_FOR_SRP is the name; where it is the name, it is that of the account.
  const pools: Record<string, { pool: Partial<CreateUserPoolCommandInput>; username: string; id: RegExp }> = {
    'an address as a name': { pool: {}, username: DIEGO, id: /^diego@example\.com$/ },
    'an alias': { pool: { AliasAttributes: ['email'] }, username: 'diego', id: /^diego$/ },
    'an address in place of a name': {
      pool: { UsernameAttributes: ['email'] },
      username: DIEGO,
      id: /^[0-9a-f]{8}-[0-9a-f]{4}-/,
    },
  }
  for (const [name, { pool, username, id }] of Object.entries(pools)) {
    test(name, async () => {
      const example = await makeExample(pool, { GenerateSecret: true })
      await makeUser(example.sdk, example.poolId, username, { email: DIEGO, email_verified: 'true' })
      await example.requireApp()
      const given = { USERNAME: DIEGO, PASSWORD, SECRET_HASH: example.secretHash(DIEGO) }
      const first = await example.initiate(given, threatContext)
      assert.equal(first.ChallengeName, 'MFA_SETUP')
      await example.setUpApp(first.Session, 'MyAuthenticatorApp')
      const second = await example.initiate(given, threatContext)
      assert.equal(second.ChallengeName, 'SOFTWARE_TOKEN_MFA')
      const { USER_ID_FOR_SRP = '', ...rest } = second.ChallengeParameters ?? {}
      assert.match(USER_ID_FOR_SRP, id)
      assert.deepEqual(rest, { FRIENDLY_DEVICE_NAME: 'MyAuthenticatorApp' })
      const length = second.Session?.length ?? 0
      assert.ok(length >= 20 && length <= 2048)
      await assert.rejects(
        example.initiate({ ...given, SECRET_HASH: 'ExampleEncodedClientIdSecretAndUsername=' }, threatContext),
        serviceError('NotAuthorizedException', `Unable to verify secret hash for client ${example.clientId}`),
      )
    })
  }
})

for (const flow of ['ADMIN_NO_SRP_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH'] as const) {
  test(`ADMIN_NO_SRP_AUTH, for a client with ${flow}`, async () => {
    const { sdk, poolId, initiate } = await makeExample(
      { UsernameAttributes: ['email'] },
      { ExplicitAuthFlows: [flow] },
    )
    const UserAttributes = Object.entries({
      email_verified: 'true',
      phone_number_verified: 'true',
      phone_number: '+15555550100',
      email: DIEGO,
    }).map(([Name, Value]) => ({ Name, Value }))
    const invited = { UserPoolId: poolId, Username: DIEGO, TemporaryPassword: PASSWORD, UserAttributes }
    const { User } = await sdk.send(new AdminCreateUserCommand({ ...invited, MessageAction: 'SUPPRESS' }))
    const { ChallengeName, ChallengeParameters, Session } = await initiate(
      { USERNAME: DIEGO, PASSWORD },
      { AuthFlow: 'ADMIN_NO_SRP_AUTH' },
    )
    assert.equal(ChallengeName, 'NEW_PASSWORD_REQUIRED')
    assert.ok(Session)
    const { USER_ID_FOR_SRP, requiredAttributes, userAttributes = '', ...rest } = ChallengeParameters ?? {}
    assert.deepEqual(rest, {})
    assert.equal(USER_ID_FOR_SRP, User?.Username)
    assert.equal(requiredAttributes, '[]')
    assert.deepEqual(JSON.parse(userAttributes), {
      email_verified: 'true',
      phone_number_verified: 'true',
      phone_number: '+15555550100',
      email: DIEGO,
    })
  })
}

test('the other seven languages, to the end of what their answers are for', async () => {
  const example = await makeExample({})
  const { sdk, poolId, clientId, initiate } = example
  await makeUser(sdk, poolId, 'jane')
  const given = { USERNAME: 'jane', PASSWORD }
  // .NET, C++, Java, JavaScript and Kotlin read the Session or the challenge's name, which tokens come without.
  const done = await initiate(given)
  assert.equal(done.Session, undefined)
  assert.equal(done.ChallengeName, undefined)
  assert.deepEqual(done.ChallengeParameters, {})
  assert.ok(done.AuthenticationResult?.AccessToken)
  // Python looks for the app by its name in the text of MFAS_CAN_SETUP.
  await example.requireApp()
  const asked = await initiate(given)
  assert.equal(asked.ChallengeName, 'MFA_SETUP')
  assert.ok(asked.ChallengeParameters?.MFAS_CAN_SETUP?.includes('SOFTWARE_TOKEN_MFA'))
  const { secret, session } = await example.setUpApp(asked.Session)
  const finish = { ClientId: clientId, ChallengeName: 'MFA_SETUP' as const, Session: session }
  const finished = await sdk.send(
    new RespondToAuthChallengeCommand({ ...finish, ChallengeResponses: { USERNAME: 'jane' } }),
  )
  assert.ok(finished.AuthenticationResult?.IdToken)
  // JavaScript answers the app's challenge by the operation that is not an administrator's, with the pool's id beside it.
  const { ChallengeName, Session } = await initiate(given)
  assert.equal(ChallengeName, 'SOFTWARE_TOKEN_MFA')
  const answer = await server.post('RespondToAuthChallenge', {
    ChallengeName,
    ChallengeResponses: { SOFTWARE_TOKEN_MFA_CODE: example.code(secret), USERNAME: 'jane' },
    ClientId: clientId,
    UserPoolId: poolId,
    Session,
  })
  assert.equal(answer.status, 200)
})
