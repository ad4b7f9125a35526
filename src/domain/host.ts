import { isIP } from 'node:net'

/** Whether a text is an IP address, or a range of them (CIDR). */
export const isNetwork = (text: string): boolean => {
  const [address = '', bits, ...more] = text.split('/')
  const version = isIP(address)
  const width = version === 4 ? 32 : 128
  return version !== 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= width))
}

/** Whether a host is this machine itself, by its name or an address. */
export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host)

/** How a host stands in a URL (RFC 3986 section 3.2.2); this machine stands there by its name. */
export const urlHost = (host: string): string => {
  if (isLoopback(host)) return 'localhost'
  return isIP(host) === 6 ? `[${host}]` : host
}

/** What `isPlainUrl` asks of a text, for mistakes in settings. */
export const PLAIN_URL = 'an http or https URL without a user name and a password'

/** Whether a text is an http or https URL without a user name and a password, which have settings of their own. */
export const isPlainUrl = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && /^https?:$/.test(url.protocol) && !url.username && !url.password
}
