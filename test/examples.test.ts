/** The functions of examples/triggers, as a developer runs them. */
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  ConfirmSignUpCommand,
  CreateGroupCommand,
  type ExplicitAuthFlowsType,
  ForgotPasswordCommand,
  GetClientTokenCommand,
  InitiateAuthCommand,
  type LambdaConfigType,
  type PreTokenGenerationLambdaVersionType,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf, makeClient, makePool, makeUser, PASSWORD, signIn } from './fixture.ts'
import { lambdaArn } from './functions.ts'
import { serviceError, useServer } from './harness.ts'
import { createServer, scopes } from './operations/resource-servers/fixture.ts'
import { until } from './until.ts'

const folder = join(import.meta.dirname, '../examples/triggers')
const KEY = '0f'.repeat(32)
/** Functions have the environment of the server. */
Object.assign(process.env, { SENDER_KEY: KEY, INVITATION_KEY: 'a key' })
const server = useServer({ CENOTE_FUNCTIONS: join(folder, 'functions.json'), CENOTE_SENDER_KEY: KEY })

const EMAIL = 'jane@example.com'
const toList = (attributes: Record<string, string>) =>
  Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }))

/** What a function has printed last, once it has. */
const printed = (pattern: RegExp) =>
  until(() => server.log.map((line) => pattern.exec(line)?.[1]).findLast((text) => text !== undefined))

