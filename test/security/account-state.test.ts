import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { describe, test } from 'node:test'
import {
  AddCustomAttributesCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminInitiateAuthCommand,
  AdminResetUserPasswordCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  InitiateAuthCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf, makeClient, makePool, makeUser, PASSWORD, signIn } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'
import { outcome } from './between.ts'

const server = useServer()
const NEW = 'Another-horse-7'
let count = 0

const fixture = async () => {
  const sdk = server.client()
  const made = await makePool(sdk, { AutoVerifiedAttributes: ['email'] })
  const email = `jane${++count}@example.com`
  await makeUser(sdk, made.poolId, 'jane', { email, email_verified: 'true' })
  return { sdk, ...made, email, user: { UserPoolId: made.poolId, Username: 'jane' } }
}

describe('V05: no state of the account and no way in lead to tokens', () => {
  type Made = Awaited<ReturnType<typeof fixture>>
  const states: Record<string, (made: Made) => Promise<unknown>> = {
    disabled: ({ sdk, user }) => sdk.send(new AdminDisableUserCommand(user)),
    deleted: ({ sdk, user }) => sdk.send(new AdminDeleteUserCommand(user)),
    'to be reset': ({ sdk, user }) => sdk.send(new AdminResetUserPasswordCommand(user)),
    'locked out': async ({ sdk, clientId }) => {
      for (let failure = 0; failure < 5; failure++) await outcome(signIn(sdk, clientId, 'jane', 'wrong'))
    },
    unconfirmed: async ({ sdk, clientId, user }) => {
      await sdk.send(new AdminDeleteUserCommand(user))
      await sdk.send(new SignUpCommand({ ClientId: clientId, Username: 'jane', Password: PASSWORD }))
    },
  }
  const USERNAME = 'jane'
  for (const [name, enter] of Object.entries(states)) {
    test(name, async () => {
      const made = await fixture()
      const { sdk, poolId, clientId } = made
      const { accessToken, refreshToken } = await signIn(sdk, clientId, 'jane')
      const ways: Record<string, () => Promise<unknown>> = {
        USER_PASSWORD_AUTH: () => signIn(sdk, clientId, 'jane'),
        ADMIN_USER_PASSWORD_AUTH: () =>
          sdk.send(
            new AdminInitiateAuthCommand({
              UserPoolId: poolId,
              ClientId: clientId,
              AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
              AuthParameters: { USERNAME, PASSWORD },
            }),
          ),
        ...(name !== 'locked out' && {
          REFRESH_TOKEN_AUTH: () =>
            sdk.send(
              new InitiateAuthCommand({
                ClientId: clientId,
                AuthFlow: 'REFRESH_TOKEN_AUTH',
                AuthParameters: { REFRESH_TOKEN: refreshToken },
              }),
            ),
          GetTokensFromRefreshToken: () =>
            sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken: refreshToken })),
          'the access token of before': () => sdk.send(new GetUserCommand({ AccessToken: accessToken })),
        }),
      }
      await server.freeze(async () => {
        await enter(made)
        for (const [way, go] of Object.entries(ways)) await assert.rejects(go(), way)
      })
    })
  }
})

test('whoever holds a token of a user who is to reset the password cannot move the recovery to themselves', async () => {
  const { sdk, clientId, user, email } = await fixture()
  const { accessToken: AccessToken } = await signIn(sdk, clientId, 'jane')
  const UserAttributes = [{ Name: 'email', Value: `mallory-${email}` }]
  await sdk.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }))
  const Code = await server.code(`mallory-${email}`)
  await sdk.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name: 'email', Value: email }] }))
  await sdk.send(
    new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code: await server.code(email) }),
  )
  await sdk.send(new AdminResetUserPasswordCommand(user))
  const required = serviceError('PasswordResetRequiredException')
  await assert.rejects(sdk.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes })), required)
  await assert.rejects(
    sdk.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code })),
    required,
  )
})

test('V47: a reset voids the change of address that somebody else began', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk, {
    AutoVerifiedAttributes: ['email'],
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
  })
  const email = `owner${++count}@example.com`
  await makeUser(sdk, poolId, 'jane', { email, email_verified: 'true' })
  const stolen = await signIn(sdk, clientId, 'jane')
  await sdk.send(
    new UpdateUserAttributesCommand({
      AccessToken: stolen.accessToken,
      UserAttributes: [{ Name: 'email', Value: `mallory-${email}` }],
    }),
  )
  const Code = await server.code(`mallory-${email}`)
  await sdk.send(new ForgotPasswordCommand({ ClientId: clientId, Username: 'jane' }))
  await sdk.send(
    new ConfirmForgotPasswordCommand({
      ClientId: clientId,
      Username: 'jane',
      ConfirmationCode: await server.code(email),
      Password: NEW,
    }),
  )
  const { accessToken: AccessToken } = await signIn(sdk, clientId, 'jane', NEW)
  const { CodeDeliveryDetails } = await sdk.send(
    new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'email' }),
  )
  assert.equal(CodeDeliveryDetails?.Destination, 'o***@e***', 'to the address of the user')
  await assert.rejects(
    sdk.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code })),
    serviceError('CodeMismatchException'),
  )
})

