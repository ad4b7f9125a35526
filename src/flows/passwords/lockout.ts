import type { Context } from '../../context.ts'
import { ServiceError } from '../../domain/errors.ts'
import { attemptsExceeded, passwordLockout } from '../../domain/lockout.ts'
import type { Pool } from '../../domain/pool.ts'
import type { User } from '../../domain/user.ts'
import type { AttemptKey, LockoutTable } from '../../store/attempts.ts'
import { lookUpKey } from '../users/names.ts'

const hashedKey = (ctx: Context, poolId: string, whose: string, kind: string): AttemptKey => ({
  poolId,
  nameHash: ctx.sealer.mac(`attempts|${poolId}`, whose),
  kind,
})

/**
 * Whose attempts are counted: the user's, by whatever name they come, or those of a name that nobody
 * has. The key is hashed, because people type passwords into the name box.
 */
export const attemptKey = (ctx: Context, pool: Pool, user: User | undefined, name: string, kind: string): AttemptKey =>
  hashedKey(ctx, pool.id, user ? `sub ${user.sub}` : `name ${lookUpKey(pool, name)}`, kind)

/** Likewise of a user, or of who stands in for one. */
export const subKey = (ctx: Context, { poolId, sub }: Pick<User, 'poolId' | 'sub'>, kind: string): AttemptKey =>
  hashedKey(ctx, poolId, `sub ${sub}`, kind)

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

/** What is done of an attempt: the secret is looked at, under the lockout of a key. */
type Trial = { readonly key: AttemptKey; readonly lockout: LockoutTable; readonly verify: () => Promise<boolean> }

/** Whoever has not failed has nothing counted before it is due: a right secret costs no write. */
const tryAtFirst = async (ctx: Context, { key, lockout, verify }: Trial): Promise<boolean> => {
  const fail = () => ctx.store.transaction((tx) => tx.attempts.reserve(key, lockout, ctx.now()))
  const succeeded = await verify().catch(async (error: unknown) => {
    if (!isUntried(error)) await fail()
    throw error
  })
  if (!succeeded) await fail()
  return succeeded
}

/** Whoever has failed before is counted as failing again, and that is taken back after a success. */
const tryAgain = async (ctx: Context, { key, lockout, verify }: Trial): Promise<boolean> => {
  const reserved = await ctx.store.transaction((tx) => tx.attempts.reserve(key, lockout, ctx.now()))
  if (!reserved.granted) throw attemptsExceeded()
  const succeeded = await verify().catch(async (error: unknown) => {
    if (isUntried(error)) await ctx.store.transaction((tx) => tx.attempts.giveBack(key, reserved.number, ctx.now()))
    throw error
  })
  if (succeeded) await ctx.store.transaction((tx) => tx.attempts.clearReserved(key, reserved.number, ctx.now()))
  return succeeded
}

/**
 * Makes one attempt at a secret under the lockout. Attempts on one key run one after another on a node,
 * and once one has failed, each further one is counted as a failure before it is looked at: so that of
 * parallel guesses no more are looked at than the lockout grants, or than there are nodes. Raises
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
    const hasFailed = await ctx.store.attempts.hasFailures(key, lockout, ctx.now())
    return (hasFailed ? tryAgain : tryAtFirst)(ctx, { key, lockout, verify })
  })
