import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  AdminDisableUserCommand,
  AdminGetUserCommand,
  type AuthFlowType,
  ChangePasswordCommand,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf, makeClient, makePool, PASSWORD, signIn } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'

const server = useServer()
const invalid = serviceError('NotAuthorizedException', 'Invalid session for the user.')
const noPassword = serviceError(
  'InvalidParameterException',
  "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must not be null",
)

let count = 0
const email = () => `sign-up-${count++}@example.com`

const FLOWS = ['ALLOW_USER_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] as const

/** A pool where a code by e-mail signs users in. */
const passwordlessPool = (pool: Parameters<typeof makePool>[1] = {}, client: Parameters<typeof makePool>[2] = {}) =>
  makePool(
    server.client(),
    {
      AutoVerifiedAttributes: ['email'],
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
      ...pool,
    },
    { ExplicitAuthFlows: [...FLOWS], ...client },
  )

const signUp = async (clientId: string, username: string, address: string, more: object = {}) =>
  server.client().send(
    new SignUpCommand({
      ClientId: clientId,
      Username: username,
      UserAttributes: [{ Name: 'email', Value: address }],
      ...more,
    }),
  )

const confirm = async (clientId: string, username: string, address: string, session: string | undefined) =>
  server.client().send(
    new ConfirmSignUpCommand({
      ClientId: clientId,
      Username: username,
      ConfirmationCode: await server.code(address),
      Session: session,
    }),
  )

const begin = (clientId: string, username: string, session: string | undefined, flow: AuthFlowType = 'USER_AUTH') =>
  server.client().send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: flow,
      AuthParameters: { USERNAME: username },
      Session: session,
    }),
  )

/** A user who has signed up and confirmed it, with the Session that is worth a sign-in. */
const confirmed = async (clientId: string, username: string) => {
  const address = email()
  const { Session } = await signUp(clientId, username, address)
  return (await confirm(clientId, username, address, Session)).Session
}

suite('sign-in right after sign-up', () => {
  test('three Sessions lead from a sign-up without a password to tokens', async () => {
    const { poolId, clientId } = await passwordlessPool()
    const address = email()
    const signedUp = await signUp(clientId, 'jane', address)
    assert.equal(signedUp.UserConfirmed, false)
    const { Session } = await confirm(clientId, 'jane', address, signedUp.Session)
    const { AuthenticationResult, ChallengeName } = await begin(clientId, 'jane', Session)
    assert.equal(ChallengeName, undefined)
    assert.equal(claimsOf(AuthenticationResult?.IdToken ?? '').email_verified, true)
    const { UserStatus } = await server.client().send(new AdminGetUserCommand({ UserPoolId: poolId, Username: 'jane' }))
    assert.equal(UserStatus, 'CONFIRMED')
    await server
      .client()
      .send(new ChangePasswordCommand({ AccessToken: AuthenticationResult?.AccessToken, ProposedPassword: PASSWORD }))
    await signIn(server.client(), clientId, 'jane')
  })

  test('a user with a password has the same way', async () => {
    const { clientId } = await passwordlessPool()
    const address = email()
    const { Session } = await signUp(clientId, 'jane', address, { Password: PASSWORD })
    const next = await confirm(clientId, 'jane', address, Session)
    assert.ok((await begin(clientId, 'jane', next.Session)).AuthenticationResult?.RefreshToken)
  })

  test('no Session where a code cannot sign in', async () => {
    const passwordOnly = await makePool(
      server.client(),
      { AutoVerifiedAttributes: ['email'] },
      { ExplicitAuthFlows: [...FLOWS] },
    )
    assert.equal((await signUp(passwordOnly.clientId, 'jane', email(), { Password: PASSWORD })).Session, undefined)
    const { poolId } = await passwordlessPool()
    const { clientId } = await makeClient(server.client(), poolId, { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] })
    assert.equal((await signUp(clientId, 'jane', email(), { Password: PASSWORD })).Session, undefined)
  })

  test('a client that does not send the Session of the sign-up gets one for the sign-in all the same', async () => {
    const { clientId } = await passwordlessPool()
    const address = email()
    await signUp(clientId, 'jane', address)
    const { Session } = await confirm(clientId, 'jane', address, undefined)
    assert.ok((await begin(clientId, 'jane', Session)).AuthenticationResult)
  })

  test('the Session of a confirmation is used once, also by 20 at a time', async () => {
    const { clientId } = await passwordlessPool()
    const session = await confirmed(clientId, 'jane')
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => begin(clientId, 'jane', session)))
    assert.equal(all.filter(({ status }) => status === 'fulfilled').length, 1)
    await assert.rejects(begin(clientId, 'jane', session), invalid)
  })
})

