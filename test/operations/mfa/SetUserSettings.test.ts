import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GetUserCommand, type MFAOptionType, SetUserSettingsCommand } from '@aws-sdk/client-cognito-identity-provider'
import { makeUser, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { makeMfaPool } from '../../mfa.ts'

const server = useServer()
const sms: MFAOptionType[] = [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' }]

test('turns text messages on, is read back, and off', async () => {
  const { sdk, poolId, clientId, begin } = await makeMfaPool(server, 'OPTIONAL')
  await makeUser(sdk, poolId, 'jane', { phone_number: '+15550001111' })
  const { accessToken: AccessToken } = await signIn(sdk, clientId, 'jane')
  const set = (MFAOptions: MFAOptionType[]) => sdk.send(new SetUserSettingsCommand({ AccessToken, MFAOptions }))
  await set(sms)
  const on = await sdk.send(new GetUserCommand({ AccessToken }))
  assert.deepEqual([on.MFAOptions, on.UserMFASettingList], [sms, ['SMS_MFA']])
  assert.equal((await begin('jane')).ChallengeName, 'SMS_MFA')
  await set([])
  const off = await sdk.send(new GetUserCommand({ AccessToken }))
  assert.deepEqual([off.MFAOptions, off.UserMFASettingList], [undefined, undefined])
  assert.ok((await begin('jane')).AuthenticationResult)
  const attribute = 'Only phone_number attribute is currently supported as a MFA option.'
  const refused: [MFAOptionType, string][] = [
    [{ DeliveryMedium: 'EMAIL', AttributeName: 'email' }, attribute],
    [{ DeliveryMedium: 'EMAIL' }, attribute],
    [{ DeliveryMedium: 'EMAIL', AttributeName: 'phone_number' }, 'MFAOptions takes the DeliveryMedium SMS only.'],
  ]
  for (const [option, message] of refused) {
    await assert.rejects(set([option]), serviceError('InvalidParameterException', message))
  }
})
