import { DeliveryFailure } from '../domain/delivery-failure.ts'
import { isTaken, openPostWay } from './post.ts'
import { signatureHeader } from './signature.ts'

const TIME_LIMIT_MS = 5000
/** Answers by which a receiver says that it will never take this message. Others may be mended. */
const refusals = new Set([400, 413, 422])

/** Which receiver, and the secret that it shares. */
export type WebhookOptions = { readonly url: string; readonly secret: string; readonly timeLimit?: number }

/** A receiver of messages. */
export type Webhook = {
  /** Posts `content`, which is of the time `sentAt` in epoch milliseconds. Raises DeliveryFailure. */
  post(content: object, sentAt: number): Promise<void>
  close(): void
}

/**
 * Opens a way to a receiver of messages: `POST` of JSON, signed in the header `cenote-signature`. Any
 * 2xx takes the message. Redirects are not followed, and no answer is looked at.
 */
export const openWebhook = (name: string, { url, secret, timeLimit = TIME_LIMIT_MS }: WebhookOptions): Webhook => {
  const way = openPostWay({ name, url, timeLimit })
  return {
    async post(content, sentAt) {
      const body = JSON.stringify(content)
      const headers = { 'content-type': 'application/json', 'cenote-signature': signatureHeader(secret, sentAt, body) }
      const answer = await way.post(headers, body)
      if (isTaken(answer)) return
      throw new DeliveryFailure(refusals.has(answer.status) ? 'refused' : 'down', `${name} answered ${answer.status}`)
    },
    close: way.close,
  }
}
