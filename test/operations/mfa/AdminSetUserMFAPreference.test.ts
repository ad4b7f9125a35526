import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminGetUserCommand,
  AdminSetUserMFAPreferenceCommand,
  type AdminSetUserMFAPreferenceCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeUser } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { makeMfaPool } from '../../mfa.ts'
import { missing } from '../users/fixture.ts'

const server = useServer()
const set = (input: AdminSetUserMFAPreferenceCommandInput) =>
  server.client().send(new AdminSetUserMFAPreferenceCommand(input))

test('turns factors of a user on and off, also where the pool requires one', async () => {
  const { sdk, poolId } = await makeMfaPool(server, 'ON')
  await makeUser(sdk, poolId, 'jane', { phone_number: '+15550001111' })
  const user = { UserPoolId: poolId, Username: 'jane' }
  await set({ ...user, SMSMfaSettings: { Enabled: true, PreferredMfa: true } })
  const on = await sdk.send(new AdminGetUserCommand(user))
  assert.deepEqual([on.UserMFASettingList, on.PreferredMfaSetting], [['SMS_MFA'], 'SMS_MFA'])
  await set({ ...user, SMSMfaSettings: { Enabled: false } })
  const off = await sdk.send(new AdminGetUserCommand(user))
  assert.deepEqual([off.UserMFASettingList, off.PreferredMfaSetting], [undefined, undefined])
})

test('refusals', async (t) => {
  const { sdk, poolId } = await makeMfaPool(server, 'OPTIONAL')
  await makeUser(sdk, poolId, 'jane')
  const on = { SMSMfaSettings: { Enabled: true } }
  for (const [name, { UserPoolId, ...user }, error, message] of missing(poolId)) {
    const { Username } = { Username: 'jane', ...user }
    await t.test(name, () => assert.rejects(set({ UserPoolId, Username, ...on }), serviceError(error, message)))
  }
  await t.test('no phone number', () =>
    assert.rejects(
      set({ UserPoolId: poolId, Username: 'jane', ...on }),
      serviceError('InvalidParameterException', 'User does not have delivery config set to turn on SMS_MFA'),
    ),
  )
  await t.test('passkeys', () =>
    assert.rejects(
      set({ UserPoolId: poolId, Username: 'jane', WebAuthnMfaSettings: { Enabled: true } }),
      serviceError(
        'InvalidParameterException',
        'Passkeys are not configured as a multi-factor method in the user pool.',
      ),
    ),
  )
})
