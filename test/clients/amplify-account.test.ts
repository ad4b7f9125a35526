import assert from 'node:assert/strict'
import { after, suite, type TestContext, test } from 'node:test'
import {
  autoSignIn,
  confirmResetPassword,
  confirmSignUp,
  confirmUserAttribute,
  deleteUser,
  fetchAuthSession,
  fetchDevices,
  fetchMFAPreference,
  fetchUserAttributes,
  forgetDevice,
  rememberDevice,
  resendSignUpCode,
  resetPassword,
  setUpTOTP,
  type signIn,
  signOut,
  signUp,
  updateMFAPreference,
  updatePassword,
  updateUserAttributes,
  verifyTOTPSetup,
} from 'aws-amplify/auth'
import { TRACKING } from '../devices.ts'
import { makePool, makeUser, PASSWORD } from '../fixture.ts'
import { customAuthTriggers, makeFunctions } from '../functions.ts'
import { serviceError, useServer } from '../harness.ts'
import { allFactors, factors, makeMfaPool, wrong } from '../mfa.ts'
import { answer, begin, expectIn, expectStep, FLOWS, makeApp, passwordless, passwordWays } from './amplify.ts'

const functions = makeFunctions()
after(() => functions.remove())
const server = useServer(functions.environment)

const NEW_PASSWORD = 'Battery-staple-7'
const EMAIL = 'jane@example.com'
const PHONE = '+15551234567'

/**
 * The library waits three minutes for a confirmation, and ignores a second autoSignIn within 300 milliseconds of
 * the first, which are not to keep the tests from their end.
 */
const hurry = (t: TestContext) => {
  const { setTimeout } = globalThis
  t.mock.method(globalThis, 'setTimeout', (work: () => void, milliseconds: number, ...more: []) =>
    setTimeout(work, milliseconds === 300 ? 0 : milliseconds, ...more).unref(),
  )
}

/** The sign-in that follows a sign-up by itself. */
const follow = () => autoSignIn() as ReturnType<typeof signIn> // declared to give anything

test('sign-up, and the sign-in that follows by itself', async (t) => {
  hurry(t)
  const made = await makePool(server.client(), passwordless, FLOWS)
  await makeApp(server.url, made)
  const userAttributes = { email: EMAIL }
  for (const options of Object.values(passwordWays)) {
    const signedUp = await signUp({
      username: 'jane',
      password: PASSWORD,
      options: { userAttributes, autoSignIn: options },
    })
    assert.equal(signedUp.nextStep.signUpStep, 'CONFIRM_SIGN_UP')
    await expectStep(begin({ authFlowType: 'USER_SRP_AUTH' }), 'CONFIRM_SIGN_UP')
    // A sign-in in between ends the one that was to follow.
    const again = await resendSignUpCode({ username: 'jane' })
    assert.equal(again.destination, 'j***@e***')
    const code = { username: 'jane', confirmationCode: await server.code(EMAIL) }
    assert.equal((await confirmSignUp(code)).nextStep.signUpStep, 'DONE')
    await expectStep(begin(options), 'DONE')
    await deleteUser()

    await signUp({ username: 'jane', password: PASSWORD, options: { userAttributes, autoSignIn: options } })
    const confirmed = await confirmSignUp({ username: 'jane', confirmationCode: await server.code(EMAIL) })
    assert.equal(confirmed.nextStep.signUpStep, 'COMPLETE_AUTO_SIGN_IN')
    await expectStep(follow(), 'DONE')
    assert.equal((await fetchUserAttributes()).email_verified, 'true')
    await deleteUser()
  }
})

test('sign-up without a password', async (t) => {
  hurry(t)
  await makeApp(server.url, await makePool(server.client(), passwordless, FLOWS))
  const options = { userAttributes: { email: EMAIL }, autoSignIn: { authFlowType: 'USER_AUTH' as const } }
  await signUp({ username: 'jane', options })
  await confirmSignUp({ username: 'jane', confirmationCode: await server.code(EMAIL) })
  await expectIn(follow())
})

