import { fault, type ServiceError } from './errors.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

/**
 * How failed passwords lock somebody out, known or unknown; milliseconds. Five failures are free:
 * the fifth locks for `lockMs[0]`, each further one for the next, the last value standing for all
 * that follow. `forgetMs` without an attempt forget them all.
 *
 * Once one has failed, an attempt is *reserved* before the password is looked at: it counts as a failure
 * until it proves to be none. So of any number of parallel guesses, on any number of nodes, no more are
 * evaluated than would be one after the other. Either step is one statement:
 *
 * ```sql
 * insert into attempts as kept (key, count, locked_until, updated_at) values (:key, 1, 0, :now)
 * on conflict (key) do update set
 *   count = N, locked_until = case when N < 5 then 0 when N = 5 then :now + 1000 ... end, updated_at = :now
 * where kept.locked_until <= :now or kept.locked_until > :now + 1800000
 * returning count
 *     -- N: case when kept.updated_at <= :now - 900000 then 1 else kept.count + 1 end
 *
 * update attempts set count = count - :number, locked_until = 0
 * where key = :key and count >= :number and (locked_until <= :now or count = :number)
 * ```
 *
 * A lock that reaches further ahead than any can was made while the clock was wrong, and is none.
 * No row from the first: refused, and not counted. A failure then has nothing left to do; a success
 * takes back its own number and all before it with the second. The functions below say the same.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html
 */
export const passwordLockout = {
  free: 5,
  lockMs: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900].map((seconds) => seconds * SECOND),
  forgetMs: 15 * MINUTE,
} as const

/**
 * How wrong codes of second factors lock a user out, apart from passwords. They are not forgotten
 * before a day is over: whoever knows the password gets about 110 tries in a day, and each hits one
 * of three codes in a million.
 */
export const factorLockout = { ...passwordLockout, forgetMs: 24 * 60 * MINUTE } as const

/** What is kept of somebody's failures; instants in epoch milliseconds. */
export type Lockout = { readonly failures: number; readonly lockedUntil: number; readonly lastFailureAt: number }

/** Somebody who never failed. */
export const noFailures: Lockout = { failures: 0, lockedUntil: 0, lastFailureAt: 0 }

/** Whether an attempt may be made, and what is kept from then on. Its number is `state.failures`. */
export type Reservation = { readonly allowed: boolean; readonly state: Lockout }

const LONGEST = Math.max(...passwordLockout.lockMs)

const lockAfter = (failures: number) => {
  const { free, lockMs } = passwordLockout
  return failures < free ? 0 : (lockMs[Math.min(failures - free, lockMs.length - 1)] ?? 0)
}

/** Asks for one attempt at `now`. Attempts during a lock are refused and do not count. */
export const reserveAttempt = (state: Lockout, now: number): Reservation => {
  const isBelievable = state.lockedUntil <= now + LONGEST + passwordLockout.forgetMs
  if (state.lockedUntil > now && isBelievable) return { allowed: false, state }
  const failures = state.lastFailureAt <= now - passwordLockout.forgetMs ? 1 : state.failures + 1
  const lock = lockAfter(failures)
  return { allowed: true, state: { failures, lockedUntil: lock === 0 ? 0 : now + lock, lastFailureAt: now } }
}

/**
 * What is kept once the attempt with this reserved `number` has succeeded at `now`: what was
 * reserved after it, as that may yet fail. A lock that such a later attempt brought stands.
 */
export const releaseAttempt = (state: Lockout, number: number, now: number): Lockout => {
  const isOvertaken = state.failures !== number && state.lockedUntil > now
  if (state.failures < number || isOvertaken) return state
  return { ...state, failures: state.failures - number, lockedUntil: 0 }
}

/** The answer to an attempt that is not allowed; recorded without a full stop. */
export const attemptsExceeded = (): ServiceError => fault('NotAuthorizedException', 'Password attempts exceeded')
