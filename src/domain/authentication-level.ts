import { ownFactors } from './mfa.ts'
import { defaultAcrValues, type Pool } from './pool.ts'
import { type Attempt, type FirstChallenge, hasPassword, type Proof } from './sign-in.ts'
import type { MfaFactor } from './user.ts'

/** How surely somebody is who they say, the weakest level first. */
export type Level = keyof typeof defaultAcrValues

/** A method of authentication as the claim `amr` names it (RFC 8176). `mfa`: two of the others. */
export type Method = 'pwd' | 'otp' | 'sms' | 'email_otp' | 'swk' | 'hwk' | 'mfa'

const levels = Object.keys(defaultAcrValues) as Level[]

/** The methods that each level takes, any one list of them. */
const alternatives: Record<Level, readonly (readonly Method[])[]> = {
  Level1: [['pwd']],
  Level2: [['sms'], ['email_otp']],
  Level3: [['swk'], ['hwk'], ['pwd', 'sms'], ['pwd', 'email_otp']],
  Level4: [['pwd', 'otp']],
}

/** The methods that a sign-in has proved, in the order in which the claim lists them. */
export const methodsOf = (attempt: Pick<Attempt, 'proved' | 'passkeyKind'>): readonly Method[] => {
  const { proved, passkeyKind } = attempt
  const single: Method[] = []
  if (hasPassword(attempt)) single.push('pwd')
  // MFA_SETUP is proved by the first code of an app alone.
  if (proved.has('SOFTWARE_TOKEN_MFA') || proved.has('MFA_SETUP')) single.push('otp')
  if (proved.has('SMS_MFA') || proved.has('SMS_OTP')) single.push('sms')
  if (proved.has('EMAIL_OTP')) single.push('email_otp')
  if (passkeyKind) single.push(passkeyKind)
  return single.length > 1 ? [...single, 'mfa'] : single
}

/** The highest level that methods reach; undefined if they reach none. */
export const levelOf = (methods: readonly string[]): Level | undefined =>
  levels.findLast((level) => alternatives[level].some((all) => all.every((method) => methods.includes(method))))

/** Whether `methods` are enough for `level`, or for a higher one. */
export const reaches = (methods: readonly string[], level: Level): boolean => {
  const reached = levelOf(methods)
  return reached !== undefined && levels.indexOf(reached) >= levels.indexOf(level)
}

/** What a pool calls a level. */
export const acrOf = ({ settings }: Pick<Pool, 'settings'>, level: Level): string =>
  settings.acrConfiguration?.[level] ?? defaultAcrValues[level]

/** The levels that a list of names asks for, the most wanted first. Names of no level are left out. */
export const wantedLevels = (pool: Pick<Pool, 'settings'>, names: string): readonly Level[] =>
  names
    .split(' ')
    .map((name) => levels.find((level) => acrOf(pool, level) === name))
    .filter((level) => level !== undefined)

/** A way to a level: what a sign-in may begin with, and after a password, the factors one of which is demanded. */
export type Plan = { readonly offered: readonly FirstChallenge[]; readonly demanded?: readonly MfaFactor[] | undefined }

type Planned = Pick<Attempt, 'pool' | 'user' | 'offered'>

const secondFactors: Partial<Record<Level, readonly MfaFactor[]>> = {
  Level3: ['SMS_MFA', 'EMAIL_OTP'],
  Level4: ['SOFTWARE_TOKEN_MFA'],
}

const firstOf: Partial<Record<Level, readonly FirstChallenge[]>> = {
  Level1: ['PASSWORD_SRP', 'PASSWORD'],
  Level2: ['EMAIL_OTP', 'SMS_OTP'],
  Level3: ['WEB_AUTHN'],
}

/** How the user can get to a level with what they have; undefined if they cannot. Nothing is set up for it. */
export const planFor = ({ pool, user, offered }: Planned, level: Level): Plan | undefined => {
  const alone = offered.filter((name) => firstOf[level]?.includes(name))
  const own = pool.settings.mfaConfiguration === 'OFF' ? [] : ownFactors(pool.settings, user)
  const demanded = (secondFactors[level] ?? []).filter((factor) => own.includes(factor))
  const withSecond = offered.filter((name) => demanded.length > 0 && firstOf.Level1?.includes(name))
  const all = [...withSecond, ...alone]
  if (all.length === 0) return undefined
  return { offered: all, ...(withSecond.length > 0 && { demanded }) }
}

const credits: Partial<Record<string, Proof>> = {
  pwd: 'PASSWORD',
  otp: 'SOFTWARE_TOKEN_MFA',
  sms: 'SMS_MFA',
  email_otp: 'EMAIL_OTP',
}

/** What methods that were proved before are worth on the way of a plan: a password, and the factors that it demands. */
export const creditFor = ({ demanded }: Plan, methods: readonly string[]): ReadonlySet<Proof> => {
  const proofs = methods.map((method) => credits[method]).filter((proof) => proof !== undefined)
  return new Set(
    demanded ? proofs.filter((proof) => proof === 'PASSWORD' || demanded.some((one) => one === proof)) : [],
  )
}
