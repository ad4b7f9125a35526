import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import type { DeliveryMedium } from '../../domain/delivery.ts'
import { parseMailbox } from '../../domain/mailbox.ts'
import { type MessageValues, renderEmailBody, renderEmailSubject, renderSms } from '../../domain/message-rendering.ts'
import { emailTemplate, type MessageEvent, smsTemplate } from '../../domain/message-template.ts'
import type { Pool } from '../../domain/pool.ts'
import type { User } from '../../domain/user.ts'
import type { OutgoingMessage } from '../../outbound/index.ts'
import type { Queries } from '../../store/index.ts'
import { queueMessage } from './queue.ts'

/** Something that a user is told. */
export type Notice = {
  readonly pool: Pool
  /** The app client through which it came about; a confirmation by link leads back to it. */
  readonly client?: Pick<Client, 'id'>
  readonly user: Pick<User, 'username' | 'attributes'>
  readonly event: MessageEvent
  readonly medium: DeliveryMedium
  /** The whole address. */
  readonly destination: string
  /** The code, or the temporary password of an invitation. */
  readonly code: string
  /** In place of the link that confirms a sign-up. */
  readonly link?: string
  /** When the code ends, in epoch milliseconds; then it is not sent any more. */
  readonly expiresAt?: number
}

/** Built on the configured URL alone: a request's Host never gets into a message. */
const confirmationLink = (ctx: Context, clientId: string, username: string, code: string) => {
  const query = new URLSearchParams({ client_id: clientId, user_name: username, confirmation_code: code })
  return `${ctx.settings.publicUrl}/confirmUser?${query}`
}

/** The name that a user signs in with: in pools that make user names up, the address given for one. */
const signInName = ({ settings }: Pool, { username, attributes }: Notice['user']) =>
  (settings.usernameAttributes ?? []).map((name) => attributes.get(name)).find(Boolean) ?? username

const emailOf = (ctx: Context, notice: Notice, values: MessageValues) => {
  const { pool, client, user, code, event } = notice
  const link = notice.link ?? (client && confirmationLink(ctx, client.id, user.username, code))
  const wished = emailTemplate(pool.settings, event)
  const byLink = wished.byLink && link !== undefined
  // Without a client there is no page to lead to, and the code can always be typed in.
  const template = wished.byLink && !byLink ? emailTemplate(pool.settings, 'verify_attribute') : wished
  const filled = byLink ? { ...values, link } : values
  const { from, replyToEmailAddress: replyTo } = pool.settings.emailConfiguration
  return {
    subject: renderEmailSubject(template.subject, filled),
    body: renderEmailBody(template.message, filled),
    from: from !== undefined && parseMailbox(from) ? from : ctx.settings.emailFrom,
    ...(replyTo !== undefined && parseMailbox(replyTo) && { replyTo }),
    ...(byLink && { link }),
  }
}

/**
 * Queues the message of `event` in the words of the pool, within the transaction of what it tells of.
 * Raises CodeDeliveryFailureException where this server cannot send by the medium.
 */
export const notify = async (ctx: Context, tx: Queries, notice: Notice): Promise<void> => {
  const { pool, user, event, medium, destination, code, expiresAt } = notice
  // As documented, only invitations name the user.
  const values = event === 'invite' ? { code, username: signInName(pool, user) } : { code }
  const content =
    medium === 'EMAIL' ? emailOf(ctx, notice, values) : { body: renderSms(smsTemplate(pool.settings, event), values) }
  const message: OutgoingMessage = {
    poolId: pool.id,
    username: user.username,
    medium,
    to: destination,
    code,
    ...content,
    ...(expiresAt !== undefined && { expiresAt }),
  }
  await queueMessage(ctx, tx, message)
}
