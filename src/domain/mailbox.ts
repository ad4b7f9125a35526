import { isEmail } from './attribute-values.ts'

/** Where an e-mail comes from or goes to. */
export type Mailbox = { readonly name: string; readonly address: string }

/** RFC 5321 section 4.5.3.1.3: a path of 256, with the angle brackets that the protocol puts around it. */
const MAXIMUM_ADDRESS_LENGTH = 254
const MAXIMUM_NAME_LENGTH = 200
/** Control characters, the quotation's own end, and the start of an encoded word. */
const UNSAFE = /[\p{Cc}\u2028\u2029"<>\\]|=\?/u
/** What gives a list of addresses its structure, unless it is quoted. */
const SPECIAL = /[,;:@()[\]]/

const isAddress = (text: string) => isEmail(text) && text.length <= MAXIMUM_ADDRESS_LENGTH && !text.includes('=?')

/**
 * Reads one address: `jane@example.com`, `Jane <jane@example.com>` or `"Jane" <jane@example.com>`.
 * Undefined for everything else, such as a second address, an escaped quote, an encoded word
 * (RFC 2047) or a line break, which are the ways to make one address into two.
 */
export const parseMailbox = (text: string): Mailbox | undefined => {
  if (isAddress(text)) return { name: '', address: text }
  const start = text.lastIndexOf('<')
  if (start === -1 || !text.endsWith('>')) return undefined
  const address = text.slice(start + 1, -1)
  const given = text.slice(0, start).trim()
  const isQuoted = given.length > 1 && given.startsWith('"') && given.endsWith('"')
  const name = isQuoted ? given.slice(1, -1) : given
  const isSafe = name.length <= MAXIMUM_NAME_LENGTH && !UNSAFE.test(name) && (isQuoted || !SPECIAL.test(name))
  return isSafe && isAddress(address) ? { name, address } : undefined
}
