import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  GetUserCommand,
  SetUserMFAPreferenceCommand,
  type SetUserMFAPreferenceCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeUser, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { makeMfaPool } from '../../mfa.ts'

const server = useServer()
type Settings = Omit<SetUserMFAPreferenceCommandInput, 'AccessToken'>

const fixture = async (attributes: Record<string, string>) => {
  const pool = await makeMfaPool(server, 'OPTIONAL')
  await makeUser(pool.sdk, pool.poolId, 'jane', attributes)
  const { accessToken: AccessToken } = await signIn(pool.sdk, pool.clientId, 'jane')
  const set = (settings: Settings) => pool.sdk.send(new SetUserMFAPreferenceCommand({ AccessToken, ...settings }))
  const read = async () => {
    const { UserMFASettingList, PreferredMfaSetting } = await pool.sdk.send(new GetUserCommand({ AccessToken }))
    return [UserMFASettingList, PreferredMfaSetting]
  }
  return { ...pool, AccessToken, set, read }
}

const both = { phone_number: '+15550001111', email: 'jane@example.com' }

test('turns factors on and off, and one is preferred', async () => {
  const { set, read, registerApp, AccessToken } = await fixture(both)
  assert.deepEqual(await read(), [undefined, undefined])
  await set({ SMSMfaSettings: { Enabled: true, PreferredMfa: true } })
  assert.deepEqual(await read(), [['SMS_MFA'], 'SMS_MFA'])
  await registerApp(AccessToken)
  await set({ SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true }, EmailMfaSettings: { Enabled: true } })
  assert.deepEqual(await read(), [['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'], 'SOFTWARE_TOKEN_MFA'])
  await set({ SoftwareTokenMfaSettings: { Enabled: false, PreferredMfa: false } })
  assert.deepEqual(await read(), [['SMS_MFA', 'EMAIL_OTP'], undefined])
})

test('parallel settings of different factors all hold', async () => {
  const { set, read } = await fixture(both)
  await Promise.all([
    set({ SMSMfaSettings: { Enabled: true } }),
    set({ EmailMfaSettings: { Enabled: true, PreferredMfa: true } }),
  ])
  assert.deepEqual(await read(), [['SMS_MFA', 'EMAIL_OTP'], 'EMAIL_OTP'])
})

test('refusals change nothing', async (t) => {
  const { set, read } = await fixture({ phone_number: '+15550001111' })
  await set({ SMSMfaSettings: { Enabled: true } })
  const invalid = 'InvalidParameterException'
  const noConfig = (name: string) => `User does not have delivery config set to turn on ${name}`
  const rows: [string, Settings, string, string | undefined][] = [
    [
      'an app that is not there',
      { SoftwareTokenMfaSettings: { Enabled: true } },
      invalid,
      noConfig('SOFTWARE_TOKEN_MFA'),
    ],
    ['e-mail without an address', { EmailMfaSettings: { Enabled: true } }, invalid, noConfig('EMAIL_OTP')],
    ['a preferred one that is off', { EmailMfaSettings: { PreferredMfa: true } }, invalid, undefined],
    [
      'passkeys',
      { WebAuthnMfaSettings: { Enabled: true } },
      invalid,
      'Passkeys are not configured as a multi-factor method in the user pool.',
    ],
  ]
  for (const [name, settings, error, message] of rows) {
    await t.test(name, () => assert.rejects(set(settings), serviceError(error, message)))
  }
  assert.deepEqual(await read(), [['SMS_MFA'], undefined])
})

test('in a pool that requires MFA a user turns none off', async () => {
  const { set, read, configure } = await fixture(both)
  await set({ SMSMfaSettings: { Enabled: true } })
  await configure('ON')
  await assert.rejects(set({ SMSMfaSettings: { Enabled: false } }), serviceError('InvalidParameterException'))
  await set({ SMSMfaSettings: { Enabled: true, PreferredMfa: true }, EmailMfaSettings: { Enabled: false } })
  assert.deepEqual(await read(), [['SMS_MFA'], 'SMS_MFA'])
})
