/** What CustomMessage does to real messages. The rules are in test/domain/custom-message.test.ts. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  ConfirmSignUpCommand,
  type CreateUserPoolCommandInput,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { PASSWORD } from '../fixture.ts'
import { serviceError } from '../harness.ts'
import { SMS } from '../mfa.ts'
import { type Answers, makeTriggerPool, useTriggers } from '../triggers.ts'

const { server, answering } = useTriggers()

const addresses = [
  { Name: 'email', Value: 'jane@example.com' },
  { Name: 'phone_number', Value: '+15551234567' },
]

const fixture = async (pool: Partial<CreateUserPoolCommandInput> = {}) => {
  const sdk = server.client()
  const { poolId, clientId } = await makeTriggerPool(sdk, pool)
  const signUp = (response: Record<string, unknown>, UserAttributes = addresses.slice(0, 1)) =>
    answering({ CustomMessage_SignUp: response }, () =>
      sdk.send(new SignUpCommand({ ClientId: clientId, Username: 'jane', Password: PASSWORD, UserAttributes })),
    )
  return {
    sdk,
    poolId,
    clientId,
    signUp,
    written: async () => (await server.inbox()).filter((message) => message.poolId === poolId),
    exists: () => sdk.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: 'jane' })),
  }
}

test('an e-mail has the words of the function, with the code and its name where it has put them', async () => {
  const { signUp, written } = await fixture()
  await signUp({
    emailSubject: 'Your code is {####}',
    emailMessage: '<p>Welcome! <b>{####}</b> it is, {username}.</p>',
    smsMessage: 'not sent, and without a code',
  })
  const [message] = await written()
  const { code = '' } = message ?? {}
  assert.match(code ?? '', /^\d{6}$/)
  assert.equal(message?.subject, `Your code is ${code}`)
  assert.equal(message?.body, `<p>Welcome! <b>${code}</b> it is, {username}.</p>`)
})

test('a text message has the words of the function', async () => {
  const { signUp, written } = await fixture({ ...SMS, AutoVerifiedAttributes: ['phone_number'] })
  await signUp({ smsMessage: '{####} is your code', emailMessage: 'not sent, and without a code' }, addresses)
  const [message] = await written()
  assert.deepEqual([message?.medium, message?.body], ['SMS', `${message?.code} is your code`])
})

test('what the function leaves out has the pool’s own words', async () => {
  const { signUp, written } = await fixture({
    VerificationMessageTemplate: { EmailSubject: 'Own subject', EmailMessage: 'Own {####}' },
  })
  await signUp({ emailMessage: 'New {####}' })
  const [message] = await written()
  assert.deepEqual([message?.subject, message?.body], ['Own subject', `New ${message?.code}`])
})

describe('an invitation', () => {
  const invite = async (response: Record<string, unknown>, DesiredDeliveryMediums: ('SMS' | 'EMAIL')[]) => {
    const { sdk, poolId, written, exists } = await fixture()
    const input = { UserPoolId: poolId, Username: 'jane', TemporaryPassword: 'Ab1!<x>&"y', DesiredDeliveryMediums }
    const request = new AdminCreateUserCommand({ ...input, UserAttributes: addresses })
    const outcome = answering({ CustomMessage_AdminCreateUser: response }, () => sdk.send(request))
    return { outcome, written, exists }
  }

  test('has the words of the function, by each medium', async () => {
    const { outcome, written } = await invite(
      { smsMessage: '{username}: {####}', emailMessage: '<i>{username}</i>: {####}', emailSubject: 'For {username}' },
      ['SMS', 'EMAIL'],
    )
    await outcome
    const bodies = (await written()).map(({ medium, subject, body }) => [medium, subject, body]).sort()
    assert.deepEqual(bodies, [
      ['EMAIL', 'For jane', '<i>jane</i>: Ab1!&lt;x&gt;&amp;&quot;y'],
      ['SMS', null, 'jane: Ab1!<x>&"y'],
    ])
  })

  test('that does not say the password, or who is meant, is none, and nobody was created', async () => {
    for (const smsMessage of ['{username}', '{####}']) {
      const { outcome, written, exists } = await invite({ smsMessage }, ['SMS'])
      await assert.rejects(outcome, serviceError('InvalidParameterException', /'smsMessage' failed to satisfy/))
      await assert.rejects(exists(), serviceError('UserNotFoundException'))
      assert.deepEqual(await written(), [])
    }
  })
})

test('words that cannot be sent leave the code valid that was sent before', async () => {
  const { sdk, clientId, signUp, written } = await fixture()
  await signUp({})
  const code = (await written())[0]?.code ?? ''
  const name = { ClientId: clientId, Username: 'jane' }
  const resend = () => sdk.send(new ResendConfirmationCodeCommand(name))
  const answers: Answers = { CustomMessage_ResendCode: { emailMessage: 'no code' } }
  const refusal = serviceError(
    'InvalidParameterException',
    /^1 validation error detected: Value 'no code' at 'emailBody'/,
  )
  await assert.rejects(answering(answers, resend), refusal)
  assert.equal((await written()).length, 1)
  await sdk.send(new ConfirmSignUpCommand({ ...name, ConfirmationCode: code }))
})

test('words that cannot be sent end a sign-in without a challenge', async () => {
  const { sdk, poolId, clientId } = await fixture({
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
  })
  const UserAttributes = [...addresses.slice(0, 1), { Name: 'email_verified', Value: 'true' }]
  const user = { UserPoolId: poolId, Username: 'jane', UserAttributes, MessageAction: 'SUPPRESS' as const }
  await sdk.send(new AdminCreateUserCommand(user))
  const AuthParameters = { USERNAME: 'jane', PREFERRED_CHALLENGE: 'EMAIL_OTP' }
  const begin = () => sdk.send(new InitiateAuthCommand({ ClientId: clientId, AuthFlow: 'USER_AUTH', AuthParameters }))
  const answers: Answers = { CustomMessage_Authentication: { emailMessage: '' } }
  const refusal = serviceError('InvalidParameterException', 'The message is empty.')
  await assert.rejects(answering(answers, begin), refusal)
  assert.equal((await begin()).ChallengeName, 'EMAIL_OTP')
})
