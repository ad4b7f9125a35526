import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { powerOfG } from '../../src/compute/power.ts'
import {
  type Device,
  deviceAttributes,
  deviceIdentity,
  isRemembered,
  parseDeviceVerifier,
  requireTracking,
  sdkOf,
} from '../../src/domain/devices.ts'
import { N, N_BYTES, pad, passwordClaim, privateExponent } from '../../src/domain/srp.ts'
import { unverifiedTexts } from '../../src/domain/unverified-texts.ts'
import { serviceError } from '../harness.ts'

const device: Device = {
  poolId: 'us-west-2_EXAMPLE',
  key: 'us-west-2_a1b2c3d4-5678-90ab-cdef-000000011111',
  sub: 's',
  groupKey: '-GrpKey01',
  name: 'MyDevice',
  status: 'remembered',
  sealedVerifier: 'sealed',
  lastIp: '192.0.2.1',
  sdk: 'aws-sdk',
  createdAt: 0,
  updatedAt: 0,
  lastAuthenticatedAt: 0,
}

test('a device proves itself when it is remembered and has a verifier', () => {
  const rows: [Partial<Device>, boolean][] = [
    [{}, true],
    [{ status: 'not_remembered' }, false],
    [{ sealedVerifier: undefined }, false],
  ]
  for (const [change, expected] of rows) assert.equal(isRemembered({ ...device, ...change }), expected)
})

test('pools track devices as soon as they have a configuration for it', () => {
  requireTracking({ settings: { deviceConfiguration: {} } })
  assert.throws(
    () => requireTracking({ settings: {} }),
    serviceError('InvalidUserPoolConfigurationException', unverifiedTexts.deviceTracking),
  )
})

test('the identity of a device is its group key and key', () => {
  const identity = deviceIdentity({ groupKey: '-GrpKey01', key: 'us-east-1_11111111-2222-3333-4444-555555555555' })
  const salt = Buffer.from('9a1bc2d3e4f5061728394a5b6c7d8e9f', 'hex')
  assert.equal(
    privateExponent(identity, 'ZGV2aWNlLXNlY3JldA==', salt).toString('hex'),
    '9ca0895dce74f3458f3be0c6787e287ea66cc627741b04743d49aabb0dcf1d08',
  )
  const block = Buffer.from(Array.from({ length: 32 }, (_, index) => index))
  const key = Buffer.from('f81f23c75319840adebf66e0ae47a0f5', 'hex')
  assert.equal(
    passwordClaim(key, identity, block, 'Tue Jan 6 03:04:05 UTC 2026').toString('base64'),
    '1MhUCJ4/DxhgRtXD2oa+nJK5WqfP9UqUZCB3L/luVKA=',
  )
})

test('attributes are told in the service’s order', () => {
  const owner = { username: 'diego', region: 'us-west-2', accountId: '123456789012' }
  const expected = [
    ['device_status', 'valid'],
    ['device_name', 'MyDevice'],
    [
      'dev:device_arn',
      'arn:aws:cognito-idp:us-west-2:123456789012:owner/diego.us-west-2_EXAMPLE/device/us-west-2_a1b2c3d4-5678-90ab-cdef-000000011111',
    ],
    ['dev:device_owner', 'diego.us-west-2_EXAMPLE'],
    ['last_ip_used', '192.0.2.1'],
    ['dev:device_remembered_status', 'remembered'],
    ['dev:device_sdk', 'aws-sdk'],
  ]
  assert.deepEqual(deviceAttributes(device, owner), expected)
  assert.deepEqual(
    deviceAttributes({ ...device, name: undefined }, owner),
    expected.filter(([name]) => name !== 'device_name'),
  )
})

test('the SDK of a User-Agent', () => {
  const rows: [string | undefined, string][] = [
    [undefined, 'aws-sdk-unknown-unknown'],
    ['curl/8.1', 'aws-sdk-unknown-unknown'],
    ['aws-sdk-js/3.1169.0 ua/2.1 os/linux#6.1', 'aws-sdk-js-3.1169.0'],
    ['app aws-sdk-go-v2/1.30.1 os/linux', 'aws-sdk-go-v2-1.30.1'],
    [`aws-sdk-${'a'.repeat(100_000)}/1`, 'aws-sdk-unknown-unknown'],
  ]
  for (const [userAgent, expected] of rows) assert.equal(sdkOf(userAgent), expected)
})

describe('a verifier as clients give it', () => {
  const hex = (text: string) => Buffer.from(text, 'hex')
  const base64 = (bytes: Buffer) => bytes.toString('base64')
  const good = { salt: hex('009a1bc2d3e4f5061728394a5b6c7d8e9f'), verifier: pad(powerOfG(hex('1234'.repeat(16)))) }
  const minus = (by: number) => Buffer.concat([N.subarray(0, -1), Buffer.from([0xff - by])])
  const text = { salt: base64(good.salt), verifier: base64(good.verifier) }

  test('is read without sign bytes, the number in its full length', () => {
    const { salt, v } = parseDeviceVerifier(text)
    assert.equal(salt.toString('hex'), '9a1bc2d3e4f5061728394a5b6c7d8e9f')
    assert.ok(v.equals(powerOfG(hex('1234'.repeat(16)))))
    const short = parseDeviceVerifier({ ...text, verifier: base64(hex('0000000002')) })
    assert.equal(short.v.length, N_BYTES)
    assert.equal(short.v.at(-1), 2)
    assert.ok(parseDeviceVerifier({ ...text, verifier: base64(pad(minus(2))) }).v.equals(minus(2)))
  })

  const salts: [string, string | undefined][] = [
    ['none', undefined],
    ['empty', ''],
    ['zero', base64(Buffer.alloc(16))],
    ['negative', base64(hex('9a1bc2d3e4f5061728394a5b6c7d8e9f'))],
    ['of 65 bytes', base64(Buffer.alloc(65, 1))],
    ['no base64', '!!!!'],
    ['in base64url', base64(hex('7bffbe')).replace('+', '-').replace('/', '_')],
    ['without its padding', base64(hex('7b')).replaceAll('=', '')],
    ['of 100 KB', base64(Buffer.alloc(75_000, 1))],
  ]
  for (const [name, salt] of salts) {
    test(`has no salt that is ${name}`, () => {
      const refused = serviceError('InvalidParameterException', unverifiedTexts.deviceSalt)
      assert.throws(() => parseDeviceVerifier({ ...text, salt }), refused)
    })
  }

  const verifiers: [string, string | undefined][] = [
    ['none', undefined],
    ['empty', ''],
    ['zero', base64(Buffer.alloc(N_BYTES))],
    ['one', base64(hex('01'))],
    ['one of full length', base64(Buffer.concat([Buffer.alloc(N_BYTES), hex('01')]))],
    ['N - 1, whose powers are 1 and itself', base64(pad(minus(1)))],
    ['N', base64(pad(N))],
    ['more than N', base64(Buffer.concat([hex('00'), Buffer.alloc(N_BYTES, 0xff)]))],
    ['longer than N', base64(Buffer.alloc(N_BYTES + 1, 1))],
    ['negative', base64(minus(5))],
    ['no base64', 'a b'],
    ['of 100 KB', base64(Buffer.alloc(75_000, 1))],
  ]
  for (const [name, verifier] of verifiers) {
    test(`has no number that is ${name}`, () => {
      const refused = serviceError('InvalidParameterException', unverifiedTexts.deviceVerifier)
      assert.throws(() => parseDeviceVerifier({ ...text, verifier }), refused)
    })
  }
})
