import { DeliveryFailure } from '../domain/delivery-failure.ts'
import { signatureHeader } from './signature.ts'
import type { Transport } from './transport.ts'

const TIMEOUT_MS = 5000
/** Answers by which a gateway says that it will never take this message. Others may be mended. */
const refusals = new Set([400, 413, 422])

/** What went wrong before there was an answer, in one word and without the URL. */
const causeOf = (error: unknown) => {
  const { name, cause } = error as { name?: string; cause?: { code?: string } }
  return cause?.code ?? name ?? 'failed'
}

/** Which gateway, and the secret that it shares. */
export type SmsOptions = { readonly url: string; readonly secret: string; readonly timeoutMs?: number }

/**
 * Opens a way to a gateway for text messages: `POST` of
 * `{id, to, message, poolId, username}` as JSON, with `Cenote-Signature: t=<seconds>,v1=<signature>`.
 * Any 2xx takes the message. Redirects are not followed, and no answer is read. Raises Error for a
 * URL that cannot work.
 */
export const openSms = ({ url, secret, timeoutMs = TIMEOUT_MS }: SmsOptions): Transport => {
  if (!URL.canParse(url)) throw new Error('CENOTE_SMS_WEBHOOK_URL: must be a URL')
  const { username, password } = new URL(url)
  if (username || password) throw new Error('CENOTE_SMS_WEBHOOK_URL: must not hold a user name or a password')
  return {
    async send({ id, to, body: message, poolId, username, sentAt }) {
      const body = JSON.stringify({ id, to, message, poolId, username })
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'cenote-signature': signatureHeader(secret, sentAt, body) },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      }).catch((error: unknown) => {
        throw new DeliveryFailure('down', `SMS webhook ${causeOf(error)}`)
      })
      await response.body?.cancel().catch(() => {}) // of an answer that nobody reads
      if (response.ok) return
      const reason = `SMS webhook answered ${response.status}`
      throw new DeliveryFailure(refusals.has(response.status) ? 'refused' : 'down', reason)
    },
  }
}
