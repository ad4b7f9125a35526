import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminDisableUserCommand,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool, makeUser, PASSWORD } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { rawAnswer } from '../raw-answer.ts'

const server = useServer()

const fixture = async (
  pool: Partial<CreateUserPoolCommandInput> = {},
  client: Partial<CreateUserPoolClientCommandInput> = {},
) => {
  const sdk = server.client()
  const made = await makePool(sdk, { AutoVerifiedAttributes: ['email'], ...pool }, client)
  const signUp = (Username: string, email?: string) => {
    const UserAttributes = email === undefined ? [] : [{ Name: 'email', Value: email }]
    return sdk.send(new SignUpCommand({ ClientId: made.clientId, Username, Password: PASSWORD, UserAttributes }))
  }
  const resend = (Username: string, ClientId = made.clientId) =>
    sdk.send(new ResendConfirmationCodeCommand({ ClientId, Username }))
  return { ...made, sdk, signUp, resend }
}

test('a new code goes to the same address', async () => {
  const { signUp, resend } = await fixture()
  await signUp('jane', 'again@example.com')
  const { $metadata, ...answer } = await resend('jane')
  assert.equal($metadata.httpStatusCode, 200)
  assert.deepEqual(answer, {
    CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***@e***' },
  })
  assert.equal((await server.inbox('again@example.com')).length, 2)
})

test('refusals', async (t) => {
  const plain = await fixture()
  const unverifying = await fixture({ AutoVerifiedAttributes: [] })
  await makeUser(plain.sdk, plain.poolId, 'done')
  await plain.signUp('bare')
  await plain.signUp('disabled', 'disabled@example.com')
  await plain.sdk.send(new AdminDisableUserCommand({ UserPoolId: plain.poolId, Username: 'disabled' }))
  await unverifying.signUp('jane', 'jane@example.com')
  const off = 'Cannot resend codes. Auto verification not turned on.'
  const rows: [string, () => Promise<unknown>, string, string][] = [
    [
      'an unknown client',
      () => plain.resend('done', 'nosuchclient'),
      'ResourceNotFoundException',
      'User pool client nosuchclient does not exist.',
    ],
    [
      'an unknown user',
      () => plain.resend('nobody'),
      'UserNotFoundException',
      'Username/client id combination not found.',
    ],
    ['a user who is confirmed', () => plain.resend('done'), 'InvalidParameterException', 'User is already confirmed.'],
    ['a disabled user', () => plain.resend('disabled'), 'NotAuthorizedException', 'User is disabled.'],
    ['a user without an address', () => plain.resend('bare'), 'InvalidParameterException', off],
    ['a pool that verifies nothing', () => unverifying.resend('jane'), 'InvalidParameterException', off],
  ]
  for (const [name, call, error, message] of rows) {
    await t.test(name, () => assert.rejects(call(), serviceError(error, message)))
  }
})

test('V01: a client that hides users gets the same kind of answer for whoever there is', async (t) => {
  const { sdk, clientId, poolId, signUp } = await fixture({}, { PreventUserExistenceErrors: 'ENABLED' })
  await signUp('waiting', 'waiting@example.com')
  await signUp('bare')
  await signUp('disabled', 'shut@example.com')
  await sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'disabled' }))
  await makeUser(sdk, poolId, 'done', { email: 'done@example.com', email_verified: 'true' })
  const answerTo = async (Username: string) => {
    const answer = await rawAnswer(server, 'ResendConfirmationCode', { ClientId: clientId, Username })
    const shape = answer.body.replace(/"Destination":"[a-z]\*{3}@[a-z]\*{3}"/, '"Destination":"?***@?***"')
    return { shape: { ...answer, body: shape }, body: answer.body }
  }
  const reference = await answerTo('unknown')
  assert.equal(
    reference.shape.body,
    '{"CodeDeliveryDetails":{"AttributeName":"email","DeliveryMedium":"EMAIL","Destination":"?***@?***"}}',
  )
  assert.equal((await answerTo('unknown')).body, reference.body, 'the same name has the same answer')
  for (const name of ['waiting', 'bare', 'disabled', 'done']) {
    await t.test(name, async () => assert.deepEqual((await answerTo(name)).shape, reference.shape))
  }
  await t.test('nobody else is sent anything', async () => {
    assert.equal((await server.inbox('waiting@example.com')).length, 2)
    assert.equal((await server.inbox('shut@example.com')).length, 1)
    assert.equal((await server.inbox('done@example.com')).length, 0)
  })
})
