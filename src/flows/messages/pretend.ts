import type { Context } from '../../context.ts'
import type { DeliveryMedium } from '../../domain/delivery.ts'
import { poolWording } from '../../domain/message-template.ts'
import type { AttemptKey } from '../../store/attempts.ts'
import type { Queries } from '../../store/index.ts'
import { makeCode } from '../codes.ts'
import { pretendWithin } from '../discretion.ts'
import type { NoticeRequest } from './notice.ts'
import { notify } from './notify.ts'

/** A message with a code that somebody is not sent: a user who may have none, or who stands in for nobody. */
export type Decoy = Required<Pick<NoticeRequest, 'pool' | 'client' | 'user' | 'event' | 'via'>> & {
  readonly medium: DeliveryMedium
}

/** As long as most addresses are. */
const NOWHERE = 'nobody.at.all@nowhere.invalid'

/**
 * Queues a message that goes nowhere: worded, sealed and taken off the queue as every other one is, so that neither the time
 * of an answer nor that of the next tells who is sent a code. No function of the pool hears of it.
 */
export const pretendMessage = async (ctx: Context, tx: Queries, { medium, ...occasion }: Decoy): Promise<void> => {
  const { pool, client, event } = occasion
  const notice = { ...occasion, clientId: client.id, wording: poolWording(pool.settings, event) }
  await notify(ctx, tx, notice, { medium, destination: NOWHERE, code: makeCode(ctx), isDecoy: true })
}

/** Likewise in place of a code and its message. */
export const pretendCode = async (ctx: Context, tx: Queries, key: AttemptKey, decoy: Decoy): Promise<void> => {
  await pretendWithin(ctx, tx, key)
  await pretendMessage(ctx, tx, decoy)
}
