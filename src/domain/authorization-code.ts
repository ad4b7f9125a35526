/** What a user has allowed a client, until the client fetches the tokens for it (RFC 6749 section 4.1.2). */
export type AuthorizationCode = {
  readonly poolId: string
  readonly clientId: string
  readonly sub: string
  readonly ssoSessionId: string
  /** To which the code went; the client has to name it again. */
  readonly redirectUri: string
  readonly scope: string
  /** By S256 (RFC 7636 section 4.2). */
  readonly challenge: string | undefined
  readonly nonce: string | undefined
  readonly resource: string | undefined
  readonly authTime: number
  readonly authentication: { readonly acr: string | undefined; readonly amr: readonly string[] }
  readonly eventId: string
  readonly expiresAt: number
}

/** For how long a code can be redeemed. */
export const CODE_LIFETIME_MS = 5 * 60 * 1000
