import type { Context } from '../context.ts'
import { fault } from '../domain/errors.ts'
import type { AttemptKey } from '../store/attempts.ts'

const HOUR_MS = 60 * 60 * 1000

/**
 * How often a user may do what sends or tries codes, in an hour.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
export const hourlyLimits = {
  confirmSignUp: 15,
  resendCode: 5,
  changePassword: 5,
  attributeCode: 5,
  verifyAttribute: 15,
  /** Requests and confirmations together. */
  recovery: 20,
} as const

/** Something that is limited by the hour. */
export type LimitedAction = keyof typeof hourlyLimits

/** Spends one use of a limited action; raises LimitExceededException when the hour's are spent. */
export const spendAttempt = async (ctx: Context, key: AttemptKey, action: LimitedAction): Promise<void> => {
  if (!ctx.settings.limits) return
  const granted = await ctx.store.transaction((tx) =>
    tx.attempts.spend({ ...key, kind: action }, hourlyLimits[action], HOUR_MS, ctx.now()),
  )
  if (!granted) throw fault('LimitExceededException')
}
