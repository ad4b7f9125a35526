/**
 * The scenario of the service's own examples, in the order in which their Python and JavaScript call: sign up,
 * confirm, set an app up, sign in with its code, confirm the device, and sign in from it without a code.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/service_code_examples_cognito-identity-provider.html
 */
import assert from 'node:assert/strict'
import { createHmac, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import {
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AssociateSoftwareTokenCommand,
  type CognitoIdentityProviderClient,
  ConfirmDeviceCommand,
  ConfirmSignUpCommand,
  DeleteUserCommand,
  InitiateAuthCommand,
  ListUsersCommand,
  ResendConfirmationCodeCommand,
  RespondToAuthChallengeCommand,
  SetUserPoolMfaConfigCommand,
  SignUpCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { TRACKING } from '../devices.ts'
import { claimsOf, makePool, PASSWORD } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'
import { appCode, wrong } from '../mfa.ts'
import { awsSrp, deviceVerifier } from './pycognito-srp.ts'

const server = useServer()
const EMAIL = 'jane@example.com'

type App = { sdk: CognitoIdentityProviderClient; poolId: string; clientId: string; secret: string | undefined }

/** The pool that the examples come with: an app's code is required, and devices are tracked. */
const makeApp = async (GenerateSecret: boolean): Promise<App> => {
  const sdk = server.client()
  const made = await makePool(
    sdk,
    { ...TRACKING, AutoVerifiedAttributes: ['email'] },
    { GenerateSecret, ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_USER_PASSWORD_AUTH'] },
  )
  const SoftwareTokenMfaConfiguration = { Enabled: true }
  await sdk.send(
    new SetUserPoolMfaConfigCommand({ UserPoolId: made.poolId, MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration }),
  )
  return { sdk, ...made, secret: made.secret }
}

const secretHash = ({ secret, clientId }: App) =>
  secret && createHmac('sha256', secret).update(`jane${clientId}`).digest('base64')

/** What goes into maps of parameters beside the user's name, with a client that has a secret. */
const named = (app: App): Record<string, string> => {
  const hash = secretHash(app)
  return { USERNAME: 'jane', ...(hash && { SECRET_HASH: hash }) }
}

const signUp = async (app: App) => {
  const { sdk, poolId, clientId } = app
  const common = { ClientId: clientId, Username: 'jane', SecretHash: secretHash(app) }
  const UserAttributes = [{ Name: 'email', Value: EMAIL }]
  const { UserConfirmed } = await sdk.send(new SignUpCommand({ ...common, Password: PASSWORD, UserAttributes }))
  assert.equal(UserConfirmed, false)
  const again = new SignUpCommand({ ...common, Password: PASSWORD, UserAttributes })
  await assert.rejects(sdk.send(again), serviceError('UsernameExistsException'))
  const get = new AdminGetUserCommand({ UserPoolId: poolId, Username: 'jane' })
  assert.equal((await sdk.send(get)).UserStatus, 'UNCONFIRMED')
  const { CodeDeliveryDetails } = await sdk.send(new ResendConfirmationCodeCommand(common))
  assert.equal(CodeDeliveryDetails?.DeliveryMedium, 'EMAIL')
  await sdk.send(new ConfirmSignUpCommand({ ...common, ConfirmationCode: await server.code(EMAIL) }))
  assert.equal((await sdk.send(get)).UserStatus, 'CONFIRMED')
  const { Users } = await sdk.send(new ListUsersCommand({ UserPoolId: poolId }))
  assert.equal(Users?.length, 1)
}

const startSignIn = (app: App) =>
  app.sdk.send(
    new AdminInitiateAuthCommand({
      UserPoolId: app.poolId,
      ClientId: app.clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { ...named(app), PASSWORD },
    }),
  )

const code = (secret: string) => appCode(secret, server.ctx.now())

/** The sign-in stops where the app is verified: the examples begin anew, and do not answer MFA_SETUP. */
const setUpApp = async (app: App) => {
  const { ChallengeName, ChallengeParameters, Session } = await startSignIn(app)
  assert.equal(ChallengeName, 'MFA_SETUP')
  assert.match(ChallengeParameters?.MFAS_CAN_SETUP ?? '', /SOFTWARE_TOKEN_MFA/)
  const associated = await app.sdk.send(new AssociateSoftwareTokenCommand({ Session }))
  const { SecretCode = '' } = associated
  const verify = (UserCode: string) =>
    app.sdk.send(new VerifySoftwareTokenCommand({ Session: associated.Session, UserCode }))
  const spent = code(SecretCode)
  const { Status } = await verify(spent)
  assert.equal(Status, 'SUCCESS')
  return { secret: SecretCode, spent }
}

const respondToMfa = (app: App, Session: string | undefined, totp: string) =>
  app.sdk.send(
    new AdminRespondToAuthChallengeCommand({
      UserPoolId: app.poolId,
      ClientId: app.clientId,
      ChallengeName: 'SOFTWARE_TOKEN_MFA',
      Session,
      ChallengeResponses: { ...named(app), SOFTWARE_TOKEN_MFA_CODE: totp },
    }),
  )

const signInWithCode = async (app: App, { secret, spent }: { secret: string; spent: string }) => {
  const { ChallengeName, Session } = await startSignIn(app)
  assert.equal(ChallengeName, 'SOFTWARE_TOKEN_MFA')
  const again = respondToMfa(app, Session, spent)
  await assert.rejects(again, serviceError('ExpiredCodeException', 'Your software token has already been used once.'))
  server.travel(30_000)
  const fresh = code(secret)
  await assert.rejects(respondToMfa(app, Session, wrong(fresh)), serviceError('CodeMismatchException'))
  const { AuthenticationResult } = await respondToMfa(app, Session, fresh)
  return AuthenticationResult ?? {}
}

/** Signs in from a device as the examples do: no Session is sent back, and no challenge but the device's comes. */
const signInFromDevice = async (app: App, device: { key: string; groupKey: string; password: string }) => {
  const { sdk, clientId } = app
  const DEVICE_KEY = device.key
  const AuthParameters = { ...named(app), PASSWORD, DEVICE_KEY }
  const begun = await sdk.send(
    new InitiateAuthCommand({ ClientId: clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }),
  )
  assert.equal(begun.ChallengeName, 'DEVICE_SRP_AUTH')
  const srp = awsSrp('_', device.password)
  const asked = await sdk.send(
    new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName: 'DEVICE_SRP_AUTH',
      ChallengeResponses: { ...named(app), SRP_A: srp.srpA, DEVICE_KEY },
    }),
  )
  assert.equal(asked.ChallengeName, 'DEVICE_PASSWORD_VERIFIER')
  const challenge = { ...asked.ChallengeParameters, USER_ID_FOR_SRP: device.groupKey + device.key }
  const claim = srp.processChallenge(challenge, new Date(server.ctx.now()))
  const { AuthenticationResult } = await sdk.send(
    new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName: 'DEVICE_PASSWORD_VERIFIER',
      ChallengeResponses: { ...claim, ...named(app), DEVICE_KEY },
    }),
  )
  return AuthenticationResult ?? {}
}

