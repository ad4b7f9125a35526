import type { Context } from '../context.ts'
import { fault } from '../domain/errors.ts'
import { equalSecrets } from '../domain/sealing.ts'
import type { User } from '../domain/user.ts'
import type { StoredCode } from '../store/codes.ts'
import type { Queries } from '../store/index.ts'

const HOUR_MS = 60 * 60 * 1000

/** What a code proves, and for how long. */
const lifetimes = {
  sign_up: 24 * HOUR_MS,
  forgot_password: HOUR_MS,
  'verify:email': 24 * HOUR_MS,
  'verify:phone_number': 24 * HOUR_MS,
} as const

/** What a code is sent for. */
/** What a code proves. */
export type CodePurpose = keyof typeof lifetimes

/** How long a code of this purpose lives, in milliseconds. */
export const codeLifetime = (purpose: CodePurpose): number => lifetimes[purpose]

/** Wrong tries after which a code is dead: 5 of 10^6 guesses, and then a new code is needed. */
export const MAX_FAILURES = 5
const CODE_DIGITS = 6

type Owner = Pick<User, 'poolId' | 'sub'>

/** A code is bound to its user, purpose and destination: none of them can be swapped. */
const hashCode = (ctx: Context, { poolId, sub }: Owner, purpose: string, destination: string, code: string) =>
  ctx.sealer.mac(`code|${poolId}`, JSON.stringify([sub, purpose, destination, code]))

/** Six digits, each of the million equally likely. */
export const makeCode = (ctx: Pick<Context, 'random' | 'settings'>): string => {
  if (ctx.settings.devCode !== undefined) return ctx.settings.devCode
  const span = 10 ** CODE_DIGITS
  const unbiased = 2 ** 32 - (2 ** 32 % span)
  for (;;) {
    const drawn = ctx.random(4).readUInt32BE()
    if (drawn < unbiased) return String(drawn % span).padStart(CODE_DIGITS, '0')
  }
}

/** Makes a code for a purpose, in place of an older one, and gives it for the message. */
export const putCode = async (
  ctx: Context,
  tx: Queries,
  owner: Owner,
  purpose: CodePurpose,
  destination: string,
): Promise<string> => {
  const code = makeCode(ctx)
  await tx.codes.put(
    {
      poolId: owner.poolId,
      sub: owner.sub,
      purpose,
      destination,
      hash: hashCode(ctx, owner, purpose, destination, code),
      failures: 0,
      expiresAt: ctx.now() + lifetimes[purpose],
    },
    ctx.now(),
  )
  return code
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
  if (!code || (isOver && !discreet)) throw fault(none)
  // Counted before it is compared, so that parallel guesses are counted, too.
  const reserved = await ctx.store.transaction((tx) => tx.codes.reserveTry(code, MAX_FAILURES))
  if (!reserved) throw fault(none)
  const hash = hashCode(ctx, owner, purpose, code.destination, given)
  if (!equalSecrets(hash, code.hash)) throw fault('CodeMismatchException')
  if (isOver) throw fault('ExpiredCodeException')
  return code
}

/** Uses a checked code up. Raises ExpiredCodeException when another request was faster. */
export const takeCode = async (tx: Queries, code: StoredCode): Promise<void> => {
  if (!(await tx.codes.take(code))) throw fault('ExpiredCodeException')
}
