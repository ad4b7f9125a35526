import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import {
  AdminCreateUserCommand,
  AdminSetUserMFAPreferenceCommand,
  type CreateUserPoolClientCommandInput,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { AuthenticationDetails, type CognitoUser, CognitoUserAttribute } from 'amazon-cognito-identity-js'
import { TRACKING } from '../devices.ts'
import { makePool, makeUser, PASSWORD } from '../fixture.ts'
import { customAuthTriggers, makeFunctions } from '../functions.ts'
import { serviceError, useServer } from '../harness.ts'
import { allFactors, factors, makeMfaPool, wrong } from '../mfa.ts'
import { called, makeApp, sessionOf, step, told } from './identity-js.ts'

const functions = makeFunctions()
after(() => functions.remove())
const server = useServer(functions.environment)

const NEW_PASSWORD = 'Battery-staple-7'
const EMAIL = 'jane@example.com'
const PHONE = '+15551234567'
const FLOWS: Partial<CreateUserPoolClientCommandInput> = {
  ExplicitAuthFlows: [
    'ALLOW_USER_SRP_AUTH',
    'ALLOW_USER_PASSWORD_AUTH',
    'ALLOW_CUSTOM_AUTH',
    'ALLOW_REFRESH_TOKEN_AUTH',
  ],
}
const passwordFlows = ['USER_SRP_AUTH', 'USER_PASSWORD_AUTH']

/** Sends a code; of an app if it says so, and else of a text message. */
const sendCode = (user: CognitoUser, code: string, type?: 'SOFTWARE_TOKEN_MFA') =>
  step((callbacks) => user.sendMFACode(code, callbacks, type))

test('sign-up, by a code that is sent again', async () => {
  const sdk = server.client()
  const made = await makePool(sdk, { AutoVerifiedAttributes: ['email'] }, FLOWS)
  const app = makeApp(server.url, made)
  const email = new CognitoUserAttribute({ Name: 'email', Value: EMAIL })
  const signedUp = await called<{ userConfirmed: boolean }>((callback) =>
    app.pool.signUp('jane', PASSWORD, [email], [], callback),
  )
  assert.equal(signedUp.userConfirmed, false)
  const user = app.user('jane')
  await assert.rejects(app.authenticate(user), serviceError('UserNotConfirmedException'))
  await called((callback) => user.resendConfirmationCode(callback))
  const code = await server.code(EMAIL)
  assert.equal(await called((callback) => user.confirmRegistration(code, true, callback)), 'SUCCESS')
  const session = sessionOf(await app.authenticate(user))
  assert.equal(session.getIdToken().payload.email_verified, true)
  assert.equal(app.pool.getCurrentUser()?.getUsername(), 'jane')
})

for (const flow of passwordFlows) {
  test(`${flow}: newPasswordRequired`, async () => {
    const Schema = [{ Name: 'name', AttributeDataType: 'String' as const, Required: true }]
    const sdk = server.client()
    const made = await makePool(sdk, { Schema }, FLOWS)
    const invited = { Username: 'jane', TemporaryPassword: PASSWORD, MessageAction: 'SUPPRESS' as const }
    const UserAttributes = [{ Name: 'email', Value: EMAIL }]
    await sdk.send(new AdminCreateUserCommand({ UserPoolId: made.poolId, ...invited, UserAttributes }))
    const app = makeApp(server.url, made)
    const user = app.user('jane', flow)
    const asked = await app.authenticate(user)
    assert.equal(asked.asks, 'newPasswordRequired')
    assert.deepEqual(asked.given, [{ email: EMAIL, name: '' }, ['name']])
    const complete = (password: string) =>
      step((callbacks) => user.completeNewPasswordChallenge(password, { name: 'Jane' }, callbacks))
    await assert.rejects(complete('short'), serviceError('InvalidPasswordException'))
    const session = sessionOf(await complete(NEW_PASSWORD))
    assert.equal(session.getIdToken().payload.name, 'Jane')
    assert.ok(sessionOf(await app.authenticate(user, NEW_PASSWORD)))
  })

  test(`${flow}: a code of a text message`, async () => {
    const made = await makeMfaPool(server, 'OPTIONAL', factors.sms, undefined, FLOWS)
    await makeUser(made.sdk, made.poolId, 'jane', { phone_number: PHONE })
    const SMSMfaSettings = { Enabled: true, PreferredMfa: true }
    const preference = { UserPoolId: made.poolId, Username: 'jane', SMSMfaSettings }
    await made.sdk.send(new AdminSetUserMFAPreferenceCommand(preference))
    const app = makeApp(server.url, made)
    const user = app.user('jane', flow)
    const asked = await app.authenticate(user)
    assert.equal(asked.asks, 'mfaRequired')
    assert.equal(asked.given[0], 'SMS_MFA')
    const code = await server.code(PHONE)
    await assert.rejects(sendCode(user, wrong(code)), serviceError('CodeMismatchException'))
    assert.ok(sessionOf(await sendCode(user, code)))
  })

  test(`${flow}: an app that is set up in the sign-in`, async () => {
    const made = await makeMfaPool(server, 'ON', factors.totp, undefined, FLOWS)
    await makeUser(made.sdk, made.poolId, 'jane', { email: EMAIL })
    const app = makeApp(server.url, made)
    const user = app.user('jane', flow)
    assert.equal((await app.authenticate(user)).asks, 'mfaSetup')
    const secret = await new Promise<string>((associateSecretCode, onFailure) =>
      user.associateSoftwareToken({ associateSecretCode, onFailure }),
    )
    const verified = step(({ onSuccess, onFailure }) =>
      user.verifySoftwareToken(made.code(secret), 'phone', { onSuccess, onFailure }),
    )
    assert.ok(sessionOf(await verified))
    server.travel(30_000)
    const asked = await app.authenticate(user)
    assert.equal(asked.asks, 'totpRequired')
    assert.deepEqual(asked.given, ['SOFTWARE_TOKEN_MFA', { FRIENDLY_DEVICE_NAME: 'phone', USER_ID_FOR_SRP: 'jane' }])
    assert.ok(sessionOf(await sendCode(user, made.code(secret), 'SOFTWARE_TOKEN_MFA')))
  })
}

test('an app and text messages that a user turns on, and the choice between them', async () => {
  const made = await makeMfaPool(server, 'OPTIONAL', { ...factors.sms, ...factors.totp }, undefined, FLOWS)
  await makeUser(made.sdk, made.poolId, 'jane', { phone_number: PHONE })
  const app = makeApp(server.url, made)
  const user = app.user('jane')
  sessionOf(await app.authenticate(user))
  const secret = await new Promise<string>((associateSecretCode, onFailure) =>
    user.associateSoftwareToken({ associateSecretCode, onFailure }),
  )
  const verify = (code: string) => told((callbacks) => user.verifySoftwareToken(code, 'phone', callbacks))
  await assert.rejects(verify(wrong(made.code(secret))), serviceError('EnableSoftwareTokenMFAException'))
  await verify(made.code(secret))
  const on = { Enabled: true, PreferredMfa: false }
  assert.equal(await called((callback) => user.setUserMfaPreference(on, on, callback)), 'SUCCESS')
  const { UserMFASettingList } = await called<{ UserMFASettingList: string[] }>((callback) =>
    user.getUserData(callback, { bypassCache: true }),
  )
  assert.deepEqual(UserMFASettingList, ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'])

  const choose = async (answer: string) => {
    const asked = await app.authenticate(user)
    assert.equal(asked.asks, 'selectMFAType')
    return step((callbacks) => user.sendMFASelectionAnswer(answer, callbacks))
  }
  server.travel(30_000)
  assert.equal((await choose('SOFTWARE_TOKEN_MFA')).asks, 'totpRequired')
  assert.ok(sessionOf(await sendCode(user, made.code(secret), 'SOFTWARE_TOKEN_MFA')))
  assert.equal((await choose('SMS_MFA')).asks, 'mfaRequired')
  assert.ok(sessionOf(await sendCode(user, await server.code(PHONE))))
})

test('custom challenges, without a password and after one', async () => {
  const sdk = server.client()
  const made = await makePool(sdk, { LambdaConfig: customAuthTriggers }, FLOWS)
  await makeUser(sdk, made.poolId, 'jane')
  const app = makeApp(server.url, made)
  const user = app.user('jane', 'CUSTOM_AUTH')
  const begin = () => step((callbacks) => user.initiateAuth(new AuthenticationDetails({ Username: 'jane' }), callbacks))
  const answer = (text: string) => step((callbacks) => user.sendCustomChallengeAnswer(text, callbacks))
  for (const start of [begin, () => app.authenticate(user)]) {
    const asked = await start()
    assert.equal(asked.asks, 'customChallenge')
    assert.equal((await answer('wrong')).asks, 'customChallenge')
    assert.equal(sessionOf(await answer('right')).getIdToken().payload['cognito:username'], 'jane')
  }
  await begin()
  await answer('wrong')
  await answer('wrong')
  await assert.rejects(answer('wrong'), serviceError('NotAuthorizedException', 'Incorrect username or password.'))
})

for (const flow of passwordFlows) {
  test(`${flow}: a device that is remembered takes the place of the code`, async () => {
    const DeviceConfiguration = { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true }
    const made = await makeMfaPool(server, 'OPTIONAL', factors.totp, { DeviceConfiguration }, FLOWS)
    const app = makeApp(server.url, made)
    const { secret } = await made.withApp('jane')
    const user = app.user('jane', flow)
    const withCode = async () => {
      const asked = await app.authenticate(user)
      assert.equal(asked.asks, 'totpRequired')
      const reached = await sendCode(user, made.code(secret), 'SOFTWARE_TOKEN_MFA')
      server.travel(30_000)
      assert.ok(sessionOf(reached))
      return reached
    }
    // The library has confirmed the device, and the user decides whether it is remembered.
    const first = await withCode()
    assert.equal(first.asks === 'nothing' && first.mustConfirmDevice, true)
    const key = app.deviceKey()
    await withCode()
    assert.equal(await told((callbacks) => user.setDeviceStatusRemembered(callbacks)), 'SUCCESS')
    const session = sessionOf(await app.authenticate(user))
    assert.equal(session.getAccessToken().payload.device_key, key)
    const { Devices } = await told<{ Devices: { DeviceKey: string }[] }>((callbacks) =>
      user.listDevices(10, null, callbacks),
    )
    assert.deepEqual(
      Devices.map(({ DeviceKey }) => DeviceKey),
      [key],
    )
    const { Device } = await told<{ Device: { DeviceKey: string } }>(
      (callbacks) => user.getDevice(callbacks as never), // declared to give a text
    )
    assert.equal(Device.DeviceKey, key)
    assert.equal(await told((callbacks) => user.setDeviceStatusNotRemembered(callbacks)), 'SUCCESS')
    await withCode()
    assert.equal(await told((callbacks) => user.forgetDevice(callbacks)), 'SUCCESS')
    assert.equal(app.deviceKey(), undefined)
    await withCode()
    assert.notEqual(app.deviceKey(), key)
  })
}

test('tokens are refreshed on their device, and end with a global sign-out', async () => {
  const sdk = server.client()
  const made = await makePool(sdk, TRACKING, FLOWS)
  await makeUser(sdk, made.poolId, 'jane')
  const app = makeApp(server.url, made)
  const user = app.user('jane')
  const first = sessionOf(await app.authenticate(user))
  const refresh = () => called<typeof first>((callback) => user.refreshSession(first.getRefreshToken(), callback))
  const second = await refresh()
  assert.notEqual(second.getAccessToken().getJwtToken(), first.getAccessToken().getJwtToken())
  assert.equal(second.getAccessToken().payload.device_key, app.deviceKey())
  const restored = app.pool.getCurrentUser()
  const kept = await called<typeof first>((callback) => restored?.getSession(callback as never)) // declared as a union of callbacks
  assert.equal(kept.isValid(), true)
  assert.equal(await told((callbacks) => user.globalSignOut(callbacks)), 'SUCCESS')
  // Not by the library, which tries again for seconds.
  const AuthParameters = { REFRESH_TOKEN: first.getRefreshToken().getToken(), DEVICE_KEY: app.deviceKey() ?? '' }
  await assert.rejects(
    sdk.send(new InitiateAuthCommand({ ClientId: made.clientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters })),
    serviceError('NotAuthorizedException', 'Refresh Token has been revoked'),
  )
})

test('passwords are changed and forgotten, attributes changed, and the user deleted', async () => {
  const sdk = server.client()
  const made = await makePool(sdk, { AutoVerifiedAttributes: ['email'] }, FLOWS)
  await makeUser(sdk, made.poolId, 'jane', { email: EMAIL, email_verified: 'true' })
  const app = makeApp(server.url, made)
  const user = app.user('jane')
  sessionOf(await app.authenticate(user))
  const change = (old: string) => called((callback) => user.changePassword(old, NEW_PASSWORD, callback))
  await assert.rejects(change('wrong'), serviceError('NotAuthorizedException', 'Incorrect username or password.'))
  assert.equal(await change(PASSWORD), 'SUCCESS')
  await told((callbacks) => user.forgotPassword(callbacks))
  const code = await server.code(EMAIL)
  await told((callbacks) => user.confirmPassword(code, PASSWORD, callbacks))
  sessionOf(await app.authenticate(user))
  const name = { Name: 'name', Value: 'Jane' }
  await called((callback) => user.updateAttributes([name], callback))
  const read = () => called<CognitoUserAttribute[]>((callback) => user.getUserAttributes(callback))
  assert.equal((await read()).find(({ Name }) => Name === 'name')?.Value, 'Jane')
  await called((callback) => user.deleteAttributes(['name'], callback))
  assert.ok(!(await read()).some(({ Name }) => Name === 'name'))
  await told((callbacks) => user.getAttributeVerificationCode('email', callbacks))
  const emailCode = await server.code(EMAIL)
  await told((callbacks) => user.verifyAttribute('email', emailCode, callbacks))
  await called((callback) => user.deleteUser(callback))
  await assert.rejects(app.authenticate(user), serviceError('UserNotFoundException'))
})

test('every factor at once is offered by what the library knows of it', async () => {
  const made = await makeMfaPool(server, 'ON', allFactors, undefined, FLOWS)
  await makeUser(made.sdk, made.poolId, 'jane', { phone_number: PHONE, email: EMAIL })
  const app = makeApp(server.url, made)
  const user = app.user('jane')
  const asked = await app.authenticate(user)
  assert.equal(asked.asks, 'selectMFAType')
  const sent = await step((callbacks) => user.sendMFASelectionAnswer('SMS_MFA', callbacks))
  assert.equal(sent.asks, 'mfaRequired')
  assert.ok(sessionOf(await sendCode(user, await server.code(PHONE))))
})
