import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  type Attempt,
  type Due,
  factorChoices,
  hasPassword,
  nextDue,
  type Proof,
  withProof,
} from '../../src/domain/sign-in.ts'
import { everyMfa, makeAttempt, makePool, makeUser, on, remembered } from './attempt.ts'

const proved = (...proofs: Proof[]) => new Set(proofs)
const first = { status: 'FORCE_CHANGE_PASSWORD' } as const
const sparing = { deviceConfiguration: { challengeRequiredOnNewDevice: true, deviceOnlyRememberedOnUserPrompt: false } }
const asking = { deviceConfiguration: { challengeRequiredOnNewDevice: false, deviceOnlyRememberedOnUserPrompt: false } }
const app = makeUser('pet', on('SOFTWARE_TOKEN_MFA'))
const two = makeUser('pet', on('SMS_MFA', 'SOFTWARE_TOKEN_MFA'))
const optional = makePool(everyMfa('OPTIONAL'))
const required = makePool(everyMfa('ON'))
const choice = { entry: 'choice', offered: ['PASSWORD_SRP', 'PASSWORD', 'EMAIL_OTP'] } as const
const password = { proved: proved('PASSWORD') }

/** What a sign-in owes, or that it owes nothing, or that there is no way on. */
type Owed = Due | 'tokens' | 'error'
type Row = [name: string, attempt: Partial<Attempt>, expected: Owed]

const owed = (changes: Partial<Attempt>): Owed => {
  try {
    return nextDue(makeAttempt(changes)) ?? 'tokens'
  } catch (error) {
    assert.equal((error as Error).name, 'InvalidParameterException')
    return 'error'
  }
}

const table = (name: string, rows: Row[]) =>
  suite(name, () => {
    for (const [what, attempt, expected] of rows) test(what, () => assert.equal(owed(attempt), expected))
  })

table('a password comes first', [
  ['nothing proved', {}, 'PASSWORD_VERIFIER'],
  ['by SRP', { entry: 'srp' }, 'PASSWORD_VERIFIER'],
  ['by an administrator', { entry: 'admin-password' }, 'PASSWORD_VERIFIER'],
  ['proved', password, 'tokens'],
  ['proved by SRP', { entry: 'srp', proved: proved('PASSWORD_VERIFIER') }, 'tokens'],
  ['no other proof stands for it', { proved: proved('EMAIL_OTP', 'SMS_MFA', 'WEB_AUTHN') }, 'PASSWORD_VERIFIER'],
  ['a device alone', { device: remembered, proved: proved('DEVICE_PASSWORD_VERIFIER') }, 'PASSWORD_VERIFIER'],
])

table('then a new one in place of a temporary one', [
  ['before it is proved', { user: makeUser('', {}, first) }, 'PASSWORD_VERIFIER'],
  ['proved', { user: makeUser('', {}, first), ...password }, 'NEW_PASSWORD_REQUIRED'],
  ['before a second factor', { pool: required, user: makeUser('pe', {}, first), ...password }, 'NEW_PASSWORD_REQUIRED'],
  [
    'and a second factor after it',
    { pool: required, user: makeUser('p'), proved: proved('PASSWORD', 'NEW_PASSWORD_REQUIRED') },
    'SMS_MFA',
  ],
])

table('then a second factor', [
  ['the one that is turned on', { pool: optional, user: app, ...password }, 'SOFTWARE_TOKEN_MFA'],
  ['passed', { pool: optional, user: app, proved: proved('PASSWORD', 'SOFTWARE_TOKEN_MFA') }, 'tokens'],
  ['one of two', { pool: optional, user: two, ...password }, 'SELECT_MFA_TYPE'],
  ['the chosen one', { pool: optional, user: two, ...password, chosen: 'SMS_MFA' }, 'SMS_MFA'],
  [
    'one that was chosen and is not a choice any more',
    { pool: optional, user: two, ...password, chosen: 'EMAIL_OTP' },
    'SELECT_MFA_TYPE',
  ],
  ['to be set up', { pool: required, user: makeUser(), ...password }, 'MFA_SETUP'],
  [
    'an app that has shown its code',
    { pool: required, user: app, ...password, setUp: { factor: 'SOFTWARE_TOKEN_MFA', tokenId: '1' } },
    'MFA_SETUP',
  ],
  [
    'an app that is set up',
    {
      pool: required,
      user: app,
      proved: proved('PASSWORD', 'MFA_SETUP'),
      setUp: { factor: 'SOFTWARE_TOKEN_MFA', tokenId: '1' },
    },
    'tokens',
  ],
  [
    'an address that is to prove itself',
    { pool: required, user: makeUser(), ...password, setUp: { factor: 'EMAIL_OTP', address: 'a@example.com' } },
    'EMAIL_OTP',
  ],
  ['none is left', { pool: optional, user: makeUser('', on('SMS_MFA')), ...password }, 'error'],
  ['none in a pool without', { user: app, ...password }, 'tokens'],
])

