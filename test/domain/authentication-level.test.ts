import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  acrOf,
  creditFor,
  type Level,
  levelOf,
  methodsOf,
  type Plan,
  planFor,
  reaches,
  wantedLevels,
} from '../../src/domain/authentication-level.ts'
import type { PoolSettings } from '../../src/domain/pool.ts'
import type { FirstChallenge, Proof } from '../../src/domain/sign-in.ts'
import type { User } from '../../src/domain/user.ts'
import { everyMfa, makePool, makeUser, on } from './attempt.ts'

suite('the methods that proofs are, and the level that they reach', () => {
  const rows: [Proof[], 'swk' | 'hwk' | undefined, string[], Level | undefined][] = [
    [[], undefined, [], undefined],
    [['PASSWORD'], undefined, ['pwd'], 'Level1'],
    [['PASSWORD_VERIFIER'], undefined, ['pwd'], 'Level1'],
    [['PASSWORD', 'NEW_PASSWORD_REQUIRED'], undefined, ['pwd'], 'Level1'],
    [['PASSWORD', 'DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER'], undefined, ['pwd'], 'Level1'],
    [['EMAIL_OTP'], undefined, ['email_otp'], 'Level2'],
    [['SMS_OTP'], undefined, ['sms'], 'Level2'],
    [['WEB_AUTHN'], 'swk', ['swk'], 'Level3'],
    [['WEB_AUTHN'], 'hwk', ['hwk'], 'Level3'],
    [['PASSWORD', 'SMS_MFA'], undefined, ['pwd', 'sms', 'mfa'], 'Level3'],
    [['PASSWORD', 'EMAIL_OTP'], undefined, ['pwd', 'email_otp', 'mfa'], 'Level3'],
    [['PASSWORD', 'SOFTWARE_TOKEN_MFA'], undefined, ['pwd', 'otp', 'mfa'], 'Level4'],
    [['SOFTWARE_TOKEN_MFA', 'PASSWORD_VERIFIER'], undefined, ['pwd', 'otp', 'mfa'], 'Level4'],
    [['PASSWORD', 'MFA_SETUP'], undefined, ['pwd', 'otp', 'mfa'], 'Level4'],
    [['SOFTWARE_TOKEN_MFA'], undefined, ['otp'], undefined],
    [['CUSTOM_CHALLENGE'], undefined, [], undefined],
  ]
  for (const [proofs, passkeyKind, methods, level] of rows) {
    test(proofs.join(' and ') || 'nothing', () => {
      const found = methodsOf({ proved: new Set(proofs), passkeyKind })
      assert.deepEqual(found, methods)
      assert.equal(levelOf(found), level)
    })
  }
})

test('a higher level is enough for a lower one', () => {
  const all: Level[] = ['Level1', 'Level2', 'Level3', 'Level4']
  const rows: [string[], number][] = [
    [[], 0],
    [['fed'], 0],
    [['pwd'], 1],
    [['sms'], 2],
    [['swk'], 3],
    [['pwd', 'otp', 'mfa'], 4],
  ]
  for (const [methods, highest] of rows) {
    assert.deepEqual(
      all.map((level) => reaches(methods, level)),
      all.map((_, index) => index < highest),
      methods.join(),
    )
  }
})

suite('the levels that a list names', () => {
  const own = makePool({ acrConfiguration: { Level2: 'gold', Level4: 'diamond' } })
  const rows: [string, PoolSettings['acrConfiguration'], string, Level[]][] = [
    ['one', undefined, 'urn:cognito:loa:3', ['Level3']],
    ['several, in their order', undefined, 'urn:cognito:loa:4 urn:cognito:loa:1', ['Level4', 'Level1']],
    ['unknown ones are left out', undefined, 'x urn:cognito:loa:2 urn:cognito:loa:5', ['Level2']],
    ['none', undefined, 'urn:cognito:loa:0', []],
    ['blanks', undefined, '   ', []],
    ['another case', undefined, 'URN:COGNITO:LOA:1', []],
    ['the names of the pool', own.settings.acrConfiguration, 'diamond gold', ['Level4', 'Level2']],
    ['beside the default ones', own.settings.acrConfiguration, 'gold urn:cognito:loa:1', ['Level2', 'Level1']],
    ['a default name that the pool has replaced', own.settings.acrConfiguration, 'urn:cognito:loa:4', []],
    ['what every object has', own.settings.acrConfiguration, 'constructor __proto__', []],
  ]
  for (const [name, acrConfiguration, names, expected] of rows) {
    const pool = makePool(acrConfiguration && { acrConfiguration })
    test(name, () => assert.deepEqual(wantedLevels(pool, names), expected))
  }
  test('and what each is called', () => {
    assert.equal(acrOf(own, 'Level2'), 'gold')
    assert.equal(acrOf(own, 'Level1'), 'urn:cognito:loa:1')
  })
})

