/** What requests that sign in carry: right answers to all that a sign-in asks, and what does not fit. */
import { randomBytes } from 'node:crypto'
import { powerOfG } from '../../src/compute/power.ts'
import { defaultAcrValues } from '../../src/domain/pool.ts'
import { claimOf, type KeptDevice } from '../devices.ts'
import type { Random } from './random.ts'
import { CODE, PASSWORDS } from './secrets.ts'
import type { KnownPool } from './world.ts'

type Parameters = Record<string, string>
type KnownSession = KnownPool['sessions'][number]

const a = randomBytes(32)
const SRP_A = powerOfG(a).toString('hex')

const firstChallenges = ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'] as const

/** What a sign-in of a user begins with, in every way that gives no tokens at once. */
export const beginnings = (DEVICE_KEY: string | undefined): { AuthFlow: string; AuthParameters: Parameters }[] => {
  const device: Parameters = DEVICE_KEY ? { DEVICE_KEY } : {}
  return [
    { AuthFlow: 'USER_SRP_AUTH', AuthParameters: { SRP_A, ...device } },
    { AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { PASSWORD: PASSWORDS[0], ...device } },
    { AuthFlow: 'USER_AUTH', AuthParameters: {} },
    { AuthFlow: 'USER_AUTH', AuthParameters: { PREFERRED_CHALLENGE: 'EMAIL_OTP' } },
    { AuthFlow: 'USER_AUTH', AuthParameters: { PREFERRED_CHALLENGE: 'PASSWORD_SRP', SRP_A } },
    { AuthFlow: 'USER_AUTH', AuthParameters: { PREFERRED_CHALLENGE: 'PASSWORD', TARGET_ACR_VALUES: levels[2] } },
    { AuthFlow: 'CUSTOM_AUTH', AuthParameters: {} },
    { AuthFlow: 'CUSTOM_AUTH', AuthParameters: { CHALLENGE_NAME: 'SRP_A', SRP_A, ...device } },
  ]
}

const levels = [...Object.values(defaultAcrValues), 'urn:other'] as [string, string, string, string, string]

/** The claim that answers a SECRET_BLOCK, if the Session came with one. */
const claimFor = (pool: KnownPool, { challenge, told }: KnownSession): Parameters => {
  if (!told.SECRET_BLOCK) return {}
  const device = pool.devices.find(({ key }) => key === told.DEVICE_KEY)
  if (device) return claimOf(device, a, told)
  if (challenge !== 'PASSWORD_VERIFIER') return {}
  const groupKey = pool.id.slice(pool.id.indexOf('_') + 1)
  const password: KeptDevice = {
    groupKey,
    key: told.USER_ID_FOR_SRP ?? '',
    secret: PASSWORDS[0],
    salt: Buffer.alloc(0),
  }
  const { DEVICE_KEY: _, ...claim } = claimOf(password, a, told)
  return claim
}

/** The parameters that only sign-ins of some kinds know, each of which may be left out. */
export const challengeParameters = (
  random: Random,
  pool: KnownPool,
  { session, token }: { session: KnownSession | undefined; token: string | undefined },
): Parameters => ({
  SRP_A: random.pick([SRP_A, SRP_A, SRP_A, '0', 'ff'.repeat(384), 'no number']),
  PREFERRED_CHALLENGE: random.pick([...firstChallenges, 'SMS_MFA', '__proto__']),
  CHALLENGE_NAME: 'SRP_A',
  ANSWER: random.pick([...firstChallenges, 'right', 'wrong', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP']),
  EMAIL_OTP_CODE: random.pick([CODE, CODE, '00000000']),
  SMS_OTP_CODE: CODE,
  SMS_MFA_CODE: CODE,
  SOFTWARE_TOKEN_MFA_CODE: CODE,
  EMAIL: 'someone@example.com',
  TARGET_ACR_VALUES: random.pick([...levels, `${levels[3]} ${levels[0]}`]),
  ACCESS_TOKEN: token ?? 'e30.e30.e30',
  MAX_AGE: random.pick(['0', '3600', '-1', '1e3']),
  CREDENTIAL: random.pick(['{}', '[]', '{"id":"AA","rawId":"AA","type":"public-key","response":{}}']),
  TIMESTAMP: 'Tue Jan 6 03:04:05 UTC 2026',
  DEVICE_KEY: random.pick([...pool.devices.slice(-3).map(({ key }) => key), `${pool.region}_none`]),
  ...(session && claimFor(pool, session)),
})

/** How often each is there; the others in one of four requests. Those that answer what was asked are mostly. */
export const likelihood: Readonly<Record<string, number>> = {
  EMAIL_OTP_CODE: 0.9,
  SMS_OTP_CODE: 0.9,
  SMS_MFA_CODE: 0.9,
  SRP_A: 0.9,
  ANSWER: 0.9,
  PASSWORD_CLAIM_SECRET_BLOCK: 0.97,
  PASSWORD_CLAIM_SIGNATURE: 0.97,
  TIMESTAMP: 0.97,
  TARGET_ACR_VALUES: 0.1,
  ACCESS_TOKEN: 0.1,
  MAX_AGE: 0.1,
}
