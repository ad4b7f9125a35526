import type { Transport } from './transport.ts'
import { openWebhook, type WebhookOptions } from './webhook.ts'

/** Opens a way to a gateway for text messages, a webhook that takes `{id, to, message, poolId, username}`. */
export const openSms = (options: WebhookOptions): Transport => {
  const hook = openWebhook('SMS webhook', options)
  return {
    send: ({ id, to, body: message, poolId, username, sentAt }) =>
      hook.post({ id, to, message, poolId, username }, sentAt),
    close: hook.close,
  }
}
