import { createHash } from 'node:crypto'
import type { Client } from './client.ts'
import { tokenSeconds } from './client-validity.ts'
import { identitiesClaim } from './linked-identity.ts'
import type { Pool } from './pool.ts'
import type { User } from './user.ts'

/** The scope of tokens that come from the API, which its self-service operations demand. */
export const ADMIN_SCOPE = 'aws.cognito.signin.user.admin'

/** What a token says of a user's groups. */
export type GroupClaims = { groups: string[]; roles: string[]; preferredRole: string | undefined }

/** A sign-in as its tokens describe it. Instants are epoch milliseconds. */
export type TokenSubject = {
  issuer: string
  pool: Pool
  client: Client
  user: User
  groups: GroupClaims
  /** `origin_jti`: the same in every token of a sign-in. */
  familyId: string
  /** Where the pool tracks sessions: whoever lists them can revoke each. */
  isTracked: boolean
  eventId: string
  scope: string
  /** Where the pool tracks devices. */
  deviceKey: string | undefined
  /** How the user proved who they are. Tokens tell of it where the sign-in has named a level. */
  authentication: { readonly acr: string | undefined; readonly amr: readonly string[] } | undefined
  authTime: number
  now: number
  /** Attributes that the client may read. */
  readable: ReadonlySet<string>
  /** Whom the access token is for (RFC 8707), where its client said. */
  resource: string | undefined
  /** Whether the user signed in on the pages, whose access tokens say of which version they are. */
  isFromPages: boolean
}

const seconds = (milliseconds: number) => Math.floor(milliseconds / 1000)

/** Claims that both tokens have. jti and origin_jti are there only where tokens or sessions can be revoked. */
const common = (subject: TokenSubject, jti: string, lifeSeconds: number) => {
  const { enableTokenRevocation, refreshTokenRotation } = subject.client.settings
  const revocable = enableTokenRevocation || refreshTokenRotation?.feature === 'ENABLED' || subject.isTracked
  return {
    sub: subject.user.sub,
    ...(subject.groups.groups.length > 0 && { 'cognito:groups': subject.groups.groups }),
    iss: subject.issuer,
    ...(revocable && { origin_jti: subject.familyId, jti }),
    event_id: subject.eventId,
    ...(subject.authentication?.acr !== undefined && subject.authentication),
    auth_time: seconds(subject.authTime),
    iat: seconds(subject.now),
    exp: seconds(subject.now) + lifeSeconds,
  }
}

/** An attribute as a claim: flags are booleans, an address is an object, identities are a list (OIDC Core section 5.1.1). */
export const attributeClaim = (name: string, value: string): unknown => {
  if (name === 'email_verified' || name === 'phone_number_verified') return value === 'true'
  if (name === 'address') return { formatted: value }
  if (name === 'identities') return identitiesClaim(value)
  return value
}

/**
 * The claims of an ID token.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
 */
export const idClaims = (subject: TokenSubject, jti: string): Record<string, unknown> => {
  const { groups, client, user, readable } = subject
  const claims: Record<string, unknown> = {}
  for (const [name, value] of user.attributes) if (readable.has(name)) claims[name] = attributeClaim(name, value)
  return {
    ...claims,
    ...common(subject, jti, tokenSeconds(client, 'idToken')),
    ...(groups.roles.length > 0 && { 'cognito:roles': groups.roles }),
    ...(groups.preferredRole !== undefined && { 'cognito:preferred_role': groups.preferredRole }),
    'cognito:username': user.username,
    aud: client.id,
    token_use: 'id',
  }
}

/**
 * The claims of an access token.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
export const accessClaims = (subject: TokenSubject, jti: string): Record<string, unknown> => ({
  ...common(subject, jti, tokenSeconds(subject.client, 'accessToken')),
  client_id: subject.client.id,
  token_use: 'access',
  scope: subject.scope,
  ...(subject.isFromPages && { version: 2 }),
  ...(subject.resource !== undefined && { aud: subject.resource }),
  ...(subject.deviceKey !== undefined && { device_key: subject.deviceKey }),
  username: subject.user.username,
})

/** The claim `at_hash`, which binds an ID token to the access token beside it (OIDC Core section 3.1.3.6). */
export const accessTokenHash = (accessToken: string): string =>
  createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url')
