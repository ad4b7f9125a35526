import type { Context } from '../../context.ts'
import type { DeliveryMedium } from '../../domain/delivery.ts'
import { parseMailbox } from '../../domain/mailbox.ts'
import {
  escapeHtml,
  type MessageValues,
  renderEmailBody,
  renderEmailSubject,
  renderSms,
} from '../../domain/message-rendering.ts'
import { emailTemplate } from '../../domain/message-template.ts'
import type { Pool } from '../../domain/pool.ts'
import type { User } from '../../domain/user.ts'
import type { OutgoingMessage } from '../../outbound/index.ts'
import type { Queries } from '../../store/index.ts'
import { senderCall } from '../triggers/custom-sender.ts'
import { confirmationLink } from './link.ts'
import type { Notice } from './notice.ts'
import { queueMessage, requireTransport } from './queue.ts'

/** One message of a notice: by which medium it goes, where, and with which secret. */
export type NoticeCopy = {
  readonly medium: DeliveryMedium
  /** The whole address. */
  readonly destination: string
  /** The code, or the temporary password of an invitation. */
  readonly code: string
  /** When the code ends, in epoch milliseconds; then it is not sent any more. */
  readonly expiresAt?: number
  /** Whether it goes nowhere. */
  readonly isDecoy?: true
}

/** The name that a user signs in with: in pools that make user names up, the address given for one. */
const signInName = ({ settings }: Pool, { username, attributes }: User) =>
  (settings.usernameAttributes ?? []).map((name) => attributes.get(name)).find(Boolean) ?? username

const emailOf = (ctx: Context, notice: Notice, code: string, values: MessageValues) => {
  const { pool, client, user, wording } = notice
  const link = client && confirmationLink(ctx, { clientId: client.id, username: user.username, code })
  const byLink = wording.email.byLink && link !== undefined
  // Without a client there is no page to lead to, and the code can always be typed in.
  const template = wording.email.byLink && !byLink ? emailTemplate(pool.settings, 'verify_attribute') : wording.email
  const filled = byLink ? { ...values, link } : values
  const { emailConfiguration } = pool.settings
  const { from, replyToEmailAddress: replyTo, configurationSet, emailSendingAccount, sourceArn } = emailConfiguration
  return {
    subject: renderEmailSubject(template.subject, filled),
    body: renderEmailBody(template.message, filled),
    ...(from !== undefined && parseMailbox(from) && { from }),
    ...(replyTo !== undefined && parseMailbox(replyTo) && { replyTo }),
    ...(byLink && { link }),
    ...(configurationSet !== undefined && { configurationSet }),
    ...(emailSendingAccount === 'DEVELOPER' && sourceArn !== undefined && { sourceArn }),
  }
}

const smsOf = ({ pool, wording }: Notice, values: MessageValues) => {
  const snsRegion = pool.settings.smsConfiguration?.snsRegion
  return { body: renderSms(wording.sms, values), ...(snsRegion !== undefined && { snsRegion }) }
}

const contentOf = (ctx: Context, notice: Notice, { medium, code }: NoticeCopy) => {
  const { pool, user, event } = notice
  // As documented, only invitations name the user.
  const values = event === 'invite' ? { code, username: signInName(pool, user) } : { code }
  return medium === 'EMAIL' ? { code, ...emailOf(ctx, notice, code, values) } : { code, ...smsOf(notice, values) }
}

/** What a function gets to send. A password that goes into an e-mail is ready to stand in its HTML. */
const forSender = ({ event }: Notice, { medium, code }: NoticeCopy) => ({
  code: event === 'invite' && medium === 'EMAIL' ? escapeHtml(code) : code,
  body: '',
})

/**
 * Queues a message of a notice, within the transaction of what it tells of: in the notice's words, or
 * for the pool's function that delivers it. Raises CodeDeliveryFailureException where that cannot be done here.
 */
export const notify = async (ctx: Context, tx: Queries, notice: Notice, copy: NoticeCopy): Promise<void> => {
  const { pool, user } = notice
  const { medium, destination, expiresAt, isDecoy } = copy
  requireTransport(ctx, pool, medium)
  const sender = senderCall(notice, medium)
  const message: OutgoingMessage = {
    poolId: pool.id,
    username: user.username,
    medium,
    to: destination,
    ...(sender ? { ...forSender(notice, copy), sender } : contentOf(ctx, notice, copy)),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(isDecoy && { isDecoy }),
  }
  await queueMessage(ctx, tx, message)
}