const fixture = async (LambdaConfig: LambdaConfigType, flows: ExplicitAuthFlowsType[] = []) => {
  const sdk = server.client()
  const { poolId, clientId } = await makePool(
    sdk,
    { LambdaConfig, AutoVerifiedAttributes: ['email'] },
    { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', ...flows] },
  )
  return {
    ...{ sdk, poolId, clientId },
    signUp: (attributes: Record<string, string>, validation: Record<string, string> = {}) =>
      sdk.send(
        new SignUpCommand({
          ClientId: clientId,
          Username: 'jane',
          Password: PASSWORD,
          UserAttributes: toList(attributes),
          ValidationData: toList(validation),
        }),
      ),
  }
}

test('the list names every module, and nothing else', () => {
  const list = JSON.parse(readFileSync(join(folder, 'functions.json'), 'utf8')) as Record<string, { module: string }>
  const modules = readdirSync(folder).filter((name) => name.endsWith('.mjs') && name !== 'codes.mjs')
  assert.deepEqual(
    Object.entries(list).sort(),
    modules.map((name) => [name.replace('.mjs', ''), { module: `./${name}` }]).sort(),
  )
  const readme = readFileSync(join(folder, 'README.md'), 'utf8')
  for (const name of modules) assert.ok(readme.includes(`(${name})`), `README.md does not tell of ${name}`)
})

describe('PreSignUp', () => {
  test('refuses throw-away addresses', async () => {
    const { signUp } = await fixture({ PreSignUp: lambdaArn('pre-sign-up') })
    const message = 'PreSignUp failed with error addresses of mailinator.com are not accepted.'
    const request = signUp({ email: 'jane@mailinator.com' })
    await assert.rejects(request, serviceError('UserLambdaValidationException', message))
  })

  test('confirms who has an invitation, and nobody with another’s', async () => {
    const config = { PreSignUp: lambdaArn('pre-sign-up') }
    const invitation = createHmac('sha256', 'a key').update(EMAIL).digest('base64url')
    const invited = await fixture(config)
    assert.equal((await invited.signUp({ email: EMAIL }, { invitation })).UserConfirmed, true)
    for (const [email, given] of [
      ['john@example.com', invitation],
      [EMAIL, 'x'],
    ] as const) {
      const { signUp } = await fixture(config)
      assert.equal((await signUp({ email }, { invitation: given })).UserConfirmed, false)
    }
  })
})

test('PostConfirmation makes an account', async () => {
  const { sdk, clientId, signUp } = await fixture({ PostConfirmation: lambdaArn('post-confirmation') })
  const { UserSub } = await signUp({ email: EMAIL })
  const ConfirmationCode = await server.code(EMAIL)
  await sdk.send(new ConfirmSignUpCommand({ ClientId: clientId, Username: 'jane', ConfirmationCode }))
  assert.equal(await printed(/an account for jane@example\.com \(([0-9a-f-]+)\)/), UserSub)
})

test('PreAuthentication refuses old applications', async () => {
  const { sdk, poolId, clientId } = await fixture({ PreAuthentication: lambdaArn('pre-authentication') })
  await makeUser(sdk, poolId, 'jane')
  const begin = (ClientMetadata?: Record<string, string>) => {
    const AuthParameters = { USERNAME: 'jane', PASSWORD }
    const input = { ClientId: clientId, AuthFlow: 'USER_PASSWORD_AUTH' as const, AuthParameters }
    return sdk.send(new InitiateAuthCommand({ ...input, ...(ClientMetadata && { ClientMetadata }) }))
  }
  const message = 'PreAuthentication failed with error this version is too old, please update.'
  for (const appVersion of ['1', 'none']) {
    await assert.rejects(begin({ appVersion }), serviceError('UserLambdaValidationException', message))
  }
  assert.ok((await begin({ appVersion: '2' })).AuthenticationResult)
  assert.ok((await begin()).AuthenticationResult)
})

test('PostAuthentication tells of a new device', async () => {
  const sdk = server.client()
  const LambdaConfig = { PostAuthentication: lambdaArn('post-authentication') }
  const DeviceConfiguration = { ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: false }
  const { poolId, clientId } = await makePool(sdk, { LambdaConfig, DeviceConfiguration })
  await makeUser(sdk, poolId, 'jane', { email: EMAIL })
  await signIn(sdk, clientId, 'jane')
  assert.equal(await printed(/to jane@example\.com: you have signed in with a (new device)/), 'new device')
})

test('CustomMessage writes in the language of the user', async () => {
  const config = { CustomMessage: lambdaArn('custom-message') }
  const german = await fixture(config)
  await german.signUp({ email: 'hans@example.com', locale: 'de-AT' })
  const [message] = await server.inbox('hans@example.com')
  assert.deepEqual(
    [message?.subject, message?.body],
    ['Ihr Zugang', `<p>Willkommen! Ihr Code ist ${message?.code}.</p>`],
  )
  const UserAttributes = toList({ email: 'grete@example.com', locale: 'de' })
  const user = { UserPoolId: german.poolId, Username: 'grete', UserAttributes, TemporaryPassword: PASSWORD }
  await german.sdk.send(new AdminCreateUserCommand({ ...user, DesiredDeliveryMediums: ['EMAIL'] }))
  const [invitation] = await server.inbox('grete@example.com')
  assert.equal(invitation?.body, `<p>Willkommen, grete! Ihr Passwort für die erste Anmeldung ist ${PASSWORD}.</p>`)
  const english = await fixture(config)
  await english.signUp({ email: 'joan@example.com', locale: 'en' })
  assert.equal((await server.inbox('joan@example.com'))[0]?.subject, 'Your verification code')
})

test('the three of a custom sign-in take a code that is sent once, with three tries', async () => {
  const { sdk, poolId, clientId } = await fixture(
    {
      DefineAuthChallenge: lambdaArn('define-auth-challenge'),
      CreateAuthChallenge: lambdaArn('create-auth-challenge'),
      VerifyAuthChallengeResponse: lambdaArn('verify-auth-challenge-response'),
    },
    ['ALLOW_CUSTOM_AUTH'],
  )
  await makeUser(sdk, poolId, 'jane', { email: EMAIL })
  const begin = async () => {
    const AuthParameters = { USERNAME: 'jane' }
    return sdk.send(new InitiateAuthCommand({ ClientId: clientId, AuthFlow: 'CUSTOM_AUTH', AuthParameters }))
  }
  const answer = (Session: string | undefined, ANSWER: string) =>
    sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId: clientId,
        ChallengeName: 'CUSTOM_CHALLENGE',
        Session,
        ChallengeResponses: { USERNAME: 'jane', ANSWER },
      }),
    )

  const first = await begin()
  assert.deepEqual(first.ChallengeParameters, { medium: 'EMAIL', USERNAME: 'jane' })
  const code = await printed(/the code for jane@example\.com is (\d{6})/)
  const second = await answer(first.Session, 'wrong')
  assert.ok((await answer(second.Session, code)).AuthenticationResult?.AccessToken)
  assert.equal(server.log.filter((line) => line.includes('the code for')).length, 1)

  let { Session } = await begin()
  for (let round = 1; round < 3; round++) Session = (await answer(Session, 'wrong')).Session
  await assert.rejects(answer(Session, 'wrong'), serviceError('NotAuthorizedException'))
})

