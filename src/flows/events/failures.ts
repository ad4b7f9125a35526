import type { Context } from '../../context.ts'
import { type ErrorName, ServiceError } from '../../domain/errors.ts'
import { attemptsExceeded } from '../../domain/lockout.ts'
import { watches } from '../../domain/risk.ts'
import type { AttemptKey } from '../../store/attempts.ts'
import { pretendEvent } from '../discretion.ts'
import { type Happening, recordEvent } from './record.ts'

/** How users fail. Other errors are of the request, and none of the user's. */
const failures: ReadonlySet<ErrorName> = new Set([
  'CodeMismatchException',
  'ExpiredCodeException',
  'NotAuthorizedException',
  'PasswordResetRequiredException',
  'UserNotConfirmedException',
])

/** How many failures of a user are kept in an hour: whoever tries more fills no table. */
const MAX_FAILURES = 30
const HOUR_MS = 60 * 60 * 1000

/** A try during a lock looks at no secret, and whoever goes on trying would write without end. */
const isFailure = (error: unknown): boolean =>
  error instanceof ServiceError && failures.has(error.name) && error.message !== attemptsExceeded().message

/** Whose failures are counted, by `key`, and the event of one; without one where there is no such user. */
export type Failing = {
  readonly key: AttemptKey
  readonly event: Omit<Happening, 'response'>
  readonly isKnown: boolean
}

const note = (ctx: Context, { key, event, isKnown }: Failing) =>
  ctx.store.transaction(async (tx) => {
    const isWithin = await tx.attempts.spend({ ...key, kind: 'failureEvent' }, MAX_FAILURES, HOUR_MS, ctx.now())
    if (!isWithin) return
    if (isKnown) await recordEvent(ctx, tx, { ...event, response: 'Fail' })
    else await pretendEvent(ctx, tx, event.pool, key)
  })

/** Runs a step, and keeps that the user failed in it, if they did. Raises what the step raises. */
export const keepingFailures = async <T>(ctx: Context, failing: () => Failing, step: () => Promise<T>): Promise<T> => {
  try {
    return await step()
  } catch (error) {
    if (isFailure(error)) {
      const failed = failing()
      const { pool } = failed.event
      if (watches(pool)) {
        await note(ctx, failed).catch((cause) => {
          ctx.log.error({ err: cause, poolId: pool.id }, 'a failure of a user was not recorded')
        })
      }
    }
    throw error
  }
}
