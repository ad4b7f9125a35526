import { formatMailbox, requireSender, toLetter } from './letter.ts'
import type { Transport } from './transport.ts'
import { openWebhook, type WebhookOptions } from './webhook.ts'

/**
 * Opens a way to a gateway for e-mail, a webhook that takes
 * `{id, to, from, replyTo?, subject, html, text, poolId, username}`. What the gateway makes into
 * headers is one line each. Raises Error for a sender that cannot work.
 */
export const openEmailWebhook = ({
  from: sender,
  ...options
}: WebhookOptions & { readonly from: string }): Transport => {
  requireSender(sender)
  const hook = openWebhook('e-mail webhook', options)
  return {
    async send(message) {
      const { from, to, replyTo, subject, html, text } = toLetter(message, sender)
      const { id, poolId, username, sentAt } = message
      const content = {
        id,
        to,
        from: formatMailbox(from),
        ...(replyTo && { replyTo: formatMailbox(replyTo) }),
        subject,
        html,
        text,
        poolId,
        username,
      }
      await hook.post(content, sentAt)
    },
    close: hook.close,
  }
}
