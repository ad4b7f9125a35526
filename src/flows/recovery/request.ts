import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import { type Delivery, recoveryDelivery, toCodeDeliveryDetails } from '../../domain/delivery.ts'
import { mfaMediums } from '../../domain/mfa.ts'
import type { Pool } from '../../domain/pool.ts'
import type { Via } from '../../domain/sign-in.ts'
import { simulatedRecovery } from '../../domain/simulated-delivery.ts'
import type { User } from '../../domain/user.ts'
import { discreetly, nobodyCalled } from '../discretion.ts'
import { recordEvent } from '../events/record.ts'
import { spendAttempt } from '../limits.ts'
import { prepareNotice } from '../messages/notice.ts'
import { requireTransport } from '../messages/queue.ts'
import { sendCode } from '../messages/send-code.ts'
import { attemptKey } from '../passwords/lockout.ts'
import { findUser } from '../users/find.ts'
import { migrateUser } from '../users/migrate.ts'
import { standInUser } from '../users/stand-in.ts'
import { requireRecoverable } from './recoverable.ts'
import { simulateCode } from './simulated-code.ts'

/** Who forgot the password, as it is asked for. */
export type RecoveryRequest = {
  readonly pool: Pool
  readonly client: Client
  readonly username: string
  readonly via: Via
}

const pretendToSend = async (
  ctx: Context,
  { pool, client, username, via }: RecoveryRequest,
  found: User | undefined,
): Promise<Delivery> => {
  const simulated = simulatedRecovery(nobodyCalled(ctx, pool, username, found))
  const medium = simulated.deliveryMedium
  requireTransport(ctx, pool, medium)
  const user = found ?? standInUser(ctx, pool, username)
  await simulateCode(ctx, { pool, username, found }, { pool, client, user, via, medium, event: 'forgot_password' })
  return simulated
}

/**
 * Sends a user the code by which they set a new password. Their status and password stay as they
 * are. Resolves with where it went, masked. Raises NotAuthorizedException where only administrators
 * reset passwords, LimitExceededException, CodeDeliveryFailureException, what CustomMessage raises, and for clients that may
 * know it why this user gets none. A client that hides users gets a simulated answer then.
 */
export const requestRecovery = async (ctx: Context, request: RecoveryRequest): Promise<Delivery> => {
  const { pool, client, username, via } = request
  const present = await findUser(ctx, pool, username)
  await spendAttempt(ctx, attemptKey(ctx, pool, present, username, 'recovery'), 'recovery')
  const found = present ?? (await migrateUser(ctx, { pool, client, name: username, via, source: 'ForgotPassword' }))
  const real = await discreetly(
    client,
    () => {
      const user = requireRecoverable(found)
      const delivery = recoveryDelivery(pool.settings, user.attributes, mfaMediums(pool.settings, user))
      requireTransport(ctx, pool, delivery.deliveryMedium)
      return { user, delivery }
    },
    async () => undefined,
  )
  if (!real) return pretendToSend(ctx, request, found)
  const { user, delivery } = real
  const mediums = [delivery.deliveryMedium]
  const notice = await prepareNotice(ctx, { pool, client, user, event: 'forgot_password', mediums, via })
  await ctx.store.transaction(async (tx) => {
    await sendCode(ctx, tx, notice, { purpose: 'forgot_password', delivery })
    await recordEvent(ctx, tx, { pool, client, user, via, type: 'ForgotPassword', response: 'InProgress' })
  })
  return toCodeDeliveryDetails(delivery)
}
