import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import { type Delivery, type DeliveryMedium, recoveryDelivery, toCodeDeliveryDetails } from '../../domain/delivery.ts'
import type { Pool } from '../../domain/pool.ts'
import { simulatedRecovery } from '../../domain/simulated-delivery.ts'
import type { User } from '../../domain/user.ts'
import { putCode } from '../codes.ts'
import { discreetly, nobodyCalled } from '../discretion.ts'
import { spendAttempt } from '../limits.ts'
import { requireTransport } from '../messages/queue.ts'
import { sendCode } from '../messages/send-code.ts'
import { attemptKey } from '../passwords/lockout.ts'
import { findUser } from '../users/find.ts'
import { codeOwner, requireRecoverable } from './recoverable.ts'

/** The media of the user's second factors: none yet. */
const noFactors: ReadonlySet<DeliveryMedium> = new Set()

/** Who forgot the password, as it is asked for. */
export type RecoveryRequest = { readonly pool: Pool; readonly client: Client; readonly username: string }

/**
 * A code that nobody hears of: ConfirmForgotPassword then answers a wrong guess, and the next, and one
 * after the hour as it does where a code was sent.
 */
const pretendToSend = async (
  ctx: Context,
  { pool, username }: RecoveryRequest,
  found: User | undefined,
): Promise<Delivery> => {
  const simulated = simulatedRecovery(nobodyCalled(ctx, pool, username))
  requireTransport(ctx, simulated.deliveryMedium)
  const owner = codeOwner(ctx, pool, found, username)
  await ctx.store.transaction((tx) => putCode(ctx, tx, owner, 'forgot_password', ''))
  return simulated
}

/**
 * Sends a user the code by which they set a new password. Their status and password stay as they
 * are. Resolves with where it went, masked. Raises NotAuthorizedException where only administrators
 * reset passwords, LimitExceededException, CodeDeliveryFailureException, and for clients that may
 * know it why this user gets none. A client that hides users gets a simulated answer then.
 */
export const requestRecovery = async (ctx: Context, request: RecoveryRequest): Promise<Delivery> => {
  const { pool, client, username } = request
  const found = await findUser(ctx, pool, username)
  await spendAttempt(ctx, attemptKey(ctx, pool, found, username, 'recovery'), 'recovery')
  const real = await discreetly(
    client,
    () => {
      const user = requireRecoverable(found)
      return { user, delivery: recoveryDelivery(pool.settings, user.attributes, noFactors) }
    },
    async () => undefined,
  )
  if (!real) return pretendToSend(ctx, request, found)
  const { user, delivery } = real
  await ctx.store.transaction((tx) =>
    sendCode(ctx, tx, { pool, client, user, purpose: 'forgot_password', event: 'forgot_password', delivery }),
  )
  return toCodeDeliveryDetails(delivery)
}
