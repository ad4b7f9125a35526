import type { Pool } from './pool.ts'

/** The domain for which the passkeys of a pool sign; undefined where nothing says which. */
export const relyingPartyIdOf = ({ settings }: Pick<Pool, 'settings'>): string | undefined =>
  settings.webAuthnConfiguration?.relyingPartyId

/**
 * Whether a page of `origin` may use passkeys of a relying party: one of the domain or of one below
 * it, over HTTPS on its usual port. For development, `localhost` may be on any port, and without TLS.
 */
export const isAllowedOrigin = (relyingPartyId: string, origin: string): boolean => {
  const url = URL.parse(origin)
  if (url?.origin !== origin) return false
  if (relyingPartyId === 'localhost' && url.hostname === 'localhost') {
    return url.protocol === 'http:' || url.protocol === 'https:'
  }
  const isWithin = url.hostname === relyingPartyId || url.hostname.endsWith(`.${relyingPartyId}`)
  return url.protocol === 'https:' && url.port === '' && isWithin
}
