import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { AdminCreateUserCommand, AdminSetUserMFAPreferenceCommand } from '@aws-sdk/client-cognito-identity-provider'
import {
  confirmSignIn,
  deleteUser,
  fetchMFAPreference,
  fetchUserAttributes,
  getCurrentUser,
  signOut,
} from 'aws-amplify/auth'
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

for (const [way, options] of Object.entries(passwordWays)) {
  suite(way, () => {
    test('a password, and a new one for a temporary one', async () => {
      const Schema = [{ Name: 'name', AttributeDataType: 'String' as const, Required: true }]
      const sdk = server.client()
      const made = await makePool(sdk, { Schema }, FLOWS)
      const invited = { Username: 'jane', TemporaryPassword: PASSWORD, MessageAction: 'SUPPRESS' as const }
      await sdk.send(new AdminCreateUserCommand({ UserPoolId: made.poolId, ...invited }))
      await makeApp(server.url, made)
      await assert.rejects(
        begin(options, 'wrong'),
        serviceError('NotAuthorizedException', 'Incorrect username or password.'),
      )
      const asked = await expectStep(begin(options), 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED')
      assert.deepEqual(asked.missingAttributes, ['name'])
      const userAttributes = { name: 'Jane' }
      await expectStep(confirmSignIn({ challengeResponse: NEW_PASSWORD, options: { userAttributes } }), 'DONE')
      assert.equal((await getCurrentUser()).username, 'jane')
      assert.equal((await fetchUserAttributes()).name, 'Jane')
      await signOut()
      await expectIn(begin(options, NEW_PASSWORD))
    })

    test('a code of an app', async () => {
      const made = await makeMfaPool(server, 'OPTIONAL', factors.totp, undefined, FLOWS)
      const { secret } = await made.withApp('jane')
      await makeApp(server.url, made)
      await expectStep(begin(options), 'CONFIRM_SIGN_IN_WITH_TOTP_CODE')
      const code = made.code(secret)
      await assert.rejects(answer(wrong(code)), serviceError('CodeMismatchException'))
      await expectIn(answer(code))
    })

    test('a code by e-mail and one by text message', async () => {
      const made = await makeMfaPool(server, 'OPTIONAL', allFactors, undefined, FLOWS)
      const addresses = { email: EMAIL, phone_number: PHONE }
      await makeUser(made.sdk, made.poolId, 'jane', addresses)
      await makeApp(server.url, made)
      const prefer = (preference: object) =>
        made.sdk.send(
          new AdminSetUserMFAPreferenceCommand({ UserPoolId: made.poolId, Username: 'jane', ...preference }),
        )
      const preferred = { Enabled: true, PreferredMfa: true }
      await prefer({ EmailMfaSettings: preferred })
      const byMail = await expectStep(begin(options), 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE')
      assert.deepEqual(byMail.codeDeliveryDetails, { deliveryMedium: 'EMAIL', destination: 'j***@e***' })
      const code = await server.code(EMAIL)
      await assert.rejects(answer(wrong(code)), serviceError('CodeMismatchException'))
      await expectIn(answer(code))
      await prefer({ SMSMfaSettings: preferred })
      const byPhone = await expectStep(begin(options), 'CONFIRM_SIGN_IN_WITH_SMS_CODE')
      assert.deepEqual(byPhone.codeDeliveryDetails, { deliveryMedium: 'SMS', destination: '+*******4567' })
      await expectIn(answer(await server.code(PHONE)))
    })

    test('a choice of second factors', async () => {
      const made = await makeMfaPool(server, 'ON', allFactors, undefined, FLOWS)
      await makeUser(made.sdk, made.poolId, 'jane', { email: EMAIL, phone_number: PHONE })
      await makeApp(server.url, made)
      const choices = [
        { choice: 'SMS', step: 'CONFIRM_SIGN_IN_WITH_SMS_CODE', to: PHONE },
        { choice: 'EMAIL', step: 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE', to: EMAIL },
      ] as const
      for (const { choice, step, to } of choices) {
        const asked = await expectStep(begin(options), 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION')
        assert.deepEqual(asked.allowedMFATypes, ['SMS', 'EMAIL'])
        await expectStep(answer(choice), step)
        await expectIn(answer(await server.code(to)))
      }
    })

    test('an app or an address that is set up in the sign-in', async () => {
      const made = await makeMfaPool(server, 'ON', allFactors, undefined, FLOWS)
      await makeApp(server.url, made)
      const choose = async () => {
        const asked = await expectStep(begin(options), 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION')
        assert.deepEqual(asked.allowedMFATypes, ['TOTP', 'EMAIL'])
      }
      await makeUser(made.sdk, made.poolId, 'jane')
      await choose()
      const { totpSetupDetails } = await expectStep(answer('TOTP'), 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP')
      const { sharedSecret } = totpSetupDetails
      await expectStep(answer(made.code(sharedSecret)), 'DONE')
      assert.deepEqual(await fetchMFAPreference(), { preferred: 'TOTP', enabled: ['TOTP'] })
      await deleteUser()

      await makeUser(made.sdk, made.poolId, 'jane')
      await choose()
      await expectStep(answer('EMAIL'), 'CONTINUE_SIGN_IN_WITH_EMAIL_SETUP')
      await expectStep(answer(EMAIL), 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE')
      await expectStep(answer(await server.code(EMAIL)), 'DONE')
      assert.deepEqual((await fetchMFAPreference()).enabled, ['EMAIL'])
      await signOut()
    })
  })
}

suite('USER_AUTH', () => {
  const authFlowType = 'USER_AUTH'
  const codes = [
    { factor: 'EMAIL_OTP', step: 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE', to: EMAIL },
    { factor: 'SMS_OTP', step: 'CONFIRM_SIGN_IN_WITH_SMS_CODE', to: PHONE },
  ] as const
  const makeJane = async () => {
    const made = await makePool(server.client(), passwordless, FLOWS)
    await makeUser(server.client(), made.poolId, 'jane', { email: EMAIL, phone_number: PHONE })
    await makeApp(server.url, made)
  }
  const choose = async () => {
    const asked = await expectStep(begin({ authFlowType }, ''), 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION')
    assert.deepEqual(asked.availableChallenges, ['PASSWORD_SRP', 'PASSWORD', 'EMAIL_OTP', 'SMS_OTP'])
  }

  test('codes alone, preferred and chosen', async () => {
    await makeJane()
    for (const { factor, step, to } of codes) {
      await expectStep(begin({ authFlowType, preferredChallenge: factor }, ''), step)
      const code = await server.code(to)
      assert.match(code, /^\d{8}$/)
      await assert.rejects(answer('12345678' === code ? '12345679' : '12345678'), serviceError('CodeMismatchException'))
      await expectIn(answer(code))
      await choose()
      await expectStep(answer(factor), step)
      await expectIn(answer(await server.code(to)))
    }
  })

  test('a password that is chosen', async () => {
    await makeJane()
    for (const factor of ['PASSWORD', 'PASSWORD_SRP']) {
      await choose()
      await expectStep(answer(factor), 'CONFIRM_SIGN_IN_WITH_PASSWORD')
      await assert.rejects(answer('wrong'), serviceError('NotAuthorizedException'))
      await choose()
      await expectStep(answer(factor), 'CONFIRM_SIGN_IN_WITH_PASSWORD')
      await expectIn(answer(PASSWORD))
    }
  })
})

test('custom challenges, without a password and after one', async () => {
  const made = await makePool(server.client(), { LambdaConfig: customAuthTriggers }, FLOWS)
  await makeUser(server.client(), made.poolId, 'jane')
  await makeApp(server.url, made)
  for (const authFlowType of ['CUSTOM_WITHOUT_SRP', 'CUSTOM_WITH_SRP'] as const) {
    const start = () => begin({ authFlowType }, authFlowType === 'CUSTOM_WITH_SRP' ? PASSWORD : '')
    const asked = await expectStep(start(), 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE')
    assert.match(asked.additionalInfo?.question ?? '', /^Round/)
    await expectStep(answer('wrong'), 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE')
    await expectIn(answer('right'))
  }
})
