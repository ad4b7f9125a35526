/**
 * The protocols of OAuth 2.0 and OpenID Connect over the flows: parameters in, redirects and JSON out.
 * This folder knows no HTTP server, no HTML and no storage.
 */
import type { Pool } from '../domain/pool.ts'

/**
 * Where the service's own ways differ from the standards. A pool follows the service unless it is tagged
 * `cenote:oidc` = `strict`; then it follows the standards, and clients of the service still work.
 */
export const deviations = {
  'flags-as-text':
    'userInfo tells every value as text, also email_verified, phone_number_verified and updated_at (OIDC Core section 5.1).',
  'no-issuer': 'Authorization responses do not name their issuer (RFC 9207 section 2).',
  'plain-discovery':
    'Discovery does not tell of grant types, claims, challenge methods and prompts (OIDC Discovery section 3).',
  'client-error-400':
    'A client that is not authenticated hears status 400 without WWW-Authenticate (RFC 6749 section 5.2).',
  'redirect-error': 'A code with another redirect_uri is answered unauthorized_client (RFC 6749 section 5.2).',
  'response-type-error':
    'A response type that is missing or unknown is answered invalid_request (RFC 6749 section 4.1.2.1).',
  'hint-ignored': 'id_token_hint is ignored (OIDC Core section 3.1.2.1).',
  'silent-logout': 'Logout asks nobody and needs logout_uri or redirect_uri (OIDC RP-Initiated Logout section 2).',
  'form-body-token': 'userInfo takes the access token in its header alone (RFC 6750 section 2.2).',
} as const

/** One of them. */
export type Deviation = keyof typeof deviations

/** The tag by which an administrator has a pool follow the standards to the letter. */
export const STRICT_TAG = { key: 'cenote:oidc', value: 'strict' } as const

/** Whether a pool does as the service does. */
export const deviates = ({ tags }: Pick<Pool, 'tags'>, _deviation: Deviation): boolean =>
  tags[STRICT_TAG.key] !== STRICT_TAG.value