suite('a Session of a sign-up is no other', () => {
  test('the sign-up without its code', async () => {
    const { clientId } = await passwordlessPool()
    const { Session } = await signUp(clientId, 'jane', email())
    await assert.rejects(begin(clientId, 'jane', Session), invalid)
  })

  test('of another user, client and pool, altered and too old', async () => {
    const { poolId, clientId } = await passwordlessPool()
    const other = await makeClient(server.client(), poolId, { ExplicitAuthFlows: [...FLOWS] })
    const elsewhere = await passwordlessPool()
    await confirmed(clientId, 'john')
    await confirmed(elsewhere.clientId, 'jane')
    const session = (await confirmed(clientId, 'jane')) ?? ''
    await assert.rejects(begin(clientId, 'john', session), invalid)
    await assert.rejects(
      begin(clientId, 'nobody', session),
      serviceError('UserNotFoundException', 'User does not exist.'),
    )
    await assert.rejects(begin(other.clientId, 'jane', session), invalid)
    await assert.rejects(begin(elsewhere.clientId, 'jane', session), invalid)
    await assert.rejects(begin(clientId, 'jane', `${session.slice(0, -8)}AAAAAAAA`), invalid)
    server.travel(3 * 60 * 1000 + 1)
    await assert.rejects(begin(clientId, 'jane', session), invalid)
  })

  test('of another sign-up, for a confirmation', async () => {
    const { clientId } = await passwordlessPool()
    const [first, second] = [email(), email()]
    const { Session } = await signUp(clientId, 'jane', first)
    await signUp(clientId, 'john', second)
    await assert.rejects(confirm(clientId, 'john', second, Session), invalid)
    await confirm(clientId, 'jane', first, Session)
  })

  test('V05: of a user who was disabled meanwhile', async () => {
    const { poolId, clientId } = await passwordlessPool()
    const session = await confirmed(clientId, 'jane')
    await server.client().send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'jane' }))
    await assert.rejects(begin(clientId, 'jane', session), serviceError('NotAuthorizedException', 'User is disabled.'))
  })
})

suite('a sign-up without a password', () => {
  test('needs a pool whose codes sign in', async () => {
    const { clientId } = await makePool(server.client(), { AutoVerifiedAttributes: ['email'] })
    await assert.rejects(signUp(clientId, 'jane', email()), noPassword)
  })

  test('needs a client that takes them', async () => {
    const { clientId } = await passwordlessPool({}, { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] })
    await assert.rejects(signUp(clientId, 'jane', email()), noPassword)
  })

  test('needs an address that the pool verifies', async () => {
    const { clientId } = await passwordlessPool({ AutoVerifiedAttributes: [] })
    await assert.rejects(signUp(clientId, 'jane', email()), noPassword)
  })

  test('leaves no password that could be guessed', async () => {
    const { clientId } = await passwordlessPool()
    await confirmed(clientId, 'jane')
    await assert.rejects(signIn(server.client(), clientId, 'jane', ''), /Missing required parameter PASSWORD/)
    await assert.rejects(
      signIn(server.client(), clientId, 'jane'),
      serviceError('NotAuthorizedException', 'Incorrect username or password.'),
    )
  })
})
