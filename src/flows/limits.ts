import type { Context } from '../context.ts'
import { fault } from '../domain/errors.ts'
import type { AttemptKey } from '../store/attempts.ts'
import type { Queries } from '../store/index.ts'

const HOUR_MS = 60 * 60 * 1000

/**
 * How often a user may do what sends or tries codes, in an hour, and a pool what anybody may do.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
export const hourlyLimits = {
  confirmSignUp: 15,
  resendCode: 5,
  changePassword: 5,
  attributeCode: 5,
  /** Changes to another address, each of which writes to that address. */
  newAddress: 10,
  verifyAttribute: 15,
  /** Codes that begin a sign-in, which anybody can ask for. */
  signInCode: 20,
  /** Codes to an address that becomes a second factor. */
  setUpCode: 5,
  /** Requests and confirmations together. */
  recovery: 20,
  /** Clients of a pool that nobody vouches for: by each user, and by all others together. */
  openRegistration: 100,
} as const

/** Something that is limited by the hour. */
export type LimitedAction = keyof typeof hourlyLimits

/** What belongs to operations that declare no error of its own for a limit. */
const undeclared: ReadonlySet<LimitedAction> = new Set(['newAddress', 'setUpCode', 'signInCode'])

/**
 * Spends one use of a limited action within a transaction. When the hour's are spent it raises LimitExceededException, or
 * TooManyRequestsException where that is not declared.
 */
export const spendWithin = async (
  ctx: Pick<Context, 'now' | 'settings'>,
  tx: Queries,
  key: AttemptKey,
  action: LimitedAction,
): Promise<void> => {
  if (!ctx.settings.limits) return
  const granted = await tx.attempts.spend({ ...key, kind: action }, hourlyLimits[action], HOUR_MS, ctx.now())
  if (!granted) throw fault(undeclared.has(action) ? 'TooManyRequestsException' : 'LimitExceededException')
}

/** Spends one use of a limited action, whatever comes of it. Raises as above. */
export const spendAttempt = async (ctx: Context, key: AttemptKey, action: LimitedAction): Promise<void> => {
  if (!ctx.settings.limits) return
  await ctx.store.transaction((tx) => spendWithin(ctx, tx, key, action))
}
