import type { Context } from '../../context.ts'
import { fault, type ServiceError } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import type { User } from '../../domain/user.ts'
import { checkCode, codeLifetime, MAX_FAILURES, putCode } from '../codes.ts'
import { pretendEvent, pretendMessage } from '../discretion.ts'
import { attemptKey } from '../passwords/lockout.ts'

/** A name by which somebody asked for a code that nobody is sent: a user who may have none, or nobody. */
export type Unreachable = { readonly pool: Pool; readonly username: string; readonly found: User | undefined }

const counter = (ctx: Context, { pool, username }: Unreachable) =>
  attemptKey(ctx, pool, undefined, username, 'simulatedCode')

/** Does as if a code were sent: guesses at it are answered for an hour, and five times, as real ones are. */
export const simulateCode = async (ctx: Context, name: Unreachable): Promise<void> => {
  const { found } = name
  await ctx.store.transaction(async (tx) => {
    if (found)
      await putCode(ctx, tx, found, {
        purpose: 'forgot_password',
        destination: '',
        expiresAt: ctx.now() + codeLifetime('forgot_password'),
      })
    else await tx.attempts.begin(counter(ctx, name), ctx.now())
    await pretendMessage(ctx, tx, counter(ctx, name))
    await pretendEvent(ctx, tx, name.pool, counter(ctx, name))
  })
}

/** The answer to a guess at a code that was not sent, if one was asked for at all. It is never right. */
export const refuseGuess = async (ctx: Context, name: Unreachable, guess: string): Promise<ServiceError> => {
  if (name.found) {
    await checkCode(ctx, name.found, 'forgot_password', guess)
    return fault('CodeMismatchException')
  }
  const lifetime = codeLifetime('forgot_password')
  const isTry = await ctx.store.transaction((tx) =>
    tx.attempts.reserveTry(counter(ctx, name), MAX_FAILURES, lifetime, ctx.now()),
  )
  return fault(isTry ? 'CodeMismatchException' : 'ExpiredCodeException')
}
