import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  GetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { serviceError, useServer } from '../../harness.ts'
import { sms } from './refusals.ts'

const server = useServer()
const create = async (change: Partial<CreateUserPoolCommandInput> = {}) =>
  (await server.client().send(new CreateUserPoolCommand({ PoolName: 'pool', ...change }))).UserPool?.Id ?? ''
const get = async (UserPoolId: string) => {
  const { $metadata: _, ...answer } = await server.client().send(new GetUserPoolMfaConfigCommand({ UserPoolId }))
  return answer
}
const snsSms = { ...sms, SnsRegion: 'us-east-1' }

suite('shows', () => {
  test('the mode alone where nothing is configured', async () =>
    assert.deepEqual(await get(await create()), { MfaConfiguration: 'OFF' }))

  test('no factor where SMS only verifies phone numbers', async () =>
    assert.deepEqual(await get(await create({ SmsConfiguration: sms })), { MfaConfiguration: 'OFF' }))

  test('SMS where MFA was turned on with the pool', async () =>
    assert.deepEqual(
      await get(await create({ MfaConfiguration: 'ON', SmsConfiguration: sms, SmsAuthenticationMessage: 'a {####}' })),
      {
        MfaConfiguration: 'ON',
        SmsMfaConfiguration: { SmsAuthenticationMessage: 'a {####}', SmsConfiguration: snsSms },
      },
    ))

  test('SMS where MFA was turned on by an update, and none where it was turned off', async () => {
    const UserPoolId = await create({ SmsConfiguration: sms })
    await server.client().send(new UpdateUserPoolCommand({ UserPoolId, MfaConfiguration: 'OPTIONAL' }))
    assert.deepEqual(await get(UserPoolId), {
      MfaConfiguration: 'OPTIONAL',
      SmsMfaConfiguration: { SmsConfiguration: snsSms },
    })
    await server.client().send(new UpdateUserPoolCommand({ UserPoolId, MfaConfiguration: 'OFF' }))
    assert.deepEqual(await get(UserPoolId), { MfaConfiguration: 'OFF' })
  })
})

test('refuses a pool that does not exist', () =>
  assert.rejects(
    get('us-east-1_unknown00'),
    serviceError('ResourceNotFoundException', 'User pool us-east-1_unknown00 does not exist.'),
  ))
