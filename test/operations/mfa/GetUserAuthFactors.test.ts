import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GetUserAuthFactorsCommand, SetUserMFAPreferenceCommand } from '@aws-sdk/client-cognito-identity-provider'
import { makeUser, signIn } from '../../fixture.ts'
import { useServer } from '../../harness.ts'
import { makeMfaPool } from '../../mfa.ts'

const server = useServer()

test('tells the factors that the user has, whatever the pool allows', async () => {
  const { sdk, poolId, clientId, withApp } = await makeMfaPool(server, 'OPTIONAL')
  const get = async (AccessToken: string) => {
    const { $metadata: _, ...answer } = await sdk.send(new GetUserAuthFactorsCommand({ AccessToken }))
    return answer
  }
  await makeUser(sdk, poolId, 'john', {
    email: 'john@example.com',
    phone_number: '+15550001111',
    phone_number_verified: 'true',
  })
  const { accessToken: john } = await signIn(sdk, clientId, 'john')
  assert.deepEqual(await get(john), { Username: 'john', ConfiguredUserAuthFactors: ['PASSWORD', 'SMS_OTP'] })
  const { accessToken: jane } = await withApp('jane', { email: 'jane@example.com', email_verified: 'true' })
  const ConfiguredUserAuthFactors = ['PASSWORD', 'EMAIL_OTP', 'SOFTWARE_TOKEN']
  assert.deepEqual(await get(jane), {
    Username: 'jane',
    UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
    ConfiguredUserAuthFactors,
  })
  const SoftwareTokenMfaSettings = { Enabled: false }
  await sdk.send(new SetUserMFAPreferenceCommand({ AccessToken: jane, SoftwareTokenMfaSettings }))
  assert.deepEqual(await get(jane), { Username: 'jane', ConfiguredUserAuthFactors })
})
