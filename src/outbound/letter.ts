import { domainToASCII } from 'node:url'
import { DeliveryFailure } from '../domain/delivery-failure.ts'
import { type Mailbox, parseMailbox } from '../domain/mailbox.ts'
import { toPlainText } from '../domain/plain-text.ts'
import type { OutgoingMessage } from './transport.ts'

/** An e-mail, safe to be made into headers whichever way it goes. */
export type Letter = {
  readonly from: Mailbox
  /** One address. */
  readonly to: string
  readonly replyTo?: Mailbox
  readonly subject: string
  readonly html: string
  readonly text: string
}

/** RFC 3834: no out-of-office replies, please. */
export const AUTOMATIC = { name: 'Auto-Submitted', value: 'auto-generated' } as const

/** Insists on a sender that can stand in letters. Raises Error. */
export const requireSender = (from: string): void => {
  if (!parseMailbox(from)) throw new Error('CENOTE_EMAIL_FROM: must be one e-mail address')
}

/** One line: what would end a header's line is refused, wherever it came from. */
const headerText = (name: string, value: string) => {
  if (/[\r\n\0]/.test(value)) throw new DeliveryFailure('refused', `a line break in ${name}`)
  return value
}

const mailbox = (name: string, text: string): Mailbox => {
  const parsed = parseMailbox(headerText(name, text))
  if (!parsed) throw new DeliveryFailure('refused', `${name} is not an address`)
  return parsed
}

/** Makes the letter of a message, from `sender` unless the message names one. Raises DeliveryFailure. */
export const toLetter = (message: OutgoingMessage, sender: string): Letter => ({
  from: mailbox('From', message.from ?? sender),
  to: mailbox('To', message.to).address,
  ...(message.replyTo !== undefined && { replyTo: mailbox('Reply-To', message.replyTo) }),
  // Text that looks like an encoded word (RFC 2047) would be decoded by its reader.
  subject: headerText('Subject', message.subject ?? '').replaceAll('=?', '= ?'),
  html: message.body,
  text: message.text ?? toPlainText(message.body),
})

/** An address and its name in one text. Names hold nothing that would end the quotation (`parseMailbox`). */
export const formatMailbox = ({ name, address }: Mailbox): string => (name === '' ? address : `"${name}" <${address}>`)

const isAscii = (text: string) => /^[\x20-\x7e]*$/.test(text)

/** How many bytes fit into an encoded word of 75 letters, as whole groups of base64. */
const WORD_BYTES = 45

/** RFC 2047 section 5: a text in words of base64, none of which ends within a character. */
const encodedWords = (text: string) => {
  const words = ['']
  for (const letter of text) {
    const longer = (words.at(-1) ?? '') + letter
    if (Buffer.byteLength(longer) <= WORD_BYTES) words[words.length - 1] = longer
    else words.push(letter)
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ')
}

/** An address whose domain is in letters of DNS (RFC 5891): its local part stays what it is. */
export const asciiAddress = (address: string): string => {
  const at = address.indexOf('@') + 1
  const domain = address.slice(at)
  return isAscii(domain) ? address : address.slice(0, at) + domainToASCII(domain)
}

/** `formatMailbox` for a way that takes letters of ASCII alone in its headers. */
export const asciiMailbox = ({ name, address }: Mailbox): string =>
  isAscii(name)
    ? formatMailbox({ name, address: asciiAddress(address) })
    : `${encodedWords(name)} <${asciiAddress(address)}>`