table('a sign-in by choice', [
  ['chooses', choice, 'SELECT_CHALLENGE'],
  ['has chosen a code', { ...choice, first: 'EMAIL_OTP' }, 'EMAIL_OTP'],
  ['has chosen a password', { ...choice, first: 'PASSWORD' }, 'PASSWORD'],
  ['has chosen SRP', { ...choice, first: 'PASSWORD_SRP' }, 'PASSWORD_SRP'],
  ['has begun SRP', { ...choice, first: 'PASSWORD_SRP', srpA: Buffer.alloc(1) }, 'PASSWORD_VERIFIER'],
  ['has a SECRET_BLOCK', { ...choice, first: 'PASSWORD_SRP', blockId: 'id' }, 'PASSWORD_VERIFIER'],
  ['a SECRET_BLOCK without the choice', { ...choice, blockId: 'id' }, 'SELECT_CHALLENGE'],
  ['a SECRET_BLOCK of another choice', { ...choice, first: 'EMAIL_OTP', blockId: 'id' }, 'EMAIL_OTP'],
  ['what it chose is not offered any more', { ...choice, first: 'SMS_OTP' }, 'SELECT_CHALLENGE'],
  ['a code is enough', { ...choice, first: 'EMAIL_OTP', proved: proved('EMAIL_OTP') }, 'tokens'],
  ['a passkey is enough', { ...choice, proved: proved('WEB_AUTHN') }, 'tokens'],
  ['no second factor follows a code', { ...choice, pool: required, user: app, proved: proved('SMS_OTP') }, 'tokens'],
  ['one follows a password', { ...choice, pool: optional, user: app, ...password }, 'SOFTWARE_TOKEN_MFA'],
  [
    'a second factor is no first one',
    { ...choice, proved: proved('SMS_MFA', 'SOFTWARE_TOKEN_MFA') },
    'SELECT_CHALLENGE',
  ],
  [
    'a new password follows a temporary one',
    { ...choice, user: makeUser('', {}, first), ...password },
    'NEW_PASSWORD_REQUIRED',
  ],
])

const toLevel3 = { ...choice, pool: optional, goal: 'Level3', offered: ['PASSWORD_SRP', 'PASSWORD'] } as const
const byMail = { ...toLevel3, user: makeUser('pe'), demanded: ['EMAIL_OTP'] } as const
const byAny = { ...toLevel3, user: makeUser('pe'), demanded: ['SMS_MFA', 'EMAIL_OTP'] } as const

table('a sign-in that is to reach a level', [
  ['begins with a password', byMail, 'SELECT_CHALLENGE'],
  ['and goes on with the factor', { ...byMail, ...password }, 'EMAIL_OTP'],
  ['one of two', { ...byAny, ...password }, 'SELECT_MFA_TYPE'],
  ['the chosen one', { ...byAny, ...password, chosen: 'SMS_MFA' }, 'SMS_MFA'],
  ['is there', { ...byAny, proved: proved('PASSWORD_VERIFIER', 'SMS_MFA') }, 'tokens'],
  ['a code does not stand for the password before it', { ...byMail, proved: proved('EMAIL_OTP') }, 'SELECT_CHALLENGE'],
  ['but counts once that is there', { ...byMail, proved: proved('EMAIL_OTP', 'PASSWORD') }, 'tokens'],
  ['another factor does not count', { ...byMail, proved: proved('PASSWORD', 'SMS_MFA') }, 'EMAIL_OTP'],
  ['a passkey is enough', { ...byMail, proved: proved('WEB_AUTHN') }, 'tokens'],
  [
    'a remembered device does not stand for the factor',
    { ...byMail, pool: makePool({ ...everyMfa('OPTIONAL'), ...sparing }), ...password, device: remembered },
    'EMAIL_OTP',
  ],
  [
    'an app beside a password that was proved before',
    { ...toLevel3, goal: 'Level4', user: app, demanded: ['SOFTWARE_TOKEN_MFA'], ...password },
    'SOFTWARE_TOKEN_MFA',
  ],
  [
    'what the user turned on, whatever the level',
    { ...choice, pool: optional, goal: 'Level1', user: app, ...password },
    'SOFTWARE_TOKEN_MFA',
  ],
])

