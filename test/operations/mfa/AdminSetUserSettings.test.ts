import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminGetUserCommand,
  AdminSetUserSettingsCommand,
  type MFAOptionType,
} from '@aws-sdk/client-cognito-identity-provider'
import { makeUser } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { makeMfaPool } from '../../mfa.ts'
import { missing } from '../users/fixture.ts'

const server = useServer()
const sms: MFAOptionType[] = [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' }]
const set = (UserPoolId: string, Username: string, MFAOptions = sms) =>
  server.client().send(new AdminSetUserSettingsCommand({ UserPoolId, Username, MFAOptions }))

test('turns text messages on for a user, is read back, and off', async () => {
  const { sdk, poolId } = await makeMfaPool(server, 'OPTIONAL')
  await makeUser(sdk, poolId, 'jane', { phone_number: '+15550001111' })
  const get = () => sdk.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: 'jane' }))
  await set(poolId, 'jane')
  assert.deepEqual((await get()).MFAOptions, sms)
  await set(poolId, 'jane', [])
  assert.equal((await get()).MFAOptions, undefined)
})

test('refusals', async (t) => {
  const { sdk, poolId } = await makeMfaPool(server, 'OPTIONAL')
  await makeUser(sdk, poolId, 'jane')
  for (const [name, { UserPoolId, ...user }, error, message] of missing(poolId)) {
    const { Username } = { Username: 'jane', ...user }
    await t.test(name, () => assert.rejects(set(UserPoolId, Username), serviceError(error, message)))
  }
  await t.test('no phone number', () => assert.rejects(set(poolId, 'jane'), serviceError('InvalidParameterException')))
})
