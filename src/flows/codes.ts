import type { Context } from '../context.ts'
import { fault } from '../domain/errors.ts'
import { equalSecrets } from '../domain/sealing.ts'
import type { User } from '../domain/user.ts'
import type { StoredCode } from '../store/codes.ts'
import type { Queries } from '../store/index.ts'
import { pretendWithin } from './discretion.ts'
import { subKey } from './passwords/lockout.ts'

const HOUR_MS = 60 * 60 * 1000

/** What a code proves, and for how long. */
const lifetimes = {
  sign_up: 24 * HOUR_MS,
  forgot_password: HOUR_MS,
  'verify:email': 24 * HOUR_MS,
  'verify:phone_number': 24 * HOUR_MS,
} as const

/** What a code proves that lives for a time of its own. */
export type LastingPurpose = keyof typeof lifetimes

/** What a code proves. As a factor of a sign-in it lives as long as the Session that it is sent for. */
export type CodePurpose = LastingPurpose | 'mfa:SMS_MFA' | 'mfa:EMAIL_OTP' | 'sign-in:SMS_OTP' | 'sign-in:EMAIL_OTP'

/** How long a code of this purpose lives, in milliseconds. */
export const codeLifetime = (purpose: LastingPurpose): number => lifetimes[purpose]

/** Wrong tries after which a code is dead: 5 of 10^6 guesses, and then a new code is needed. */
export const MAX_FAILURES = 5
/** How long a code is. */
export type CodeDigits = 6 | 8

type Owner = Pick<User, 'poolId' | 'sub'>

/** A code is bound to its user, purpose and destination: none of them can be swapped. */
const hashCode = (ctx: Context, { poolId, sub }: Owner, purpose: string, destination: string, code: string) =>
  ctx.sealer.mac(`code|${poolId}`, JSON.stringify([sub, purpose, destination, code]))

/** Decimal digits, each number equally likely. */
export const makeCode = (ctx: Pick<Context, 'random' | 'settings'>, digits: CodeDigits = 6): string => {
  if (ctx.settings.devCode !== undefined) return ctx.settings.devCode
  const span = 10 ** digits
  const unbiased = 2 ** 32 - (2 ** 32 % span)
  for (;;) {
    const drawn = ctx.random(4).readUInt32BE()
    if (drawn < unbiased) return String(drawn % span).padStart(digits, '0')
  }
}

/** Makes a code for a purpose, in place of an older one, and gives it for the message. */
export const putCode = async (
  ctx: Context,
  tx: Queries,
  owner: Owner,
  {
    purpose,
    destination,
    expiresAt,
    digits,
  }: Pick<StoredCode, 'destination' | 'expiresAt'> & {
    purpose: CodePurpose
    digits?: CodeDigits
  },
): Promise<string> => {
  const code = makeCode(ctx, digits)
  await tx.codes.put(
    {
      poolId: owner.poolId,
      sub: owner.sub,
      purpose,
      destination,
      hash: hashCode(ctx, owner, purpose, destination, code),
      failures: 0,
      expiresAt,
    },
    ctx.now(),
  )
  return code
}

/**
 * Costs what a try costs, where there is no code that could be tried. A transaction that changes nothing would not wait for
 * the disk, and that would tell a name with a code from one without.
 */
const tryNone = (ctx: Context, tx: Queries, owner: Owner): Promise<void> =>
  pretendWithin(ctx, tx, subKey(ctx, owner, 'simulated'))

/** Counts a try; false when the code has none left. */
const reserveTry = (ctx: Context, code: StoredCode): Promise<boolean> =>
  ctx.store.transaction(async (tx) => {
    if (code.failures < MAX_FAILURES && (await tx.codes.reserveTry(code, MAX_FAILURES))) return true
    await tryNone(ctx, tx, code)
    return false
  })

/** Compares a code, if it has tries left. The try is counted before, so that parallel guesses are counted, too. */
const tryCode = async (ctx: Context, code: StoredCode, given: string): Promise<'right' | 'wrong' | 'dead'> => {
  if (!(await reserveTry(ctx, code))) return 'dead'
  const hash = hashCode(ctx, code, code.purpose, code.destination, given)
  return equalSecrets(hash, code.hash) ? 'right' : 'wrong'
}

/** The code that went to `destination`, if `given` is it; undefined for any other, and for one that is over. */
export const findRightCode = async (
  ctx: Context,
  owner: Owner,
  { purpose, destination }: { purpose: CodePurpose; destination: string },
  given: string,
): Promise<StoredCode | undefined> => {
  const code = await ctx.store.codes.find(owner.poolId, owner.sub, purpose)
  if (code?.destination !== destination || code.expiresAt <= ctx.now()) {
    await ctx.store.transaction((tx) => tryNone(ctx, tx, owner))
    return undefined
  }
  return (await tryCode(ctx, code, given)) === 'right' ? code : undefined
}

/**
 * Checks a code that a user gives. It stays usable until `takeCode` uses it up, in the transaction
 * of what it proves. Raises CodeMismatchException, and ExpiredCodeException for one that is too old,
 * used, replaced, or dead after too many wrong tries. Where `discreet`, only who gives the right code
 * learns that it is too old: every other answer is the same, whether there is a code or not.
 */
export const checkCode = async (
  ctx: Context,
  owner: Owner,
  purpose: CodePurpose,
  given: string,
  { discreet = false }: { discreet?: boolean } = {},
): Promise<StoredCode> => {
  const none = discreet ? 'CodeMismatchException' : 'ExpiredCodeException'
  const code = await ctx.store.codes.find(owner.poolId, owner.sub, purpose)
  const isOver = code !== undefined && code.expiresAt <= ctx.now()
  if (!code || (isOver && !discreet)) {
    await ctx.store.transaction((tx) => tryNone(ctx, tx, owner))
    throw fault(none)
  }
  const verdict = await tryCode(ctx, code, given)
  if (verdict === 'dead') throw fault(none)
  if (verdict === 'wrong') throw fault('CodeMismatchException')
  if (isOver) throw fault('ExpiredCodeException')
  return code
}

/** Uses a checked code up. Raises ExpiredCodeException when another request was faster. */
export const takeCode = async (tx: Queries, code: StoredCode): Promise<void> => {
  if (!(await tx.codes.take(code))) throw fault('ExpiredCodeException')
}
