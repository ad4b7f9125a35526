import type { Context } from '../../context.ts'
import { fault } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import type { OutgoingMessage } from '../../outbound/index.ts'
import type { Queries } from '../../store/index.ts'
import type { StoredMessage } from '../../store/messages.ts'
import { senderOf } from '../triggers/custom-sender.ts'
import { routeOf, transportOf } from './transports.ts'

const SEQUENCE_SPAN = 36 ** 4
let sequence = 0

/** Ids sort by age, also within a millisecond of one process. */
const makeId = (ctx: Context) => {
  sequence = (sequence + 1) % SEQUENCE_SPAN
  const age = ctx.now().toString(36).padStart(9, '0') + sequence.toString(36).padStart(4, '0')
  return `${age}.${ctx.random(12).toString('hex')}`
}

const bodyContext = (poolId: string, id: string) => `message|${poolId}|${id}|body`

const missing = {
  EMAIL: 'This server is not set up to send e-mail (CENOTE_SMTP_URL, CENOTE_SES or CENOTE_EMAIL_WEBHOOK_URL).',
  SMS: 'This server is not set up to send text messages (CENOTE_SMS_WEBHOOK_URL or CENOTE_SNS).',
  sender: 'This server is not set up to encrypt codes for custom senders (CENOTE_KMS, CENOTE_SENDER_KEY).',
} as const

/** What hinders messages of the medium from leaving this server for a pool; undefined if nothing does. */
const hindrance = (ctx: Context, pool: Pool, medium: OutgoingMessage['medium']): string | undefined => {
  if (senderOf(pool, medium) !== undefined) return ctx.outbound.codes ? undefined : missing.sender
  return transportOf(ctx, medium) || ctx.settings.keepsInbox ? undefined : missing[medium]
}

/** Whether messages of the medium can be delivered for a pool. */
export const canSend = (ctx: Context, pool: Pool, medium: OutgoingMessage['medium']): boolean =>
  hindrance(ctx, pool, medium) === undefined

/** Raises CodeDeliveryFailureException when messages of the medium cannot be delivered for a pool. */
export const requireTransport = (ctx: Context, pool: Pool, medium: OutgoingMessage['medium']): void => {
  const reason = hindrance(ctx, pool, medium)
  if (reason !== undefined) throw fault('CodeDeliveryFailureException', reason)
}

/**
 * Puts a message into the queue, as a part of the transaction of the change that it tells of: it is
 * delivered if and only if that commits, and nothing else has to be called for it.
 */
export const queueMessage = async (ctx: Context, tx: Queries, message: OutgoingMessage): Promise<void> => {
  const id = makeId(ctx)
  const now = ctx.now()
  await tx.messages.insert({
    id,
    poolId: message.poolId,
    recipient: message.to,
    medium: message.medium,
    route: routeOf(ctx, message),
    sealedBody: ctx.sealer.seal(bodyContext(message.poolId, id), JSON.stringify(message)),
    attempts: 0,
    nextAttemptAt: now,
    deliveredAt: undefined,
    createdAt: now,
  })
  // Before the commit, which the delivery allows for (see pacing.ts).
  ctx.outbound.wake()
}

/** The message that was queued; undefined if it was sealed by a key that is not known here. */
export const openMessage = (ctx: Context, stored: StoredMessage): OutgoingMessage | undefined => {
  const opened = ctx.sealer.open(bodyContext(stored.poolId, stored.id), stored.sealedBody)
  return opened === undefined ? undefined : (JSON.parse(opened) as OutgoingMessage) // sealed by `queueMessage` alone
}
