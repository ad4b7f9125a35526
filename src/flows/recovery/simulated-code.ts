import type { Context } from '../../context.ts'
import { fault, type ServiceError } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import type { User } from '../../domain/user.ts'
import { checkCode, codeLifetime, MAX_FAILURES, putCode } from '../codes.ts'
import { pretendEvent, pretendWithin } from '../discretion.ts'
import { type Decoy, pretendMessage } from '../messages/pretend.ts'
import { attemptKey } from '../passwords/lockout.ts'

/** A name by which somebody asked for a code that nobody is sent: a user who may have none, or nobody. */
export type Unreachable = { readonly pool: Pool; readonly username: string; readonly found: User | undefined }

const counter = (ctx: Context, { pool, username }: Unreachable) =>
  attemptKey(ctx, pool, undefined, username, 'simulatedCode')

/** Does as if a code were sent: guesses at it are answered for an hour, and five times, as real ones are. */
export const simulateCode = async (ctx: Context, name: Unreachable, decoy: Decoy): Promise<void> => {
  const { found } = name
  await ctx.store.transaction(async (tx) => {
    if (found)
      await putCode(ctx, tx, found, {
        purpose: 'forgot_password',
        destination: '',
        expiresAt: ctx.now() + codeLifetime('forgot_password'),
      })
    else await tx.attempts.begin(counter(ctx, name), ctx.now())
    await pretendMessage(ctx, tx, decoy)
    await pretendEvent(ctx, tx, name.pool, counter(ctx, name))
  })
}

/** The answer to a guess at a code that was not sent, if one was asked for at all. It is never right. */
export const refuseGuess = async (ctx: Context, name: Unreachable, guess: string): Promise<ServiceError> => {
  if (name.found) {
    await checkCode(ctx, name.found, 'forgot_password', guess)
    return fault('CodeMismatchException')
  }
  const key = counter(ctx, name)
  const tries = [key, MAX_FAILURES, codeLifetime('forgot_password'), ctx.now()] as const
  // Looked for and written down as a guess at a user's code is, whether or not there is one (see codes.ts).
  const hasTries = await ctx.store.attempts.hasTries(...tries)
  const isTry = await ctx.store.transaction(async (tx) => {
    if (hasTries && (await tx.attempts.reserveTry(...tries))) return true
    await pretendWithin(ctx, tx, key)
    return false
  })
  return fault(isTry ? 'CodeMismatchException' : 'ExpiredCodeException')
}
