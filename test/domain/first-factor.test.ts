import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type Holdings, offeredChallenges } from '../../src/domain/first-factor.ts'
import type { FirstFactor, Pool } from '../../src/domain/pool.ts'
import type { User } from '../../src/domain/user.ts'
import { everyMfa, makePool, makeUser, on } from './attempt.ts'

const all: FirstFactor[] = ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN']
const everything: Holdings = { password: true, passkeys: true }
const verifying = {
  webAuthnConfiguration: {
    userVerification: 'required',
    factorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION',
  } as const,
}
const passwords = ['PASSWORD_SRP', 'PASSWORD']
const whole = [...passwords, 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN']

suite('what a sign-in by choice offers', () => {
  const rows: [string, Pool, User, Holdings, readonly string[]][] = [
    ['everything, in the order of the service', makePool({}, all), makeUser('pe'), everything, whole],
    [
      'the order is not that of the setting',
      makePool({}, [...all].reverse() as FirstFactor[]),
      makeUser('pe'),
      everything,
      whole,
    ],
    [
      'no passkey without one',
      makePool({}, all),
      makeUser('pe'),
      { password: true, passkeys: false },
      whole.slice(0, 4),
    ],
    ['no password without one', makePool({}, all), makeUser('pe'), { password: false, passkeys: true }, whole.slice(2)],
    ['no code without an address', makePool({}, all), makeUser(), everything, [...passwords, 'WEB_AUTHN']],
    [
      'no code by text message without a number',
      makePool({}, all),
      makeUser('e'),
      everything,
      [...passwords, 'EMAIL_OTP', 'WEB_AUTHN'],
    ],
    ['nothing that the pool does not allow', makePool(), makeUser('pe'), everything, passwords],
    ['not even a password', makePool({}, ['EMAIL_OTP']), makeUser('pe'), everything, ['EMAIL_OTP']],
    ['no SRP where hashes are stored', makePool({}, ['PASSWORD'], 'hash'), makeUser(), everything, ['PASSWORD']],
    ['nothing to who has nothing', makePool({}, all), makeUser(), { password: false, passkeys: false }, []],
    [
      'passwords alone with a temporary one',
      makePool({}, all),
      makeUser('pe', {}, { status: 'FORCE_CHANGE_PASSWORD' }),
      everything,
      passwords,
    ],
    [
      'nothing with a temporary password where none signs in',
      makePool({}, ['EMAIL_OTP']),
      makeUser('e', {}, { status: 'FORCE_CHANGE_PASSWORD' }),
      everything,
      [],
    ],
    [
      'a code to who has not confirmed the address',
      makePool({}, all),
      makeUser('e', {}, { status: 'UNCONFIRMED' }),
      { password: true, passkeys: false },
      [...passwords, 'EMAIL_OTP'],
    ],
    [
      'nothing to who signs in elsewhere',
      makePool({}, all),
      makeUser('pe', {}, { status: 'EXTERNAL_PROVIDER' }),
      everything,
      [],
    ],
    ['MFA ON: passwords alone', makePool(everyMfa('ON'), all), makeUser('pe'), everything, passwords],
    ['MFA OPTIONAL, nothing turned on', makePool(everyMfa('OPTIONAL'), all), makeUser('pet'), everything, whole],
    [
      'MFA OPTIONAL, a factor turned on',
      makePool(everyMfa('OPTIONAL'), all),
      makeUser('pe', on('SMS_MFA')),
      everything,
      passwords,
    ],
    [
      'MFA OPTIONAL, a factor turned on whose address is gone',
      makePool(everyMfa('OPTIONAL'), all),
      makeUser('e', on('SMS_MFA')),
      everything,
      passwords,
    ],
    ['MFA OFF, a factor left on', makePool(everyMfa('OFF'), all), makeUser('pet', on('SMS_MFA')), everything, whole],
    [
      'MFA ON: a passkey that verifies its user and is turned on',
      makePool({ ...everyMfa('ON'), ...verifying }, all),
      makeUser('pe', { passkey: true }),
      everything,
      [...passwords, 'WEB_AUTHN'],
    ],
    [
      'MFA ON: a passkey that is not turned on',
      makePool({ ...everyMfa('ON'), ...verifying }, all),
      makeUser('pe'),
      everything,
      passwords,
    ],
    [
      'MFA ON: a passkey that is turned on where passkeys are one factor',
      makePool(everyMfa('ON'), all),
      makeUser('pe', { passkey: true }),
      everything,
      passwords,
    ],
    [
      'MFA OPTIONAL: a passkey that verifies its user beside another factor',
      makePool({ ...everyMfa('OPTIONAL'), ...verifying }, all),
      makeUser('pe', { ...on('SMS_MFA'), passkey: true }),
      everything,
      [...passwords, 'WEB_AUTHN'],
    ],
  ]
  for (const [name, pool, user, holds, expected] of rows) {
    test(name, () => assert.deepEqual(offeredChallenges(pool, user, holds), expected))
  }
})
