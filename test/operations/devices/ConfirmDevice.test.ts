import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminGetDeviceCommand,
  ConfirmDeviceCommand,
  type ConfirmDeviceCommandInput,
  ForgetDeviceCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { unverifiedTexts } from '../../../src/domain/unverified-texts.ts'
import { makeDevicePool, newDevice, TRACKING, verifierOf } from '../../devices.ts'
import { claimsOf } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { attributesOf, type Refusal, UNKNOWN } from './fixture.ts'

const server = useServer()

/** A user who was told of a device. */
const makeHolder = async (pool = TRACKING) => {
  const made = await makeDevicePool(server, pool)
  const { AccessToken, NewDeviceMetadata = {} } = await made.makeOwner('jane')
  const { DeviceKey } = NewDeviceMetadata
  const confirm = (change: Partial<ConfirmDeviceCommandInput> = {}) =>
    made.sdk.send(new ConfirmDeviceCommand({ AccessToken, DeviceKey, ...change }))
  const read = async () => {
    const { Device } = await made.sdk.send(
      new AdminGetDeviceCommand({ UserPoolId: made.poolId, Username: 'jane', DeviceKey }),
    )
    return Device
  }
  return { ...made, AccessToken, NewDeviceMetadata, DeviceKey, confirm, read }
}

test('a sign-in tells of a device, which its token confirms', async () => {
  const { AccessToken = '', NewDeviceMetadata, DeviceKey, confirm, read } = await makeHolder()
  assert.match(DeviceKey ?? '', /^us-east-1_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  assert.match(NewDeviceMetadata.DeviceGroupKey ?? '', /^-[\w-]{8}$/)
  assert.equal(claimsOf(AccessToken).device_key, DeviceKey)
  const DeviceSecretVerifierConfig = verifierOf(newDevice(NewDeviceMetadata))
  const { $metadata, ...answer } = await confirm({ DeviceSecretVerifierConfig, DeviceName: 'My phone' })
  assert.deepEqual(answer, { UserConfirmationNecessary: false })
  const device = await read()
  assert.equal(attributesOf(device).device_name, 'My phone')
  assert.equal(attributesOf(device)['dev:device_remembered_status'], 'remembered')
  assert.match(attributesOf(device)['dev:device_sdk'] ?? '', /^aws-sdk-js-3\./)
})

test('a pool whose users are asked remembers none by itself', async () => {
  const { confirm, read } = await makeHolder({ DeviceConfiguration: { DeviceOnlyRememberedOnUserPrompt: true } })
  assert.equal((await confirm()).UserConfirmationNecessary, true)
  assert.equal(attributesOf(await read())['dev:device_remembered_status'], 'not_remembered')
})

test('a device needs neither name nor verifier', async () => {
  const { confirm, read } = await makeHolder()
  await confirm()
  assert.equal('device_name' in attributesOf(await read()), false)
})

test('refusals', async (t) => {
  const { NewDeviceMetadata, confirm } = await makeHolder()
  const other = await makeHolder()
  const untracked = await makeHolder({})
  const good = verifierOf(newDevice(NewDeviceMetadata))
  const invalidKey = ['InvalidParameterException', 'Invalid device key given.'] as const
  const rows: Refusal<ConfirmDeviceCommandInput>[] = [
    ['a key that nobody was told', { DeviceKey: UNKNOWN }, ...invalidKey],
    ['the key of another sign-in', { DeviceKey: other.DeviceKey }, ...invalidKey],
    [
      'a pool that tracks no devices',
      { AccessToken: untracked.AccessToken },
      'InvalidUserPoolConfigurationException',
      unverifiedTexts.deviceTracking,
    ],
    [
      'a salt without its sign byte',
      { DeviceSecretVerifierConfig: { ...good, Salt: Buffer.alloc(16, 0x9a).toString('base64') } },
      'InvalidParameterException',
      unverifiedTexts.deviceSalt,
    ],
    [
      'a verifier without its sign byte',
      { DeviceSecretVerifierConfig: { ...good, PasswordVerifier: Buffer.alloc(384, 0x9a).toString('base64') } },
      'InvalidParameterException',
      unverifiedTexts.deviceVerifier,
    ],
    [
      'half a verifier',
      { DeviceSecretVerifierConfig: { Salt: good.Salt } },
      'InvalidParameterException',
      unverifiedTexts.deviceVerifier,
    ],
    [
      'a name of 1025 characters',
      { DeviceName: 'x'.repeat(1025) },
      'InvalidParameterException',
      `1 validation error detected: Value '${'x'.repeat(1025)}' at 'deviceName' failed to satisfy constraint: Member must have length less than or equal to 1024`,
    ],
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () => assert.rejects(confirm(change), serviceError(error, message)))
  }
  await t.test('a device that is confirmed', async () => {
    await confirm({ DeviceSecretVerifierConfig: good })
    await assert.rejects(confirm(), serviceError('DeviceKeyExistsException', unverifiedTexts.deviceKeyExists))
  })
  await t.test('V47: a device that was forgotten does not come back', async () => {
    await other.confirm()
    await other.sdk.send(new ForgetDeviceCommand({ AccessToken: other.AccessToken, DeviceKey: other.DeviceKey }))
    await assert.rejects(other.confirm(), serviceError(...invalidKey))
  })
  await t.test('of 20 parallel confirmations one succeeds', async () => {
    const racing = await makeHolder()
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => racing.confirm()))
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
  })
})
