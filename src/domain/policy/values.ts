import { BlockList, isIP, isIPv4, SocketAddress } from 'node:net'

/** Reads a decimal number such as `-12.5`; undefined for any other text. */
export const parseNumber = (text: string): number | undefined =>
  /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined

/** Reads `true` or `false` in any case; undefined for any other text. */
export const parseBoolean = (text: string): boolean | undefined => {
  const lower = text.toLowerCase()
  return lower === 'true' || lower === 'false' ? lower === 'true' : undefined
}

const DATE_TIME = /^(\d{4})-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?)?$/

const isCalendarDay = (year: number, month: number, day: number) => {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

/**
 * Reads an instant in one of the W3C formats of ISO 8601, with a time zone wherever there is a time, or
 * in epoch seconds. Four digits alone could be either a year or seconds, and are read as neither.
 *
 * @see https://www.w3.org/TR/NOTE-datetime
 */
export const parseInstant = (text: string): number | undefined => {
  if (/^\d+$/.test(text)) return text.length === 4 ? undefined : Number(text) * 1000
  const match = DATE_TIME.exec(text)
  if (!match || !isCalendarDay(Number(match[1]), Number(match[2]), Number(match[3] ?? 1))) return undefined
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : time
}

const MAPPED = '::ffff:'

/** The family of an address, and the address with an IPv4 one freed from its IPv6 form (RFC 4291 section 2.5.5.2). */
const parseAddress = (text: string) => {
  if (isIPv4(text)) return { family: 'ipv4', address: text, mapped: false } as const
  const [withoutZone = ''] = text.split('%', 1)
  if (isIP(withoutZone) === 0) return undefined
  const { address } = new SocketAddress({ address: withoutZone, family: 'ipv6' })
  const inner = address.startsWith(MAPPED) ? address.slice(MAPPED.length) : ''
  if (isIPv4(inner)) return { family: 'ipv4', address: inner, mapped: true } as const
  return { family: 'ipv6', address, mapped: false } as const
}

/**
 * Compiles an address or a range such as `203.0.113.0/24` or `2001:db8::/32` into a test of addresses. IPv4
 * in the IPv6 form is IPv4 on both sides, and no range of one family holds an address of the other.
 * Undefined if `text` is neither. The notation is that of RFC 4632 and RFC 4291.
 */
export const compileAddressRange = (text: string): ((address: string) => boolean) | undefined => {
  const match = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text)
  const range = match?.[1] === undefined ? undefined : parseAddress(match[1])
  if (!range) return undefined
  const bits = range.family === 'ipv4' ? 32 : 128
  const prefix = match?.[2] === undefined ? bits : Number(match[2]) - (range.mapped ? 96 : 0)
  if (prefix < 0 || prefix > bits) return undefined
  const list = new BlockList()
  list.addSubnet(range.address, prefix, range.family)
  return (address) => {
    const candidate = parseAddress(address)
    // A BlockList by itself finds 10.0.0.1 in ::/0.
    return candidate?.family === range.family && list.check(candidate.address, candidate.family)
  }
}
