import type { Context } from '../../context.ts'
import type { Pool } from '../../domain/pool.ts'
import type { User, UserStatus } from '../../domain/user.ts'
import type { Queries } from '../../store/index.ts'
import { changeUser, noNames } from './save.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** A password that was checked and sealed before the transaction, by `prepareNewPassword` or `sealPassword`. */
export type NewPassword = {
  readonly verifier: string
  /** The user's status with it. FORCE_CHANGE_PASSWORD makes it a temporary one, which ends. */
  readonly status: UserStatus
}

/** When a temporary password that is set now stops working. */
export const temporaryUntil = (ctx: Pick<Context, 'now'>, pool: Pool): number =>
  ctx.now() + pool.settings.policies.passwordPolicy.temporaryPasswordValidityDays * DAY_MS

/** Remembers a password that a user has from now on, where the pool does not let them come back. */
export const rememberPassword = async (
  ctx: Pick<Context, 'now'>,
  tx: Queries,
  pool: Pool,
  { sub, verifier }: { sub: string; verifier: string },
): Promise<void> => {
  if (!pool.settings.policies.passwordPolicy.passwordHistorySize) return
  await tx.users.rememberPassword(pool.id, sub, verifier, ctx.now())
}

/**
 * Gives the user a password, within a transaction of `transactUsers` that read the user. Whatever
 * code would have set another one is void then. Resolves with the user as changed.
 */
export const setPassword = async (
  ctx: Pick<Context, 'now'>,
  tx: Queries,
  pool: Pool,
  user: User,
  { verifier, status }: NewPassword,
): Promise<User> => {
  const ends = status === 'FORCE_CHANGE_PASSWORD' ? temporaryUntil(ctx, pool) : null
  const changed = await changeUser(tx, pool, user, { status, verifier, temporaryUntil: ends }, ctx.now(), noNames)
  await rememberPassword(ctx, tx, pool, { sub: user.sub, verifier })
  await tx.codes.remove(pool.id, user.sub, 'forgot_password')
  return changed
}
