import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  ForgotPasswordCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser, PASSWORD, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { rawAnswer } from '../raw-answer.ts'

const server = useServer()

const fixture = async (
  pool: Partial<CreateUserPoolCommandInput> = {},
  client: Partial<CreateUserPoolClientCommandInput> = {},
) => {
  const sdk = server.client()
  const made = await makePool(sdk, { AutoVerifiedAttributes: ['email'], ...pool }, client)
  const user = async (name: string, email = `${name}-${made.clientId}@example.com`) => {
    await makeUser(sdk, made.poolId, name, { email, email_verified: 'true' })
    return email
  }
  const forgot = (Username: string, ClientId = made.clientId) =>
    sdk.send(new ForgotPasswordCommand({ ClientId, Username }))
  return { ...made, sdk, user, forgot }
}

test('a code goes to the verified address, and nothing else changes', async () => {
  const { sdk, clientId, poolId, user, forgot } = await fixture()
  const email = await user('jane')
  const { $metadata, ...answer } = await forgot('jane')
  assert.equal($metadata.httpStatusCode, 200)
  assert.deepEqual(answer, {
    CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'j***@e***' },
  })
  assert.match(await server.code(email), /^\d{6}$/)
  const { UserStatus } = await sdk.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: 'jane' }))
  assert.equal(UserStatus, 'CONFIRMED')
  await signIn(sdk, clientId, 'jane')
})

test('the way of the code', async (t) => {
  const sms = { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' } }
  const both = {
    email: 'way@example.com',
    email_verified: 'true',
    phone_number: '+15550003333',
    phone_number_verified: 'true',
  }
  const mechanism = (...names: ('verified_email' | 'verified_phone_number')[]) => ({
    AccountRecoverySetting: { RecoveryMechanisms: names.map((Name, index) => ({ Name, Priority: index + 1 })) },
  })
  const rows: [string, Partial<CreateUserPoolCommandInput>, Record<string, string>, string][] = [
    ['e-mail first', mechanism('verified_email', 'verified_phone_number'), both, 'EMAIL'],
    ['phone first', mechanism('verified_phone_number', 'verified_email'), both, 'SMS'],
    [
      'the next where the first is not verified',
      mechanism('verified_phone_number', 'verified_email'),
      { ...both, phone_number_verified: 'false' },
      'EMAIL',
    ],
  ]
  for (const [name, pool, attributes, medium] of rows) {
    await t.test(name, async () => {
      const { sdk, poolId, forgot } = await fixture({ ...sms, ...pool })
      await makeUser(sdk, poolId, 'jane', attributes)
      assert.equal((await forgot('jane')).CodeDeliveryDetails?.DeliveryMedium, medium)
    })
  }
})

test('refusals', async (t) => {
  const { sdk, poolId, user, forgot } = await fixture()
  const closed = await fixture({
    AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] },
  })
  await closed.user('jane')
  await makeUser(sdk, poolId, 'bare')
  await makeUser(sdk, poolId, 'unproved', { email: 'unproved@example.com' })
  await user('disabled')
  await sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'disabled' }))
  const UserAttributes = [
    { Name: 'email', Value: 'invited@example.com' },
    { Name: 'email_verified', Value: 'true' },
  ]
  const MessageAction = 'SUPPRESS'
  await sdk.send(new AdminCreateUserCommand({ UserPoolId: poolId, Username: 'invited', UserAttributes, MessageAction }))
  const none = 'Cannot reset password for the user as there is no registered/verified email or phone_number'
  const rows: [string, () => Promise<unknown>, string, string][] = [
    [
      'an unknown client',
      () => forgot('bare', 'nosuchclient'),
      'ResourceNotFoundException',
      'User pool client nosuchclient does not exist.',
    ],
    ['an unknown user', () => forgot('nobody'), 'UserNotFoundException', 'Username/client id combination not found.'],
    ['a disabled user', () => forgot('disabled'), 'NotAuthorizedException', 'User is disabled.'],
    ['a user without an address', () => forgot('bare'), 'InvalidParameterException', none],
    ['a user with an unproved address', () => forgot('unproved'), 'InvalidParameterException', none],
    [
      'a user with a temporary password',
      () => forgot('invited'),
      'NotAuthorizedException',
      'User password cannot be reset in the current state.',
    ],
    [
      'a pool that leaves it to administrators',
      () => closed.forgot('jane'),
      'NotAuthorizedException',
      'Contact administrator to reset password.',
    ],
  ]
  for (const [name, call, error, message] of rows) {
    await t.test(name, () => assert.rejects(call(), serviceError(error, message)))
  }
})

test('V44: a list of names is no name, and nothing is sent', async () => {
  const { clientId, user } = await fixture()
  const email = await user('jane')
  for (const Username of [['jane', 'evil'], { 0: 'jane' }]) {
    const { status, body } = await rawAnswer(server, 'ForgotPassword', { ClientId: clientId, Username })
    assert.deepEqual([status, JSON.parse(body).__type], [400, 'SerializationException'])
  }
  assert.deepEqual(await server.inbox(email), [])
})

test('V01: a client that hides users gets the same kind of answer for whoever there is', async (t) => {
  const { sdk, clientId, poolId, user } = await fixture({}, { PreventUserExistenceErrors: 'ENABLED' })
  const email = await user('known')
  const shut = await user('disabled')
  await sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'disabled' }))
  await makeUser(sdk, poolId, 'bare')
  const UserAttributes = [{ Name: 'email', Value: 'early@example.com' }]
  await sdk.send(new SignUpCommand({ ClientId: clientId, Username: 'unconfirmed', Password: PASSWORD, UserAttributes }))
  await sdk.send(new AdminCreateUserCommand({ UserPoolId: poolId, Username: 'invited', MessageAction: 'SUPPRESS' }))
  const answerTo = async (Username: string) => {
    const answer = await rawAnswer(server, 'ForgotPassword', { ClientId: clientId, Username })
    const shape = answer.body.replace(/"Destination":"[a-z]\*{3}@[a-z]\*{3}"/, '"Destination":"?***@?***"')
    return { shape: { ...answer, body: shape }, body: answer.body }
  }
  const reference = await answerTo('unknown')
  assert.equal(
    reference.shape.body,
    '{"CodeDeliveryDetails":{"AttributeName":"email","DeliveryMedium":"EMAIL","Destination":"?***@?***"}}',
  )
  assert.equal((await answerTo('unknown')).body, reference.body, 'the same name has the same answer')
  for (const name of ['known', 'disabled', 'bare', 'unconfirmed', 'invited']) {
    await t.test(name, async () => assert.deepEqual((await answerTo(name)).shape, reference.shape))
  }
  await t.test('the known user alone is sent a code', async () => {
    assert.equal((await server.inbox(email)).length, 1)
    assert.equal((await server.inbox(shut)).length, 0)
    assert.equal((await server.inbox('early@example.com')).length, 1, 'the one of the sign-up')
  })
  await t.test('where users are named by an address, the simulated one is made from it', async () => {
    const named = await fixture({ UsernameAttributes: ['email'] }, { PreventUserExistenceErrors: 'ENABLED' })
    const { CodeDeliveryDetails } = await named.forgot('quentin@somewhere.example')
    assert.equal(CodeDeliveryDetails?.Destination, 'q***@s***')
  })
})
