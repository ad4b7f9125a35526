import type { SmsSender } from '../config.ts'
import { DeliveryFailure } from '../domain/delivery-failure.ts'
import type { HttpAnswer } from './http.ts'
import { isTaken, openPostWay } from './post.ts'
import type { Transport } from './transport.ts'
import type { WebhookOptions } from './webhook.ts'

/** A message is made while its sender waits, which takes longer than to queue it. */
const TIME_LIMIT_MS = 15_000

/**
 * What Twilio says of a message that it will never take.
 *
 * @see https://www.twilio.com/docs/api/errors
 */
const refusals = new Set([
  21211, // the number is none
  21214, // it cannot be reached
  21217, // it is none
  21265, // it is a short code
  21266, // it is the sender's own
  21408, // it is in a country to which the account does not send
  21421, // it is none
  21608, // it is not verified, as those of trial accounts must be
  21610, // its owner does not want messages
  21612, // this sender does not reach it
  21614, // it is not a mobile number
  21617, // the text is too long
  21635, // it is a landline
])

/** Twilio's own number of an error: five digits, so that no code of a user is taken for one. */
const errorNumber = (body: Buffer): number | undefined => {
  try {
    const { code } = JSON.parse(body.toString('utf8')) as { code?: unknown }
    return typeof code === 'number' && /^\d{5}$/.test(String(code)) ? code : undefined
  } catch {
    return undefined // not JSON, or not whole
  }
}

const toFailure = ({ status, body }: HttpAnswer): DeliveryFailure => {
  const answered = `Twilio answered ${status}`
  if (status !== 400) return new DeliveryFailure('down', answered)
  const code = errorNumber(body)
  // An error that is not known here may be about the sender, which can be mended, or about this message alone.
  const kind = code !== undefined && refusals.has(code) ? 'refused' : 'later'
  return new DeliveryFailure(kind, code === undefined ? answered : `${answered} (${code})`)
}

/** Where messages are made, `<account sid>:<auth token>`, and from whom they come. */
export type TwilioOptions = WebhookOptions & { readonly sender: SmsSender }

/**
 * Opens a way to Twilio, or to a gateway that takes messages as it does.
 *
 * @see https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
 */
export const openTwilio = ({ url, secret, sender, timeLimit = TIME_LIMIT_MS }: TwilioOptions): Transport => {
  const way = openPostWay({ name: 'Twilio', url, timeLimit })
  const from = { [sender.kind === 'service' ? 'MessagingServiceSid' : 'From']: sender.value }
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    authorization: `Basic ${Buffer.from(secret).toString('base64')}`,
  }
  return {
    async send({ to, body: text }) {
      const answer = await way.post(headers, new URLSearchParams({ To: to, ...from, Body: text }).toString())
      if (!isTaken(answer)) throw toFailure(answer)
    },
    close: way.close,
  }
}
