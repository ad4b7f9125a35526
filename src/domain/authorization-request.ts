import type { Client } from './client.ts'
import type { Pool } from './pool.ts'

/** What a client asks a user's browser to bring back (RFC 6749 sections 4.1.1 and 4.2.1), found to be in order. */
export type AuthorizationRequest = {
  readonly pool: Pool
  readonly client: Client
  /** One of the client's callback URLs, as registered. */
  readonly redirectUri: string
  readonly responseType: 'code' | 'token'
  /** What the tokens will be good for: what was asked for, or all that the client may have. */
  readonly scope: string
  readonly state: string | undefined
  readonly nonce: string | undefined
  /** By S256 (RFC 7636 section 4.2). */
  readonly challenge: string | undefined
  /** RFC 8707 section 2. */
  readonly resource: string | undefined
  readonly prompt: ReadonlySet<string>
  readonly maxAgeSeconds: number | undefined
  readonly loginHint: string | undefined
  /** The user whom the client takes for signed in, where its word for that counts. */
  readonly hintedSub: string | undefined
  /** Levels of authentication, the most wanted first. */
  readonly acrValues: string
  /** The provider that the user is to be sent to, and whether it is one of several by an identifier. */
  readonly identityProvider: string | undefined
}
