import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import { type Delivery, resendDelivery, toCodeDeliveryDetails } from '../../domain/delivery.ts'
import { fault } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import type { Via } from '../../domain/sign-in.ts'
import { simulatedResend } from '../../domain/simulated-delivery.ts'
import { discreetly, nobodyCalled, pretendEvent } from '../discretion.ts'
import { recordEvent } from '../events/record.ts'
import { spendAttempt } from '../limits.ts'
import { prepareNotice } from '../messages/notice.ts'
import { pretendCode } from '../messages/pretend.ts'
import { requireTransport } from '../messages/queue.ts'
import { sendCode } from '../messages/send-code.ts'
import { attemptKey } from '../passwords/lockout.ts'
import { findUser } from '../users/find.ts'
import { standInUser } from '../users/stand-in.ts'
import { requireUnconfirmed } from './unconfirmed.ts'

const alreadyConfirmed = () => fault('InvalidParameterException', 'User is already confirmed.')

/**
 * Sends the code of a sign-up again: a new one, and the old one is void. Resolves with where it
 * went, masked. Raises LimitExceededException, CodeDeliveryFailureException, InvalidParameterException
 * where the pool verifies nothing, what CustomMessage raises, and for clients that may know it why there is nobody to send it to.
 * A client that hides users gets a simulated answer then.
 */
export const resendSignUpCode = async (
  ctx: Context,
  { pool, client, username, via }: { pool: Pool; client: Client; username: string; via: Via },
): Promise<Delivery> => {
  const found = await findUser(ctx, pool, username)
  const key = attemptKey(ctx, pool, found, username, 'resendCode')
  await spendAttempt(ctx, key, 'resendCode')
  const real = await discreetly(
    client,
    () => {
      const user = requireUnconfirmed(found, alreadyConfirmed)
      const delivery = resendDelivery(pool.settings, user.attributes)
      requireTransport(ctx, pool, delivery.deliveryMedium)
      return { user, delivery }
    },
    async () => undefined,
  )
  if (!real) {
    const simulated = simulatedResend(nobodyCalled(ctx, pool, username, found))
    const medium = simulated.deliveryMedium
    requireTransport(ctx, pool, medium)
    const user = found ?? standInUser(ctx, pool, username)
    await ctx.store.transaction(async (tx) => {
      await pretendCode(ctx, tx, key, { pool, client, user, via, medium, event: 'resend_code' })
      await pretendEvent(ctx, tx, pool, key)
    })
    return simulated
  }
  const { user, delivery } = real
  const mediums = [delivery.deliveryMedium]
  const notice = await prepareNotice(ctx, { pool, client, user, event: 'resend_code', mediums, via })
  await ctx.store.transaction(async (tx) => {
    await sendCode(ctx, tx, notice, { purpose: 'sign_up', delivery })
    await recordEvent(ctx, tx, { pool, client, user, via, type: 'ResendCode', response: 'Pass' })
  })
  return toCodeDeliveryDetails(delivery)
}
