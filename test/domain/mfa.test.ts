import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { decideMfa, type MfaPool, mfaMediums } from '../../src/domain/mfa.ts'
import { changeFactors, changeLegacySms, type FactorSettings } from '../../src/domain/mfa-preference.ts'
import type { RecoveryMechanism } from '../../src/domain/pool.ts'
import { type MfaFactor, noMfa, type UserMfa } from '../../src/domain/user.ts'

const [SMS, TOTP, EMAIL] = ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'] as const

const pool = (
  mode: MfaPool['mfaConfiguration'],
  offered: MfaFactor[],
  recovery?: RecoveryMechanism['name'],
): MfaPool => ({
  mfaConfiguration: mode,
  smsMfa: offered.includes(SMS),
  ...(offered.includes(TOTP) && { softwareTokenMfaConfiguration: { enabled: true } }),
  ...(offered.includes(EMAIL) && { emailMfaConfiguration: {} }),
  ...(recovery && { accountRecoverySetting: { recoveryMechanisms: [{ priority: 1, name: recovery }] } }),
})

/** `p`: a phone number; `e`: an e-mail address; `t`: a registered app. */
const user = (has: string, mfa: Partial<UserMfa> = {}) => ({
  attributes: new Map([
    ...(has.includes('p') ? [['phone_number', '+15550001111'] as const] : []),
    ...(has.includes('e') ? [['email', 'jane@example.com'] as const] : []),
  ]),
  mfa: { ...noMfa, softwareToken: has.includes('t'), ...mfa },
})

const all: MfaFactor[] = [SMS, TOTP, EMAIL]
const on = (...enabled: MfaFactor[]) => ({ enabled })
const ask = (factor: MfaFactor) => ({ kind: 'ask', factor })
const select = (...factors: MfaFactor[]) => ({ kind: 'select', factors })
const setup = (...factors: MfaFactor[]) => ({ kind: 'setup', factors })
const none = { kind: 'none' }
const error = 'error'

suite('what a right password leads to', () => {
  const rows: [string, MfaPool, ReturnType<typeof user>, object | typeof error][] = [
    ['OFF: nothing', pool('OFF', []), user('pet', on(SMS, TOTP)), none],
    ['OPTIONAL, nothing turned on', pool('OPTIONAL', all), user('pe'), none],
    ['OPTIONAL, an app that is registered and not turned on', pool('OPTIONAL', all), user('pet'), none],
    ['OPTIONAL, one on', pool('OPTIONAL', all), user('pet', on(SMS)), ask(SMS)],
    ['OPTIONAL, two on, none preferred', pool('OPTIONAL', all), user('pet', on(SMS, TOTP)), select(SMS, TOTP)],
    [
      'OPTIONAL, the preferred one',
      pool('OPTIONAL', all),
      user('pet', { ...on(SMS, TOTP, EMAIL), preferred: EMAIL }),
      ask(EMAIL),
    ],
    [
      'OPTIONAL, the preferred one has lost its address',
      pool('OPTIONAL', all),
      user('pt', { ...on(TOTP, EMAIL), preferred: EMAIL }),
      ask(TOTP),
    ],
    [
      'OPTIONAL, the only one has lost its address: no way in without it',
      pool('OPTIONAL', all),
      user('e', on(SMS)),
      error,
    ],
    ['OPTIONAL, the pool gave the only one up', pool('OPTIONAL', [TOTP]), user('p', on(SMS)), none],
    [
      'OPTIONAL, an app works on in a pool that takes no new ones',
      pool('OPTIONAL', [SMS]),
      user('pt', on(TOTP)),
      ask(TOTP),
    ],
    ['OPTIONAL, the app was deleted and the pool takes none', pool('OPTIONAL', [SMS]), user('p', on(TOTP)), none],
    [
      'OPTIONAL, what is turned on may be the way of recovery',
      pool('OPTIONAL', all, 'verified_email'),
      user('e', on(EMAIL)),
      ask(EMAIL),
    ],
    ['ON, one on', pool('ON', all), user('pet', on(EMAIL)), ask(EMAIL)],
    ['ON, two on', pool('ON', all), user('pet', on(SMS, EMAIL)), select(SMS, EMAIL)],
    ['ON, preferred', pool('ON', all), user('pet', { ...on(SMS, TOTP), preferred: TOTP }), ask(TOTP)],
    ['ON, an app alone', pool('ON', all), user('t'), ask(TOTP)],
    ['ON, an app, and an address for recovery', pool('ON', all, 'verified_email'), user('et'), ask(TOTP)],
    ['ON, an app and a phone number', pool('ON', all, 'verified_email'), user('pet'), select(SMS, TOTP)],
    ['ON, an app where the pool takes no new ones', pool('ON', [SMS]), user('t'), ask(TOTP)],
    ['ON, a phone number', pool('ON', [SMS, EMAIL], 'verified_email'), user('pe'), ask(SMS)],
    ['ON, an e-mail address', pool('ON', [SMS, EMAIL], 'verified_phone_number'), user('pe'), ask(EMAIL)],
    ['ON, both, recovery by administrators', pool('ON', [SMS, EMAIL], 'admin_only'), user('pe'), select(SMS, EMAIL)],
    ['ON, both, recovery of old', pool('ON', [SMS, EMAIL]), user('pe'), select(SMS, EMAIL)],
    ['ON, an address for recovery alone, no apps', pool('ON', [SMS, EMAIL], 'verified_email'), user('e'), error],
    ['ON, an address for recovery alone, apps', pool('ON', all, 'verified_email'), user('e'), setup(TOTP)],
    ['ON, an address that the pool does not use, apps', pool('ON', [TOTP]), user('pe'), setup(TOTP)],
    ['ON, an address that the pool does not use, no apps', pool('ON', [SMS]), user('e'), error],
    ['ON, nothing', pool('ON', all), user(''), setup(SMS, TOTP, EMAIL)],
    ['ON, nothing, recovery by e-mail', pool('ON', all, 'verified_email'), user(''), setup(SMS, TOTP)],
    ['ON, nothing, recovery by phone', pool('ON', all, 'verified_phone_number'), user(''), setup(TOTP, EMAIL)],
    ['ON, nothing, the pool has text messages alone', pool('ON', [SMS]), user(''), setup(SMS)],
    ['ON, nothing, and they are for recovery', pool('ON', [SMS], 'verified_phone_number'), user(''), error],
  ]
  for (const [name, settings, who, outcome] of rows) {
    test(name, () => {
      if (outcome === error) assert.throws(() => decideMfa(settings, who), { name: 'InvalidParameterException' })
      else assert.deepEqual(decideMfa(settings, who), outcome)
    })
  }
})