for (const withSecret of [false, true]) {
  test(`sign-up with an app and a tracked device, ${withSecret ? 'with' : 'without'} a secret`, async () => {
    const app = await makeApp(withSecret)
    await signUp(app)
    const authenticator = await setUpApp(app)
    const { AccessToken, NewDeviceMetadata } = await signInWithCode(app, authenticator)
    const { DeviceKey = '', DeviceGroupKey = '' } = NewDeviceMetadata ?? {}
    const device = { key: DeviceKey, groupKey: DeviceGroupKey, password: randomBytes(40).toString('base64') }
    const DeviceSecretVerifierConfig = deviceVerifier(device.groupKey, device.key, device.password)
    const { UserConfirmationNecessary } = await app.sdk.send(
      new ConfirmDeviceCommand({ AccessToken, DeviceKey, DeviceSecretVerifierConfig }),
    )
    assert.equal(UserConfirmationNecessary, false)
    for (let round = 0; round < 4; round++) {
      const tokens = await signInFromDevice(app, device)
      assert.equal(claimsOf(tokens.AccessToken ?? '').device_key, DeviceKey)
      assert.equal(tokens.NewDeviceMetadata, undefined)
    }
    await assert.rejects(
      signInFromDevice(app, { ...device, password: 'another' }),
      serviceError('NotAuthorizedException', 'Incorrect username or password.'),
    )
    await app.sdk.send(new DeleteUserCommand({ AccessToken }))
  })
}

test('the same without a device, in the calls of the other languages', async () => {
  const app = await makeApp(false)
  const { sdk, poolId, clientId } = app
  await signUp(app)
  // .NET sets the app up in a sign-in that is not an administrator's.
  const AuthParameters = { ...named(app), PASSWORD }
  const begun = await sdk.send(
    new InitiateAuthCommand({ ClientId: clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }),
  )
  assert.equal(begun.ChallengeName, 'MFA_SETUP')
  const { SecretCode = '', Session } = await sdk.send(new AssociateSoftwareTokenCommand({ Session: begun.Session }))
  await sdk.send(new VerifySoftwareTokenCommand({ Session, UserCode: code(SecretCode) }))
  server.travel(30_000)
  // JavaScript answers by the operation of users what it has begun by that of administrators, and names the pool.
  const asked = await startSignIn(app)
  const answer = {
    ChallengeName: 'SOFTWARE_TOKEN_MFA' as const,
    ChallengeResponses: { SOFTWARE_TOKEN_MFA_CODE: code(SecretCode), USERNAME: 'jane' },
    ClientId: clientId,
    UserPoolId: poolId,
    Session: asked.Session,
  }
  const { AuthenticationResult } = await sdk.send(new RespondToAuthChallengeCommand(answer))
  assert.ok(AuthenticationResult?.AccessToken)
})
