import type { Context } from '../../context.ts'
import { ServiceError } from '../../domain/errors.ts'
import { attemptsExceeded, passwordLockout } from '../../domain/lockout.ts'
import type { Pool } from '../../domain/pool.ts'
import type { User } from '../../domain/user.ts'
import type { AttemptKey, LockoutTable } from '../../store/attempts.ts'
import { lookUpKey } from '../users/names.ts'

/**
 * Whose attempts are counted: the user's, by whatever name they come, or those of a name that nobody
 * has. The key is hashed, because people type passwords into the name box.
 */
export const attemptKey = (
  ctx: Context,
  pool: Pool,
  user: User | undefined,
  name: string,
  kind: string,
): AttemptKey => ({
  poolId: pool.id,
  nameHash: ctx.sealer.mac(`attempts|${pool.id}`, user ? `sub ${user.sub}` : `name ${lookUpKey(pool, name)}`),
  kind,
})

/** The attempts that are under way on this node, by key: one at a time. */
const underWay = new WeakMap<Context['store'], Map<string, Promise<unknown>>>()

/**
 * Runs one attempt at a time for a key, on this node. Parallel right passwords would otherwise hold
 * each other's reservations, and a burst of them would look like a burst of failures.
 */
const inTurn = async <T>(ctx: Context, key: AttemptKey, attempt: () => Promise<T>): Promise<T> => {
  const turns = underWay.get(ctx.store) ?? new Map<string, Promise<unknown>>()
  underWay.set(ctx.store, turns)
  const name = `${key.poolId} ${key.nameHash} ${key.kind}`
  const turn = (turns.get(name) ?? Promise.resolve()).then(attempt, attempt)
  turns.set(name, turn)
  try {
    return await turn
  } finally {
    if (turns.get(name) === turn) turns.delete(name)
  }
}

/** Whether the secret was not even looked at, because too much else waited. */
const isUntried = (error: unknown) => error instanceof ServiceError && error.name === 'TooManyRequestsException'

/**
 * Makes one attempt at a secret under the lockout: it is counted as a failure first and taken back
 * if `verify` says that it succeeded, so that parallel guesses are never free. Raises
 * NotAuthorizedException (`Password attempts exceeded`) while the key is locked. An attempt that
 * `verify` refuses with TooManyRequestsException was none.
 */
export const attemptSecret = (
  ctx: Context,
  key: AttemptKey,
  verify: () => Promise<boolean>,
  lockout: LockoutTable = passwordLockout,
): Promise<boolean> =>
  inTurn(ctx, key, async () => {
    const reserved = await ctx.store.transaction((tx) => tx.attempts.reserve(key, lockout, ctx.now()))
    if (!reserved.granted) throw attemptsExceeded()
    const succeeded = await verify().catch(async (error: unknown) => {
      if (isUntried(error)) await ctx.store.transaction((tx) => tx.attempts.giveBack(key, reserved.number, ctx.now()))
      throw error
    })
    if (succeeded) await ctx.store.transaction((tx) => tx.attempts.clearReserved(key, reserved.number, ctx.now()))
    return succeeded
  })