const passwords: FirstChallenge[] = ['PASSWORD_SRP', 'PASSWORD']
const codes: FirstChallenge[] = ['EMAIL_OTP', 'SMS_OTP']
const all: FirstChallenge[] = [...passwords, ...codes, 'WEB_AUTHN']
const recovery = (name: 'verified_email' | 'verified_phone_number') => ({
  accountRecoverySetting: { recoveryMechanisms: [{ name, priority: 1 }] },
})

suite('the way to a level', () => {
  const optional = everyMfa('OPTIONAL')
  const rows: [string, Level, Partial<PoolSettings>, User, FirstChallenge[], Plan | undefined][] = [
    ['a password', 'Level1', {}, makeUser('pe'), all, { offered: passwords }],
    ['no password, no way', 'Level1', {}, makeUser('pe'), codes, undefined],
    ['a code', 'Level2', {}, makeUser('pe'), all, { offered: codes }],
    ['a code where there is a passkey, which is more', 'Level2', {}, makeUser(), ['WEB_AUTHN'], undefined],
    ['a passkey', 'Level3', {}, makeUser('pe'), all, { offered: ['WEB_AUTHN'] }],
    [
      'a password and a code',
      'Level3',
      optional,
      makeUser('e'),
      passwords,
      {
        offered: passwords,
        demanded: ['EMAIL_OTP'],
      },
    ],
    [
      'a password and one of two codes',
      'Level3',
      optional,
      makeUser('pe'),
      passwords,
      {
        offered: passwords,
        demanded: ['SMS_MFA', 'EMAIL_OTP'],
      },
    ],
    [
      'a password and a code, or a passkey',
      'Level3',
      optional,
      makeUser('p'),
      all,
      {
        offered: [...passwords, 'WEB_AUTHN'],
        demanded: ['SMS_MFA'],
      },
    ],
    [
      'a passkey where a password has no second factor',
      'Level3',
      optional,
      makeUser(),
      all,
      { offered: ['WEB_AUTHN'] },
    ],
    ['no code where the pool has no MFA', 'Level3', everyMfa('OFF'), makeUser('pet'), passwords, undefined],
    [
      'a password and an app',
      'Level4',
      optional,
      makeUser('pet'),
      all,
      {
        offered: passwords,
        demanded: ['SOFTWARE_TOKEN_MFA'],
      },
    ],
    ['no app is set up on the way', 'Level4', everyMfa('ON'), makeUser('pe'), passwords, undefined],
    ['an app without a password', 'Level4', optional, makeUser('t'), codes, undefined],
    ['an app where the pool has no MFA', 'Level4', everyMfa('OFF'), makeUser('t'), all, undefined],
    [
      'a code around an app that is turned on',
      'Level3',
      optional,
      makeUser('pet', on('SOFTWARE_TOKEN_MFA')),
      passwords,
      undefined,
    ],
    [
      'a code by e-mail around one by text message',
      'Level3',
      optional,
      makeUser('pe', on('SMS_MFA')),
      passwords,
      { offered: passwords, demanded: ['SMS_MFA'] },
    ],
    [
      'an app that is turned off around a code',
      'Level4',
      optional,
      makeUser('pet', on('SMS_MFA')),
      passwords,
      undefined,
    ],
    [
      'a code around an app that the pool asks everybody for who has one',
      'Level3',
      { ...everyMfa('ON'), ...recovery('verified_email') },
      makeUser('et'),
      passwords,
      undefined,
    ],
    [
      'a code that goes where a forgotten password is reset',
      'Level3',
      { ...optional, ...recovery('verified_email') },
      makeUser('e'),
      passwords,
      undefined,
    ],
    [
      'the same, turned on by the user',
      'Level3',
      { ...optional, ...recovery('verified_email') },
      makeUser('e', on('EMAIL_OTP')),
      passwords,
      { offered: passwords, demanded: ['EMAIL_OTP'] },
    ],
  ]
  for (const [name, level, settings, user, offered, expected] of rows) {
    test(`${level}: ${name}`, () =>
      assert.deepEqual(planFor({ pool: makePool(settings), user, offered }, level), expected))
  }
})

suite('what was proved before is worth', () => {
  const plan = (...demanded: NonNullable<Plan['demanded']>): Plan => ({ offered: passwords, demanded })
  const rows: [string, Plan, string[], Proof[]][] = [
    ['a password where a factor is missing', plan('SOFTWARE_TOKEN_MFA'), ['pwd'], ['PASSWORD']],
    ['a factor where a password is missing', plan('EMAIL_OTP'), ['email_otp'], ['EMAIL_OTP']],
    ['a code by text message, whenever it was asked', plan('SMS_MFA'), ['sms'], ['SMS_MFA']],
    ['no factor that is not on the way', plan('SOFTWARE_TOKEN_MFA'), ['pwd', 'sms', 'mfa'], ['PASSWORD']],
    ['nothing where one proof is the whole way', { offered: codes }, ['pwd'], []],
    ['nothing for what came from elsewhere', plan('SMS_MFA'), ['fed', 'swk', 'constructor'], []],
  ]
  for (const [name, way, methods, expected] of rows) {
    test(name, () => assert.deepEqual([...creditFor(way, methods)], expected))
  }
})
