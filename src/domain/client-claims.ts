import type { Client } from './client.ts'
import { tokenSeconds } from './client-validity.ts'

/** A client that gets an access token on its own account. Instants are epoch milliseconds. */
export type ClientTokenSubject = {
  readonly issuer: string
  readonly client: Client
  /** With blanks between them. */
  readonly scope: string
  readonly now: number
}

/**
 * The claims of an access token of a client itself: it is its own subject, and nothing tells of a user.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
export const clientAccessClaims = (subject: ClientTokenSubject, jti: string): Record<string, unknown> => {
  const issuedAt = Math.floor(subject.now / 1000)
  return {
    sub: subject.client.id,
    token_use: 'access',
    scope: subject.scope,
    auth_time: issuedAt,
    iss: subject.issuer,
    exp: issuedAt + tokenSeconds(subject.client, 'accessToken'),
    iat: issuedAt,
    version: 2,
    jti,
    client_id: subject.client.id,
  }
}

/** Whether the claims of an access token are those of a client itself, whatever scopes it has. */
export const isClientToken = (claims: Readonly<Record<string, unknown>>): boolean => claims.sub === claims.client_id
