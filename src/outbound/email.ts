import { createTransport } from 'nodemailer'
import { DeliveryFailure } from '../domain/delivery-failure.ts'
import { AUTOMATIC, requireSender, toLetter } from './letter.ts'
import { readSmtpUrl } from './smtp-url.ts'
import type { Dispatch, Transport } from './transport.ts'

/** Connections that are kept open and used again. */
const MAX_CONNECTIONS = 5
const MAX_MESSAGES_PER_CONNECTION = 100
/** How long the server may be silent. */
const SILENCE_MS = 10_000
/** How long one message may take in all: a server that drips bytes is never silent. */
const SEND_MS = 25_000

/** Which server, and its patience where a test has less of it. */
export type EmailOptions = {
  /** As readSmtpUrl describes it. */
  readonly url: string
  /** The sender of messages that name none. */
  readonly from: string
  readonly silenceMs?: number
  readonly sendMs?: number
}

/** Replies to commands of a message that speak of the session: it is not the message that is at fault. */
const sessionReplies = new Set([421, 503, 530, 535, 538])

/**
 * What an error of nodemailer means. The server's own words stay out of it, since a server may
 * repeat what it was sent.
 */
const toFailure = (error: unknown): DeliveryFailure => {
  const { code, responseCode, response } = error as { code?: string; responseCode?: number; response?: string }
  const status = typeof response === 'string' ? /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] : undefined
  const reason = ['SMTP', code ?? 'failed', responseCode, status].filter((part) => part !== undefined).join(' ')
  const isAboutMessage = code === 'EENVELOPE' || code === 'EMESSAGE'
  if (!isAboutMessage || sessionReplies.has(responseCode ?? 0)) return new DeliveryFailure('down', reason)
  return new DeliveryFailure(responseCode === undefined || responseCode >= 500 ? 'refused' : 'later', reason)
}

const toMail = (message: Dispatch, sender: string) => {
  const { from, to, ...letter } = toLetter(message, sender)
  return {
    ...letter,
    from,
    to: { name: '', address: to },
    // Of its own, so that no header has a say in who receives it.
    envelope: { from: from.address, to: [to] },
    messageId: `<${message.id}@${from.address.slice(from.address.indexOf('@') + 1)}>`,
    date: new Date(message.sentAt),
    headers: { [AUTOMATIC.name]: AUTOMATIC.value },
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

/**
 * Opens a way to the mail server of `url`; it connects with the first message and keeps connections.
 * Raises Error for a URL or a sender that cannot work.
 */
export const openEmail = ({
  url,
  from,
  silenceMs = SILENCE_MS,
  sendMs = SEND_MS,
}: EmailOptions): Transport & { close(): void } => {
  requireSender(from)
  const options = {
    ...readSmtpUrl(url),
    pool: true as const,
    maxConnections: MAX_CONNECTIONS,
    maxMessages: MAX_MESSAGES_PER_CONNECTION,
    // A kept connection may have ended unnoticed, which is seen before anything is sent over it.
    maxRequeues: 1,
    connectionTimeout: silenceMs,
    greetingTimeout: silenceMs,
    socketTimeout: silenceMs,
    dnsTimeout: silenceMs,
  }
  const transporter = createTransport(options)
  transporter.on('error', () => {}) // told to the message's own sender as well
  return {
    async send(message) {
      const mail = { ...toMail(message, from), signal: AbortSignal.timeout(sendMs) }
      try {
        await transporter.sendMail(mail)
      } catch (error) {
        throw toFailure(error)
      }
    },
    // The published types do not know the option.
    close: () => (transporter as { close(options: { force: boolean }): void }).close({ force: true }),
  }
}
