import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { defaultPasswordPolicy } from '../../src/domain/password-policy.ts'
import type { PoolInput } from '../../src/domain/pool-input.ts'
import { replacedMfa } from '../../src/domain/pool-mfa.ts'
import { newPoolSettings, updatedPoolSettings } from '../../src/domain/pool-settings.ts'

const place = { region: 'us-east-1', accountId: '000000000000' }
const sms = { snsCallerArn: 'arn:aws:iam::000000000000:role/sms' }
const lambdaArn = 'arn:aws:lambda:us-east-1:000000000000:function:f'

suite('temporary passwords live for', () => {
  const cases: [name: string, input: PoolInput, days: number][] = [
    ['7 days by default', {}, 7],
    ['what the policy says', { policies: { passwordPolicy: { temporaryPasswordValidityDays: 3 } } }, 3],
    ['7 days where it says 0', { policies: { passwordPolicy: { temporaryPasswordValidityDays: 0 } } }, 7],
    ['what the older name says', { adminCreateUserConfig: { unusedAccountValidityDays: 5 } }, 5],
    ['7 days where that says 0', { adminCreateUserConfig: { unusedAccountValidityDays: 0 } }, 7],
    [
      'what the older name says beside a policy',
      { policies: { passwordPolicy: {} }, adminCreateUserConfig: { unusedAccountValidityDays: 5 } },
      5,
    ],
  ]
  for (const [name, input, days] of cases) {
    test(name, () =>
      assert.equal(newPoolSettings(input, place).policies.passwordPolicy.temporaryPasswordValidityDays, days),
    )
  }

  test('what they did before, through an update that says nothing of it', () => {
    const before = newPoolSettings({ adminCreateUserConfig: { unusedAccountValidityDays: 5 } }, place)
    assert.deepEqual(updatedPoolSettings(before, {}, place).policies.passwordPolicy, {
      ...defaultPasswordPolicy,
      temporaryPasswordValidityDays: 5,
    })
  })
})

suite('the token trigger', () => {
  test('names one function in both places', () => {
    const preTokenGenerationConfig = { lambdaVersion: 'V2_0', lambdaArn } as const
    const both = { preTokenGeneration: lambdaArn, preTokenGenerationConfig }
    assert.deepEqual(newPoolSettings({ lambdaConfig: { preTokenGenerationConfig } }, place).lambdaConfig, both)
    assert.deepEqual(newPoolSettings({ lambdaConfig: { preTokenGeneration: lambdaArn } }, place).lambdaConfig, {
      ...both,
      preTokenGenerationConfig: { lambdaVersion: 'V1_0', lambdaArn },
    })
  })
})

suite('SMS as a factor', () => {
  const created = (input: PoolInput) => newPoolSettings({ smsConfiguration: sms, ...input }, place)
  const app = { mfaConfiguration: 'ON', softwareTokenMfaConfiguration: { enabled: true } } as const

  test('is not one where SMS only verifies numbers', () => assert.equal(created({}).smsMfa, false))

  test('is one where MFA is turned on in a pool without other factors', () => {
    assert.equal(created({ mfaConfiguration: 'ON' }).smsMfa, true)
    assert.equal(updatedPoolSettings(created({}), { mfaConfiguration: 'OPTIONAL' }, place).smsMfa, true)
  })

  test('does not become one by an update of a pool with another factor', () => {
    const before = replacedMfa(created({}), app, place)
    assert.equal(updatedPoolSettings(before, { mfaConfiguration: 'OPTIONAL' }, place).smsMfa, false)
    assert.equal(updatedPoolSettings(before, {}, place).smsMfa, false)
  })

  test('stays one by an update', () => {
    const before = replacedMfa(created({}), { ...app, smsMfaConfiguration: {} }, place)
    assert.equal(updatedPoolSettings(before, { mfaConfiguration: 'ON' }, place).smsMfa, true)
    assert.equal(updatedPoolSettings(before, {}, place).smsMfa, true)
  })

  test('is none where MFA is turned off, as are the others', () => {
    const after = updatedPoolSettings(replacedMfa(created({}), app, place), { mfaConfiguration: 'OFF' }, place)
    assert.deepEqual([after.smsMfa, after.softwareTokenMfaConfiguration], [false, undefined])
  })
})

test('settings have no members that are undefined, so that storage and answers agree', () => {
  const settings = newPoolSettings({}, place)
  for (const value of [settings, updatedPoolSettings(settings, {}, place), replacedMfa(settings, {}, place)]) {
    assert.deepEqual(JSON.parse(JSON.stringify(value)), value)
    assert.ok(!Object.values<unknown>(value).includes(undefined))
  }
})
