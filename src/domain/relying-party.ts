import type { Pool } from './pool.ts'
import { pagesHost } from './user-pool-domain.ts'

/** What decides for whom the passkeys of a pool sign. */
type RelyingParty = Pick<Pool, 'settings' | 'customDomain' | 'prefixDomain'>

/**
 * The domain for which the passkeys of a pool sign: the configured one, else that of the pool's pages;
 * undefined where nothing says which.
 */
export const relyingPartyIdOf = (pool: RelyingParty, publicUrl: string): string | undefined =>
  pool.settings.webAuthnConfiguration?.relyingPartyId ?? pagesHost(pool, publicUrl)

/**
 * Whether a page of `origin` may use passkeys of a relying party: one of the domain or of one below
 * it, over HTTPS on its usual port. For development, `localhost` or a name below it may be on any port,
 * and without TLS.
 */
export const isAllowedOrigin = (relyingPartyId: string, origin: string): boolean => {
  const url = URL.parse(origin)
  if (url?.origin !== origin) return false
  const isLocal = relyingPartyId === 'localhost' || relyingPartyId.endsWith('.localhost')
  if (isLocal && url.hostname === relyingPartyId) {
    return url.protocol === 'http:' || url.protocol === 'https:'
  }
  const isWithin = url.hostname === relyingPartyId || url.hostname.endsWith(`.${relyingPartyId}`)
  return url.protocol === 'https:' && url.port === '' && isWithin
}
