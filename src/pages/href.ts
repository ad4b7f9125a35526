/** A path of this server, a query of this page, or an address on the web. `//` and `/\` would lead to other servers. */
const SAFE = /^(?:https?:\/\/[^\s]|\/(?![/\\])|\/$|[?#])/i
/** Browsers take tabs and line breaks out of an address before they read it. */
const CONTROL = /\p{Cc}/u

/**
 * An address as links, forms and images may have it: what is none of the web or of this server, such as
 * `javascript:`, becomes a link to the page itself.
 */
export const href = (address: string): string => (SAFE.test(address) && !CONTROL.test(address) ? address : '#')

/** The address of an authenticator app's key, for links; undefined for anything else. */
export const otpauthHref = (uri: string): string | undefined => (/^otpauth:\/\/totp\//.test(uri) ? uri : undefined)
