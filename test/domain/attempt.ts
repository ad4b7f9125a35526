import type { Client } from '../../src/domain/client.ts'
import type { Device } from '../../src/domain/devices.ts'
import type { FirstFactor, Pool, PoolSettings } from '../../src/domain/pool.ts'
import type { Attempt } from '../../src/domain/sign-in.ts'
import { type MfaFactor, noMfa, type User, type UserMfa } from '../../src/domain/user.ts'

/** A pool with the settings that decide how its users sign in. */
export const makePool = (
  settings: Partial<PoolSettings> = {},
  factors: FirstFactor[] = ['PASSWORD'],
  passwordMode: Pool['passwordMode'] = 'srp',
): Pool =>
  ({
    id: 'us-east-1_TestPool1',
    passwordMode,
    settings: {
      mfaConfiguration: 'OFF',
      smsMfa: false,
      policies: { signInPolicy: { allowedFirstAuthFactors: factors } },
      ...settings,
    },
  }) as unknown as Pool // all of it that the rules read

/** Multi-factor authentication with every factor. */
export const everyMfa = (mfaConfiguration: PoolSettings['mfaConfiguration']): Partial<PoolSettings> => ({
  mfaConfiguration,
  smsMfa: true,
  softwareTokenMfaConfiguration: { enabled: true },
  emailMfaConfiguration: {},
})

/** A user. `has`: `p` a phone number, `e` an e-mail address, `t` a registered app. */
export const makeUser = (has = '', mfa: Partial<UserMfa> = {}, rest: Partial<User> = {}): User =>
  ({
    poolId: 'us-east-1_TestPool1',
    sub: 'sub',
    username: 'jane',
    status: 'CONFIRMED',
    enabled: true,
    attributes: new Map([
      ...(has.includes('p') ? [['phone_number', '+15550001111'] as const] : []),
      ...(has.includes('e') ? [['email', 'jane@example.com'] as const] : []),
    ]),
    mfa: { ...noMfa, softwareToken: has.includes('t'), ...mfa },
    ...rest,
  }) as User

/** What turns factors on. */
export const on = (...enabled: MfaFactor[]): Partial<UserMfa> => ({ enabled })

/** A device that is remembered and can prove itself. */
export const remembered = { key: 'device', status: 'remembered', sealedVerifier: 'sealed' } as Device

/** A sign-in at its start. */
export const makeAttempt = (changes: Partial<Attempt> = {}): Attempt => ({
  entry: 'password',
  pool: makePool(),
  client: { id: 'client' } as Client,
  name: 'jane',
  user: makeUser(),
  isKnown: true,
  eventId: 'event',
  proved: new Set(),
  offered: [],
  via: { origin: { ipAddress: '', userAgent: undefined }, metadata: undefined },
  ...changes,
})