test('V14: a first sign-in tells only what the client may read', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  await sdk.send(
    new AddCustomAttributesCommand({
      UserPoolId: poolId,
      CustomAttributes: [
        { Name: 'score', AttributeDataType: 'String', Mutable: true, StringAttributeConstraints: {} },
        {
          Name: 'secret',
          AttributeDataType: 'String',
          DeveloperOnlyAttribute: true,
          Mutable: true,
          StringAttributeConstraints: {},
        },
      ],
    }),
  )
  const UserAttributes = Object.entries({
    email: 'jane@example.com',
    name: 'Jane',
    'custom:score': '7',
    'dev:custom:secret': 'hidden',
  }).map(([Name, Value]) => ({ Name, Value }))
  await sdk.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: 'jane',
      TemporaryPassword: PASSWORD,
      MessageAction: 'SUPPRESS',
      UserAttributes,
    }),
  )
  const toldTo = async (client: Parameters<typeof makeClient>[2]) => {
    const { clientId } = await makeClient(sdk, poolId, client)
    const { ChallengeParameters } = await sdk.send(
      new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'jane', PASSWORD },
      }),
    )
    return Object.keys(JSON.parse(ChallengeParameters?.userAttributes ?? '')).sort()
  }
  assert.deepEqual(await toldTo({}), ['custom:score', 'email', 'name'])
  assert.deepEqual(await toldTo({ ReadAttributes: ['name'] }), ['name'])
})

test('V22: what a request says of its context is in no token and decides nothing', async () => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(sdk)
  await makeUser(sdk, poolId, 'jane')
  const noise = { role: 'admin', sub: 'x', 'cognito:groups': 'admin', token_use: 'access', scope: 'everything' }
  const { AuthenticationResult } = await sdk.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'jane', PASSWORD, ...noise },
      ClientMetadata: noise,
      AnalyticsMetadata: { AnalyticsEndpointId: 'admin' },
      UserContextData: { IpAddress: '127.0.0.1', EncodedData: JSON.stringify(noise) },
    }),
  )
  const plain = await signIn(sdk, clientId, 'jane')
  for (const [given, usual] of [
    [AuthenticationResult?.AccessToken, plain.accessToken],
    [AuthenticationResult?.IdToken, plain.idToken],
  ]) {
    const changing = new Set(['jti', 'origin_jti', 'event_id', 'iat', 'exp', 'auth_time'])
    const lasting = (token = '') => Object.entries(claimsOf(token)).filter(([name]) => !changing.has(name))
    assert.deepEqual(lasting(given), lasting(usual))
  }
})

test('V16: nobody signs up where administrators create the users, whatever else they say', async () => {
  const sdk = server.client()
  const { clientId } = await makePool(sdk, { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } })
  for (const more of [{}, { ClientMetadata: { admin: 'true' } }, { Password: 'short' }]) {
    await assert.rejects(
      sdk.send(new SignUpCommand({ ClientId: clientId, Username: 'mallory', Password: PASSWORD, ...more })),
      serviceError('NotAuthorizedException', 'SignUp is not permitted for this user pool'),
    )
  }
})

test('V17: a flow that the client does not list is refused before anything is looked at', async (t) => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  await makeUser(sdk, poolId, 'jane')
  const { clientId, secret = '' } = await makeClient(sdk, poolId, {
    ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'],
    GenerateSecret: true,
  })
  const SECRET_HASH = createHmac('sha256', secret).update(`jane${clientId}`).digest('base64')
  const parameters = { USERNAME: 'jane', PASSWORD, SRP_A: '2', REFRESH_TOKEN: 'x', SECRET_HASH }
  for (const AuthFlow of ['USER_PASSWORD_AUTH', 'USER_SRP_AUTH', 'USER_AUTH', 'REFRESH_TOKEN_AUTH'] as const) {
    await t.test(AuthFlow, () =>
      assert.rejects(
        sdk.send(new InitiateAuthCommand({ ClientId: clientId, AuthFlow, AuthParameters: parameters })),
        serviceError('InvalidParameterException', /not enabled/),
      ),
    )
  }
  await t.test('ADMIN_USER_PASSWORD_AUTH without a signature', () =>
    assert.rejects(
      sdk.send(
        new InitiateAuthCommand({
          ClientId: clientId,
          AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
          AuthParameters: parameters,
        }),
      ),
      serviceError('InvalidParameterException'),
    ),
  )
})