test('the media of second factors, by which nobody recovers', () => {
  for (const [settings, who, mediums] of [
    [pool('OFF', []), user('pe', on(SMS)), []],
    [pool('OPTIONAL', all), user('pet'), []],
    [pool('OPTIONAL', all), user('pet', on(TOTP)), []],
    [pool('OPTIONAL', all), user('pet', on(SMS, TOTP)), ['SMS']],
    [pool('ON', all), user('pet', on(EMAIL)), ['EMAIL']],
    [pool('ON', [SMS], 'verified_email'), user('pe'), ['SMS']],
    [pool('ON', [SMS], 'verified_phone_number'), user('pe'), []],
  ] as const) {
    assert.deepEqual([...mfaMediums(settings, who)], mediums)
  }
})

suite('what a user sets', () => {
  const was = { ...on(SMS, TOTP), preferred: SMS }
  const rows: [string, Partial<UserMfa>, FactorSettings, Partial<UserMfa> | RegExp][] = [
    ['nothing', was, {}, was],
    ['one on', {}, { [SMS]: { enabled: true } }, on(SMS)],
    ['one on and preferred', {}, { [TOTP]: { enabled: true, preferredMfa: true } }, { ...on(TOTP), preferred: TOTP }],
    ['another preferred', was, { [TOTP]: { preferredMfa: true } }, { ...was, preferred: TOTP }],
    ['none preferred', was, { [SMS]: { enabled: true, preferredMfa: false } }, on(SMS, TOTP)],
    ['one off, and its preference', was, { [SMS]: { enabled: false } }, on(TOTP)],
    ['one off that was off', was, { [EMAIL]: { enabled: false } }, was],
    ['two preferred', was, { [SMS]: { preferredMfa: true }, [TOTP]: { preferredMfa: true } }, /one MFA method/],
    ['one preferred that is off', was, { [EMAIL]: { preferredMfa: true } }, /while it is disabled/],
    ['one preferred that goes off', was, { [SMS]: { enabled: false, preferredMfa: true } }, /while it is disabled/],
  ]
  for (const [name, before, settings, after] of rows) {
    test(name, () => {
      const owner = { pool: pool('OPTIONAL', all), user: user('pet', before), byAdmin: false }
      if (after instanceof RegExp) assert.throws(() => changeFactors(owner, settings), after)
      else assert.deepEqual(changeFactors(owner, settings), { ...noMfa, softwareToken: true, ...after })
    })
  }

  for (const [factor, settings, has] of [
    [SMS, pool('OPTIONAL', all), 'et'],
    [SMS, pool('OPTIONAL', [TOTP]), 'pet'],
    [EMAIL, pool('OPTIONAL', all), 'pt'],
    [EMAIL, pool('OPTIONAL', [TOTP]), 'pet'],
    [TOTP, pool('OPTIONAL', all), 'pe'],
  ] as const) {
    test(`${factor} is not for a user with ${has} here`, () => {
      const owner = { pool: settings, user: user(has), byAdmin: true }
      assert.throws(() => changeFactors(owner, { [factor]: { enabled: true } }), {
        name: 'InvalidParameterException',
        message: `User does not have delivery config set to turn on ${factor}`,
      })
    })
  }

  test('only an administrator turns a factor off that the pool requires', () => {
    const owner = { pool: pool('ON', all), user: user('p', on(SMS)), byAdmin: false }
    const off = { [SMS]: { enabled: false } }
    assert.throws(() => changeFactors(owner, off), { name: 'InvalidParameterException' })
    assert.deepEqual(changeFactors({ ...owner, byAdmin: true }, off), noMfa)
  })

  test('the older setting turns text messages on and off', () => {
    const owner = { pool: pool('OPTIONAL', all), user: user('p'), byAdmin: false }
    const after = changeLegacySms(owner, true)
    assert.deepEqual(after, { ...noMfa, ...on(SMS), legacySms: true })
    assert.deepEqual(changeLegacySms({ ...owner, user: user('p', after) }, false), noMfa)
    assert.throws(() => changeLegacySms({ ...owner, user: user('e') }, true), { name: 'InvalidParameterException' })
  })
})