describe('PreTokenGeneration', () => {
  /** Claims of the ID and access token of jane, who is among the admins. */
  const claims = async (LambdaVersion: PreTokenGenerationLambdaVersionType, name: string) => {
    const config = { PreTokenGenerationConfig: { LambdaVersion, LambdaArn: lambdaArn(name) } }
    const { sdk, poolId, clientId } = await fixture(config)
    await makeUser(sdk, poolId, 'jane', { email: EMAIL, phone_number: '+15551234567' })
    const group = { UserPoolId: poolId, GroupName: 'admins' }
    await sdk.send(new CreateGroupCommand(group))
    await sdk.send(new AdminAddUserToGroupCommand({ ...group, Username: 'jane' }))
    const { idToken, accessToken } = await signIn(sdk, clientId, 'jane')
    return { sdk, poolId, id: claimsOf(idToken), access: claimsOf(accessToken) }
  }

  test('V1_0', async () => {
    const { id, access } = await claims('V1_0', 'pre-token-generation-v1')
    const groups = ['acme:admins']
    assert.deepEqual([id.tenant, id['cognito:groups'], id.phone_number], ['example.com', groups, undefined])
    assert.deepEqual([access.tenant, access['cognito:groups']], [undefined, groups])
  })

  test('V2_0', async () => {
    const { id, access } = await claims('V2_0', 'pre-token-generation-v2')
    assert.deepEqual([id.profile, access.tenant], [{ level: 1, tags: ['new'] }, 'example.com'])
    assert.equal(access.scope, 'aws.cognito.signin.user.admin orders/read orders/write')
  })

  test('V3_0', async () => {
    const { sdk, poolId, access } = await claims('V3_0', 'pre-token-generation-v3')
    assert.deepEqual([access.kind, access.scope], ['human', 'aws.cognito.signin.user.admin'])
    await createServer(sdk, poolId, { Scopes: scopes('read', 'write') })
    const { clientId, secret } = await makeClient(sdk, poolId, {
      GenerateSecret: true,
      ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH' as ExplicitAuthFlowsType], // documented, though the SDK does not know it
      AllowedOAuthScopes: ['api/read', 'api/write'],
    })
    const request = { ClientId: clientId, Secret: secret ?? '', ClientMetadata: { access: 'read' } }
    const { ClientAuthenticationResult } = await sdk.send(new GetClientTokenCommand(request))
    const { kind, scope } = claimsOf(ClientAuthenticationResult?.AccessToken ?? '')
    assert.deepEqual([kind, scope], ['machine', 'api/read'])
  })
})

describe('UserMigration', () => {
  test('brings users over by their password', async () => {
    const { sdk, poolId, clientId } = await fixture({ UserMigration: lambdaArn('user-migration') })
    for (const [name, password] of [
      ['maria', 'Wrong-horse-9'],
      ['john', 'Old-horse-9'],
    ] as const) {
      await assert.rejects(signIn(sdk, clientId, name, password), serviceError('UserNotFoundException'))
    }
    assert.ok((await signIn(sdk, clientId, 'maria', 'Old-horse-9')).accessToken)
    const { UserStatus } = await sdk.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: 'maria' }))
    assert.equal(UserStatus, 'CONFIRMED')
  })

  test('and those who have forgotten it', async () => {
    const { sdk, clientId } = await fixture({ UserMigration: lambdaArn('user-migration') })
    await sdk.send(new ForgotPasswordCommand({ ClientId: clientId, Username: 'maria' }))
    assert.ok(await server.code('maria@example.com'))
  })
})

test('the senders send codes that are good', async () => {
  const { sdk, poolId, clientId, signUp } = await fixture({
    CustomEmailSender: { LambdaVersion: 'V1_0', LambdaArn: lambdaArn('custom-email-sender') },
    CustomSMSSender: { LambdaVersion: 'V1_0', LambdaArn: lambdaArn('custom-sms-sender') },
    KMSKeyID: 'arn:aws:kms:us-east-1:000000000000:key/any',
  })
  await signUp({ email: EMAIL })
  const ConfirmationCode = await printed(/mail to jane@example\.com: Please confirm your address: <b>(\d{6})<\/b>/)
  await sdk.send(new ConfirmSignUpCommand({ ClientId: clientId, Username: 'jane', ConfirmationCode }))
  const UserAttributes = toList({ phone_number: '+15551234567' })
  const user = { UserPoolId: poolId, Username: 'john', UserAttributes, TemporaryPassword: PASSWORD }
  await sdk.send(new AdminCreateUserCommand(user))
  assert.equal(await printed(/text to \+15551234567: Your code is (\S+?)"/), PASSWORD)
})
