import { errorMembers, OAuthError } from './errors.ts'

const statuses = { invalid_request: 400, invalid_token: 401, insufficient_scope: 403 } as const

/** An error of a protected resource (RFC 6750 section 3). */
export const bearerRefusal = (code: keyof typeof statuses, description: string): OAuthError => {
  const members = errorMembers(new OAuthError(code, description))
  const challenge = Object.entries(members).map(([name, value]) => `${name}="${value}"`)
  return new OAuthError(code, description, {
    status: statuses[code],
    headers: { 'www-authenticate': `Bearer ${challenge.join(', ')}` },
  })
}

/** The token of an Authorization header (RFC 6750 section 2.1); undefined for a header of another kind, or none. */
export const bearerToken = (authorization: string | undefined): string | undefined =>
  /^Bearer +([\w.~+/=-]+)$/i.exec(authorization ?? '')?.[1]
