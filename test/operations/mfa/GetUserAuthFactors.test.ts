import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GetUserAuthFactorsCommand } from '@aws-sdk/client-cognito-identity-provider'
import { makeUser, signIn } from '../../fixture.ts'
import { useServer } from '../../harness.ts'
import { makeMfaPool } from '../../mfa.ts'

const server = useServer()

test('tells the factors that the pool allows and the user has', async () => {
  const { sdk, poolId, clientId, withApp } = await makeMfaPool(server, 'OPTIONAL', undefined, {
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'] } },
    AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] },
    SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' },
  })
  const get = async (AccessToken: string) => {
    const { $metadata: _, ...answer } = await sdk.send(new GetUserAuthFactorsCommand({ AccessToken }))
    return answer
  }
  await makeUser(sdk, poolId, 'john', { phone_number: '+15550001111' })
  const { accessToken: john } = await signIn(sdk, clientId, 'john')
  assert.deepEqual(await get(john), { Username: 'john', ConfiguredUserAuthFactors: ['PASSWORD', 'SMS_OTP'] })
  const { accessToken: jane } = await withApp('jane', { email: 'jane@example.com' })
  assert.deepEqual(await get(jane), {
    Username: 'jane',
    UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
    ConfiguredUserAuthFactors: ['PASSWORD', 'EMAIL_OTP'],
  })
})