suite('devices', () => {
  const prompted = {
    DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
  }
  for (const way of ['USER_SRP_AUTH', 'USER_PASSWORD_AUTH']) {
    test(`${way}: a device that is remembered takes the place of the code`, async () => {
      const options = passwordWays[way] ?? {}
      const made = await makeMfaPool(server, 'OPTIONAL', factors.totp, prompted, FLOWS)
      const { secret } = await made.withApp('jane')
      const app = await makeApp(server.url, made)
      const withCode = async () => {
        await expectStep(begin(options), 'CONFIRM_SIGN_IN_WITH_TOTP_CODE')
        await expectStep(answer(made.code(secret)), 'DONE')
        server.travel(30_000)
      }
      await withCode()
      const key = app.deviceKey()
      assert.ok(key)
      await rememberDevice()
      assert.deepEqual(
        (await fetchDevices()).map(({ id }) => id),
        [key],
      )
      await signOut()
      await expectStep(begin(options), 'DONE')
      assert.equal((await fetchAuthSession({ forceRefresh: true })).tokens?.accessToken.payload.device_key, key)
      await forgetDevice()
      assert.equal(app.deviceKey(), undefined)
      await signOut()
      await withCode()
      assert.notEqual(app.deviceKey(), key)
      await signOut()
    })
  }

  test('a remembered device after custom challenges', async () => {
    const made = await makePool(server.client(), { ...TRACKING, LambdaConfig: customAuthTriggers }, FLOWS)
    await makeUser(server.client(), made.poolId, 'jane')
    const app = await makeApp(server.url, made)
    for (let round = 0; round < 3; round++) {
      await expectStep(begin({ authFlowType: 'CUSTOM_WITHOUT_SRP' }, ''), 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE')
      await expectStep(answer('right'), 'DONE')
      assert.equal((await fetchAuthSession()).tokens?.accessToken.payload.device_key, app.deviceKey())
      await signOut()
    }
  })
})

test('tokens are refreshed, and end with a global sign-out', async () => {
  for (const rotation of ['DISABLED', 'ENABLED'] as const) {
    const RefreshTokenRotation = { Feature: rotation, RetryGracePeriodSeconds: 0 }
    const flows = FLOWS.ExplicitAuthFlows?.filter((flow) => rotation === 'DISABLED' || !/REFRESH/.test(flow)) ?? []
    const made = await makePool(server.client(), TRACKING, { ExplicitAuthFlows: flows, RefreshTokenRotation })
    await makeUser(server.client(), made.poolId, 'jane')
    await makeApp(server.url, made)
    await expectStep(begin({}), 'DONE')
    const token = async (forceRefresh: boolean) => (await fetchAuthSession({ forceRefresh })).tokens?.accessToken
    const first = await token(false)
    for (let round = 0; round < 3; round++) {
      const next = await token(true)
      assert.notEqual(next?.toString(), first?.toString())
      assert.equal(next?.payload.origin_jti, first?.payload.origin_jti)
    }
    const other = (await token(false))?.toString()
    await signOut({ global: true })
    const answer = await server.post('GetUser', { AccessToken: other })
    assert.equal(((await answer.json()) as { message: string }).message, 'Access Token has been revoked')
  }
})

test('passwords, attributes and second factors are changed', async () => {
  const made = await makeMfaPool(server, 'OPTIONAL', allFactors, { AutoVerifiedAttributes: ['email'] }, FLOWS)
  await makeUser(made.sdk, made.poolId, 'jane', { email: EMAIL, email_verified: 'true', phone_number: PHONE })
  await makeApp(server.url, made)
  const reset = await resetPassword({ username: 'jane' })
  assert.equal(reset.nextStep.resetPasswordStep, 'CONFIRM_RESET_PASSWORD_WITH_CODE')
  const confirmationCode = await server.code(EMAIL)
  await confirmResetPassword({ username: 'jane', confirmationCode, newPassword: NEW_PASSWORD })
  await expectStep(begin({}, NEW_PASSWORD), 'DONE')
  await updatePassword({ oldPassword: NEW_PASSWORD, newPassword: PASSWORD })

  const { email } = await updateUserAttributes({ userAttributes: { email: 'j@example.org', name: 'Jane' } })
  assert.equal(email?.nextStep.updateAttributeStep, 'CONFIRM_ATTRIBUTE_WITH_CODE')
  const mailed = await server.code('j@example.org')
  await confirmUserAttribute({ userAttributeKey: 'email', confirmationCode: mailed })
  assert.deepEqual((await fetchUserAttributes()).email_verified, 'true')

  const { sharedSecret } = await setUpTOTP()
  const code = made.code(sharedSecret)
  await assert.rejects(verifyTOTPSetup({ code: wrong(code) }), serviceError('EnableSoftwareTokenMFAException'))
  await verifyTOTPSetup({ code })
  await updateMFAPreference({ totp: 'ENABLED', sms: 'PREFERRED' })
  assert.deepEqual(await fetchMFAPreference(), { preferred: 'SMS', enabled: ['SMS', 'TOTP'] })
  await updateMFAPreference({ totp: 'PREFERRED', sms: 'DISABLED' })
  assert.deepEqual(await fetchMFAPreference(), { preferred: 'TOTP', enabled: ['TOTP'] })
  await deleteUser()
})
