import type { Context } from '../context.ts'
import { addresses } from '../domain/address-changes.ts'
import { type Client, hidesUsers } from '../domain/client.ts'
import { mediumOf } from '../domain/delivery.ts'
import { fault, ServiceError } from '../domain/errors.ts'
import { isCaseSensitive, type Pool } from '../domain/pool.ts'
import { watches } from '../domain/risk.ts'
import type { Nobody } from '../domain/simulated-delivery.ts'
import type { User } from '../domain/user.ts'
import type { AttemptKey } from '../store/attempts.ts'
import type { Queries } from '../store/index.ts'
import { canSend } from './messages/queue.ts'

/** The answer of sign-up and recovery to a name that nobody has, where the client may know. */
export const userNotFound = () => fault('UserNotFoundException', 'Username/client id combination not found.')

/**
 * Runs `work`, which raises what is to be said of a user. A client that must not learn which users
 * exist gets what `instead` gives, whatever the reason; every other client hears it.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
 */
export const discreetly = async <T, D>(client: Client, work: () => T, instead: () => Promise<D>): Promise<T | D> => {
  try {
    return work()
  } catch (error) {
    if (error instanceof ServiceError && hidesUsers(client)) return instead()
    throw error
  }
}

/** The name that an answer is simulated for, and the user who has it, if there is one. */
export const nobodyCalled = (ctx: Context, pool: Pool, username: string, found?: User): Nobody => ({
  pool: { ...pool.settings, caseSensitive: isCaseSensitive(pool) },
  username,
  key: Buffer.from(ctx.sealer.mac(`simulated-delivery|${pool.id}`, pool.id), 'base64url'),
  reachable: addresses.filter((name) => canSend(ctx, pool, mediumOf[name])),
  ...(found && { attributes: found.attributes }),
})

/** Writes something for nobody where it is written for a user, so that the time does not tell them apart. */
export const pretendWithin = async (ctx: Pick<Context, 'now'>, tx: Queries, key: AttemptKey): Promise<void> => {
  await tx.attempts.begin({ ...key, kind: 'simulated' }, ctx.now())
}

/** Likewise in place of an event, in a pool that watches its users. */
export const pretendEvent = async (ctx: Pick<Context, 'now'>, tx: Queries, pool: Pool, key: AttemptKey) => {
  if (watches(pool)) await tx.attempts.begin({ ...key, kind: 'simulatedEvent' }, ctx.now())
}