const custom = (next?: 'PASSWORD_VERIFIER' | 'CUSTOM_CHALLENGE' | 'tokens') =>
  ({ entry: 'custom', custom: { history: [], next } }) as const

table('a custom sign-in', [
  ['the trigger has the first turn', custom(), 'DEFINE'],
  ['its challenge', custom('CUSTOM_CHALLENGE'), 'CUSTOM_CHALLENGE'],
  ['a password', custom('PASSWORD_VERIFIER'), 'PASSWORD_VERIFIER'],
  ['done', custom('tokens'), 'tokens'],
  ['a second factor after its password', { ...custom(), pool: optional, user: app, ...password }, 'SOFTWARE_TOKEN_MFA'],
  ['none without one', { ...custom('tokens'), pool: optional, user: app }, 'tokens'],
  ['a device comes last', { ...custom('tokens'), pool: makePool(asking), device: remembered }, 'DEVICE_SRP_AUTH'],
  ['not before the trigger is content', { ...custom(), pool: makePool(asking), device: remembered }, 'DEFINE'],
])

const spared = { pool: makePool({ ...everyMfa('OPTIONAL'), ...sparing }), user: app, device: remembered }

table('a remembered device', [
  ['does not stand for a password', spared, 'PASSWORD_VERIFIER'],
  ['stands for a second factor', { ...spared, ...password }, 'DEVICE_SRP_AUTH'],
  ['in two halves', { ...spared, proved: proved('PASSWORD', 'DEVICE_SRP_AUTH') }, 'DEVICE_PASSWORD_VERIFIER'],
  ['proved', { ...spared, proved: proved('PASSWORD', 'DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER') }, 'tokens'],
  [
    'stands for none where the pool does not say so',
    { ...spared, pool: makePool({ ...everyMfa('OPTIONAL'), ...asking }), ...password },
    'SOFTWARE_TOKEN_MFA',
  ],
  [
    'comes after the factor then',
    {
      ...spared,
      pool: makePool({ ...everyMfa('OPTIONAL'), ...asking }),
      proved: proved('PASSWORD', 'SOFTWARE_TOKEN_MFA'),
    },
    'DEVICE_SRP_AUTH',
  ],
  [
    'that is not remembered stands for none',
    { ...spared, ...password, device: { ...remembered, status: 'not_remembered' } },
    'SOFTWARE_TOKEN_MFA',
  ],
  [
    'that cannot prove itself stands for none',
    { ...spared, ...password, device: { ...remembered, sealedVerifier: undefined } },
    'SOFTWARE_TOKEN_MFA',
  ],
])

test('the factors of a choice', () => {
  const choices = (changes: Partial<Attempt>) => factorChoices(makeAttempt(changes))
  assert.deepEqual(choices({ pool: optional, user: two, ...password }), ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'])
  assert.deepEqual(choices({ pool: optional, user: app, ...password }), [])
  assert.deepEqual(choices({ ...byAny, ...password }), ['SMS_MFA', 'EMAIL_OTP'])
})

test('a proof is a round of a custom sign-in, and its trigger has the next turn', () => {
  const before = makeAttempt(custom('PASSWORD_VERIFIER'))
  const after = withProof(before, 'PASSWORD_VERIFIER')
  assert.ok(hasPassword(after) && !hasPassword(before))
  assert.deepEqual(after.custom, { history: [{ challengeName: 'PASSWORD_VERIFIER', challengeResult: true }] })
  const device = withProof(makeAttempt({ ...custom('tokens'), device: remembered }), 'DEVICE_SRP_AUTH')
  assert.equal(device.custom?.next, 'tokens')
})
