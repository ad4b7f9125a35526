/** What PreSignUp and PostConfirmation do to a user. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  type CreateUserPoolCommandInput,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeUser, PASSWORD, signIn } from '../fixture.ts'
import { serviceError } from '../harness.ts'
import { makeTriggerPool, useTriggers } from '../triggers.ts'

const { server, answering } = useTriggers()

const addresses = { email: 'jane@example.com', phone_number: '+15551234567' }
const toList = (attributes: Record<string, string>) =>
  Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }))

const statusOf = async (sdk: CognitoIdentityProviderClient, UserPoolId: string, Username = 'jane') => {
  const { UserStatus, UserAttributes = [] } = await sdk.send(new AdminGetUserCommand({ UserPoolId, Username }))
  const { sub: _, ...attributes } = Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]))
  return { status: UserStatus, attributes }
}

const fixture = async (pool: Partial<CreateUserPoolCommandInput> = {}) => {
  const sdk = server.client()
  const { poolId, clientId } = await makeTriggerPool(sdk, pool)
  return {
    sdk,
    poolId,
    clientId,
    statusOf: (Username?: string) => statusOf(sdk, poolId, Username),
    signUp: (response: Record<string, unknown>, attributes: Record<string, string> = addresses) =>
      answering({ PreSignUp_SignUp: response }, () =>
        sdk.send(
          new SignUpCommand({
            ClientId: clientId,
            Username: 'jane',
            Password: PASSWORD,
            UserAttributes: toList(attributes),
          }),
        ),
      ),
  }
}

describe('PreSignUp', () => {
  const both = { email_verified: 'true', phone_number_verified: 'true' }
  const cases: [what: string, response: Record<string, boolean>, isConfirmed: boolean, verified: object][] = [
    ['says nothing', {}, false, {}],
    ['confirms', { autoConfirmUser: true }, true, {}],
    ['proves the address', { autoVerifyEmail: true }, false, { email_verified: 'true' }],
    ['proves the number', { autoVerifyPhone: true }, false, { phone_number_verified: 'true' }],
    ['does all', { autoConfirmUser: true, autoVerifyEmail: true, autoVerifyPhone: true }, true, both],
  ]
  for (const [what, response, isConfirmed, verified] of cases) {
    test(what, async () => {
      const { sdk, poolId, clientId, signUp, statusOf } = await fixture()
      const { UserConfirmed, CodeDeliveryDetails } = await signUp(response)
      assert.equal(UserConfirmed, isConfirmed)
      assert.equal(CodeDeliveryDetails !== undefined, !isConfirmed)
      assert.deepEqual(await statusOf(), {
        status: isConfirmed ? 'CONFIRMED' : 'UNCONFIRMED',
        attributes: { ...addresses, email_verified: 'false', phone_number_verified: 'false', ...verified },
      })
      const written = (await server.inbox()).filter((message) => message.poolId === poolId)
      assert.equal(written.length, isConfirmed ? 0 : 1)
      if (isConfirmed) assert.ok((await signIn(sdk, clientId, 'jane')).accessToken)
    })
  }

  test('proves no address that is not there, and then nobody has signed up', async () => {
    const { signUp, statusOf } = await fixture()
    const message = 'The user has no phone_number that could be verified.'
    const request = signUp({ autoConfirmUser: true, autoVerifyPhone: true }, { email: 'jane@example.com' })
    await assert.rejects(request, serviceError('InvalidParameterException', message))
    await assert.rejects(statusOf(), serviceError('UserNotFoundException'))
  })

  test('takes an alias from whoever has it', async () => {
    const { sdk, poolId, clientId, signUp, statusOf } = await fixture({ AliasAttributes: ['email'] })
    await makeUser(sdk, poolId, 'john', { email: 'jane@example.com', email_verified: 'true' })
    await signUp({ autoConfirmUser: true, autoVerifyEmail: true }, { email: 'jane@example.com' })
    assert.equal((await statusOf('john')).attributes.email_verified, 'false')
    assert.equal((await statusOf('jane')).attributes.email_verified, 'true')
    const { accessToken } = await signIn(sdk, clientId, 'jane@example.com')
    assert.match(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString(), /"username":"jane"/)
  })

  test('leaves an alias alone that it does not prove', async () => {
    const { sdk, poolId, signUp, statusOf } = await fixture({ AliasAttributes: ['email'] })
    await makeUser(sdk, poolId, 'john', { email: 'jane@example.com', email_verified: 'true' })
    await signUp({ autoConfirmUser: true }, { email: 'jane@example.com' })
    assert.equal((await statusOf('john')).attributes.email_verified, 'true')
  })

  test('has no say in the status of whom an administrator creates, and may refuse them', async () => {
    const { sdk, poolId, statusOf } = await fixture()
    const create = () =>
      sdk.send(new AdminCreateUserCommand({ UserPoolId: poolId, Username: 'jane', UserAttributes: toList(addresses) }))
    const refused = answering({ PreSignUp_AdminCreateUser: { error: 'not Jane' } }, create)
    const message = 'PreSignUp failed with error not Jane.'
    await assert.rejects(refused, serviceError('UserLambdaValidationException', message))
    const all = { autoConfirmUser: true, autoVerifyEmail: true, autoVerifyPhone: true }
    await answering({ PreSignUp_AdminCreateUser: all }, create)
    assert.deepEqual(await statusOf(), { status: 'FORCE_CHANGE_PASSWORD', attributes: addresses })
  })
})

describe('PostConfirmation', () => {
  const error = { PostConfirmation_ConfirmSignUp: { error: 'too late' } }
  const refusal = serviceError('UserLambdaValidationException', 'PostConfirmation failed with error too late.')

  test('undoes no confirmation by a code, which is used up', async () => {
    const { sdk, clientId, signUp, statusOf } = await fixture()
    await signUp({}, { email: 'jane@example.com' })
    const ConfirmationCode = await server.code('jane@example.com')
    const confirm = () => sdk.send(new ConfirmSignUpCommand({ ClientId: clientId, Username: 'jane', ConfirmationCode }))
    await assert.rejects(answering(error, confirm), refusal)
    assert.equal((await statusOf()).status, 'CONFIRMED')
    const message = 'User cannot be confirmed. Current status is CONFIRMED'
    await assert.rejects(confirm(), serviceError('NotAuthorizedException', message))
  })

  test('undoes no confirmation by PreSignUp', async () => {
    const { sdk, clientId, statusOf } = await fixture()
    const input = { ClientId: clientId, Username: 'jane', Password: PASSWORD }
    const answers = { ...error, PreSignUp_SignUp: { autoConfirmUser: true } }
    await assert.rejects(
      answering(answers, () => sdk.send(new SignUpCommand(input))),
      refusal,
    )
    assert.equal((await statusOf()).status, 'CONFIRMED')
  })
})
