import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import type { DeliveryMedium } from '../../domain/delivery.ts'
import type { Wording } from '../../domain/message-template.ts'
import { poolWording } from '../../domain/message-template.ts'
import { NO_CLIENT } from '../../domain/trigger-event.ts'
import { type MessageOccasion, wordMessage } from '../triggers/custom-message.ts'
import { senderOf } from '../triggers/custom-sender.ts'

/** Something that a user is told, in the words in which it is told. */
export type Notice = MessageOccasion & {
  /** The app client through which it came about; a confirmation by link leads back to it. */
  readonly client: Pick<Client, 'id'> | undefined
  readonly wording: Wording
}

/** What is to be told, and by which media it may go. */
export type NoticeRequest = Omit<MessageOccasion, 'clientId'> & {
  readonly client?: Pick<Client, 'id'>
  readonly mediums: readonly DeliveryMedium[]
  /** False of an invitation without a password. */
  readonly hasCode?: boolean
}

/**
 * Finds the words of what a user is to be told, before the transaction of what it tells of: the pool's
 * function may be asked for them, unless another one of its functions delivers all of it. Raises what the trigger raises.
 */
export const prepareNotice = async (
  ctx: Context,
  { mediums, hasCode = true, ...request }: NoticeRequest,
): Promise<Notice> => {
  const { pool, client, event } = request
  const occasion = { ...request, client, clientId: client?.id ?? NO_CLIENT }
  const worded = mediums.filter((medium) => senderOf(pool, medium) === undefined)
  const wording =
    worded.length > 0
      ? await wordMessage(ctx, { ...occasion, mediums: worded, hasCode })
      : poolWording(pool.settings, event)
  return { ...occasion, wording }
}
