import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  type RespondToAuthChallengeCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf, makeClient, makePool, PASSWORD, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'

const server = useServer()
const NEW_PASSWORD = 'Battery-staple-7'

const invite = (sdk: CognitoIdentityProviderClient, poolId: string, username: string, attributes = {}) =>
  sdk.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: username,
      TemporaryPassword: PASSWORD,
      MessageAction: 'SUPPRESS',
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value: String(Value) })),
    }),
  )

const begin = async (clientId: string, username: string) => {
  const answer = await server.client().send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD },
    }),
  )
  assert.equal(answer.ChallengeName, 'NEW_PASSWORD_REQUIRED')
  assert.equal(answer.AuthenticationResult, undefined)
  return answer
}

const respond = (
  clientId: string,
  session: string | undefined,
  responses: Record<string, string>,
  more: Partial<RespondToAuthChallengeCommandInput> = {},
) =>
  server.client().send(
    new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: session,
      ChallengeResponses: responses,
      ...more,
    }),
  )

test('NEW_PASSWORD_REQUIRED: a new password and the attributes that the pool requires', async () => {
  const sdk = server.client()
  const schema = [
    { Name: 'name', AttributeDataType: 'String' as const, Required: true },
    { Name: 'email', AttributeDataType: 'String' as const, Required: true },
  ]
  const { poolId, clientId } = await makePool(sdk, { Schema: schema })
  await invite(sdk, poolId, 'jane', { email: 'jane@example.com', email_verified: 'true' })
  const { Session, ChallengeParameters } = await begin(clientId, 'jane')
  assert.equal(ChallengeParameters?.USER_ID_FOR_SRP, 'jane')
  assert.equal(ChallengeParameters?.requiredAttributes, '["userAttributes.name"]')
  assert.deepEqual(JSON.parse(ChallengeParameters?.userAttributes ?? ''), {
    email: 'jane@example.com',
    email_verified: 'true',
    name: '',
  })
  const answer = await respond(clientId, Session, {
    USERNAME: 'jane',
    NEW_PASSWORD,
    'userAttributes.name': 'Jane',
    'userAttributes.nickname': 'J',
  })
  assert.equal(answer.ChallengeName, undefined)
  assert.equal(claimsOf(answer.AuthenticationResult?.IdToken ?? '').name, 'Jane')
  const { UserStatus, UserAttributes } = await sdk.send(
    new AdminGetUserCommand({ UserPoolId: poolId, Username: 'jane' }),
  )
  assert.equal(UserStatus, 'CONFIRMED')
  assert.equal(UserAttributes?.find(({ Name }) => Name === 'nickname')?.Value, 'J')
  await signIn(sdk, clientId, 'jane', NEW_PASSWORD)
})

test('refusals leave the Session usable, and the account as it was', async (t) => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk, {
    Schema: [{ Name: 'name', AttributeDataType: 'String', Required: true }],
  })
  const other = await makeClient(sdk, poolId)
  await invite(sdk, poolId, 'jane', { email: 'jane@example.com' })
  await invite(sdk, poolId, 'john')
  const { Session } = await begin(clientId, 'jane')
  const right = { USERNAME: 'jane', NEW_PASSWORD, 'userAttributes.name': 'Jane' }
  const invalid: [string, string] = ['NotAuthorizedException', 'Invalid session for the user.']
  const tampered = `${Session?.slice(0, -6)}AAAAAA`
  type Row = [string, Record<string, string>, Partial<RespondToAuthChallengeCommandInput>, string, string]
  const rows: Row[] = [
    ['no session', right, { Session: undefined }, 'InvalidParameterException', 'Missing required parameter Session'],
    ['no user', { NEW_PASSWORD }, {}, 'InvalidParameterException', 'Missing required parameter USERNAME'],
    ['no password', { USERNAME: 'jane' }, {}, 'InvalidParameterException', 'Missing required parameter NEW_PASSWORD'],
    ['a tampered session', right, { Session: tampered }, ...invalid],
    ["another user's session", { ...right, USERNAME: 'john' }, {}, ...invalid],
    ["another client's session", right, { ClientId: other.clientId }, ...invalid],
    [
      'a weak password',
      { ...right, NEW_PASSWORD: 'short' },
      {},
      'InvalidPasswordException',
      'Password did not conform with policy: Password not long enough',
    ],
    [
      'a required attribute missing',
      { USERNAME: 'jane', NEW_PASSWORD },
      {},
      'InvalidParameterException',
      'Attributes did not conform to the schema: name: The attribute is required\n',
    ],
    [
      'an attribute that is set',
      { ...right, 'userAttributes.email': 'x@example.com' },
      {},
      'NotAuthorizedException',
      'Cannot modify an already provided email',
    ],
    [
      'V14 a flag',
      { ...right, 'userAttributes.email_verified': 'true' },
      {},
      'NotAuthorizedException',
      'A client attempted to write unauthorized attribute',
    ],
    ['another challenge', right, { ChallengeName: 'SMS_MFA' }, ...invalid],
    [
      'a challenge that no sign-in asks',
      right,
      { ChallengeName: 'ADMIN_NO_SRP_AUTH' },
      'InvalidParameterException',
      'No sign-in asks the challenge ADMIN_NO_SRP_AUTH.',
    ],
  ]
  for (const [name, responses, more, error, message] of rows) {
    await t.test(name, () => assert.rejects(respond(clientId, Session, responses, more), serviceError(error, message)))
  }
  await t.test('the right answer still passes, once', async () => {
    await respond(clientId, Session, right)
    await assert.rejects(
      respond(clientId, Session, right),
      serviceError('NotAuthorizedException', 'Invalid session for the user, session can only be used once.'),
    )
  })
})

test('R19: of 100 parallel answers with one Session exactly one gets tokens', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk)
  await invite(sdk, poolId, 'jane')
  const { Session } = await begin(clientId, 'jane')
  const outcomes = await Promise.allSettled(
    Array.from({ length: 100 }, (_, number) =>
      respond(clientId, Session, { USERNAME: 'jane', NEW_PASSWORD: `${NEW_PASSWORD}${number}` }),
    ),
  )
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
})

test('a Session ends with AuthSessionValidity', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk, {}, { AuthSessionValidity: 5 })
  await invite(sdk, poolId, 'jane')
  const { Session } = await begin(clientId, 'jane')
  server.travel(5 * 60 * 1000 + 1)
  await assert.rejects(
    respond(clientId, Session, { USERNAME: 'jane', NEW_PASSWORD }),
    serviceError('NotAuthorizedException', 'Invalid session for the user, session is expired.'),
  )
})

test('V05: who was disabled, or got another password meanwhile, does not get in by an old Session', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk)
  await invite(sdk, poolId, 'jane')
  await invite(sdk, poolId, 'john')
  const jane = await begin(clientId, 'jane')
  await sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'jane' }))
  await assert.rejects(
    respond(clientId, jane.Session, { USERNAME: 'jane', NEW_PASSWORD }),
    serviceError('NotAuthorizedException', 'User is disabled.'),
  )
  const john = await begin(clientId, 'john')
  await sdk.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: poolId,
      Username: 'john',
      Password: 'Another-one-55',
      Permanent: true,
    }),
  )
  await assert.rejects(
    respond(clientId, john.Session, { USERNAME: 'john', NEW_PASSWORD }),
    serviceError('NotAuthorizedException', 'Invalid session for the user.'),
  )
  await signIn(sdk, clientId, 'john', 'Another-one-55')
})
