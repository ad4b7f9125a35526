import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AddCustomAttributesCommand,
  AdminCreateUserCommand,
  AdminResetUserPasswordCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  GetUserAttributeVerificationCodeCommand,
  InitiateAuthCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeClient, makePool, makeUser, PASSWORD, signIn } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'

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
