import type { Context } from '../../context.ts'
import { readableAttributes } from '../../domain/attributes.ts'
import { accessClaims, accessTokenHash, idClaims, type TokenSubject } from '../../domain/claims.ts'
import type { Client } from '../../domain/client.ts'
import { tokenSeconds } from '../../domain/client-validity.ts'
import { newSessionId } from '../../domain/generated-names.ts'
import { groupClaims } from '../../domain/group-claims.ts'
import type { Pool } from '../../domain/pool.ts'
import { hashRandomSecret } from '../../domain/random-secret.ts'
import { attributesInScope } from '../../domain/scope-claims.ts'
import type { Origin, Via } from '../../domain/sign-in.ts'
import { changeClaims, changeScopes } from '../../domain/token-customization.ts'
import type { User } from '../../domain/user.ts'
import type { TokenFamily } from '../../store/tokens.ts'
import { customizeTokens, type TokenSource } from '../triggers/token-generation.ts'
import { issuerOf } from './issuer.ts'
import { signJwts } from './jwt.ts'

/** What a sign-in ends with. `expiresIn`: seconds that the access token lives. */
export type TokenSet = {
  accessToken: string
  idToken: string
  refreshToken: string | undefined
  /** Of the sign-in, before a function changed it in the access token. */
  scope: string
  expiresIn: number
  /** What the client of a pool that tracks devices may confirm. */
  newDevice?: { readonly key: string; readonly groupKey: string } | undefined
}

/** At most as many groups as a user can be in. */
const MAX_GROUPS = 100

/** A refresh token's text and what is stored of it. */
export const makeRefreshToken = (ctx: Pick<Context, 'random'>) => {
  const text = `rt1.${ctx.random(32).toString('base64url')}`
  return { text, hash: hashRandomSecret(text) }
}

/** Who has just proved who they are, how and where. */
export type FamilyStart = Pick<TokenFamily, 'scope' | 'deviceKey' | 'authentication' | 'eventId'> & {
  /** Of tokens that come from a session of the sign-in pages. */
  readonly sso?: Pick<TokenFamily, 'authTime' | 'ssoSessionId' | 'resource'>
  readonly pool: Pool
  readonly client: Client
  readonly user: User
  readonly origin: Origin
}

/** A new family of tokens; a session of its user's list where the pool tracks sessions. */
export const newFamily = (ctx: Context, start: FamilyStart): TokenFamily => {
  const { pool, client, user, origin, scope, deviceKey, authentication, eventId, sso } = start
  const now = ctx.now()
  const tracked = pool.settings.sessionConfiguration?.tracking
  return {
    poolId: client.poolId,
    id: uuid(ctx),
    sub: user.sub,
    clientId: client.id,
    scope,
    authTime: sso?.authTime ?? now,
    expiresAt: now + tokenSeconds(client, 'refreshToken') * 1000,
    revokedAt: undefined,
    deviceKey,
    authentication,
    eventId,
    session: tracked
      ? { id: newSessionId('tkn', ctx.random), createdAt: now, lastActiveAt: now, ...origin }
      : undefined,
    ssoSessionId: sso?.ssoSessionId,
    resource: sso?.resource,
  }
}

/** A version 4 UUID of the context's randomness (RFC 9562 section 5.4). */
export const uuid = (ctx: Pick<Context, 'random'>) => {
  const bytes = ctx.random(16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** What tokens are signed for. */
type TokenRequest = {
  readonly pool: Pool
  readonly client: Client
  readonly user: User
  readonly family: TokenFamily
  /** When the family was seen to stand: what ends it later then ends these tokens, too. */
  readonly seenAt: number
  /** On what occasion, and by which request. */
  readonly source: TokenSource
  readonly via: Via
  /** What the client wants to find in the ID token (OIDC Core section 3.1.2.1). */
  readonly nonce?: string | undefined
}

/**
 * Signs the ID and access token of a family as its user, groups and client are now, and as the pool's
 * function wants them to be. Raises what that trigger raises.
 */
export const signTokens = async (
  ctx: Context,
  { pool, client, user, family, seenAt, source, via, nonce }: TokenRequest,
): Promise<Omit<TokenSet, 'refreshToken'>> => {
  const [idKey, accessKey, memberships] = await Promise.all([
    ctx.keys.active(pool.id, 'id'),
    ctx.keys.active(pool.id, 'access'),
    ctx.store.groups.ofUser(pool.id, user.sub, MAX_GROUPS),
  ])
  const groups = groupClaims(memberships.items)
  const { scope } = family
  const custom = await customizeTokens(ctx, { pool, client, user, via, source, groups, scope })
  const subject: TokenSubject = {
    issuer: issuerOf(ctx.settings, pool),
    pool,
    client,
    user,
    groups: custom.groups ?? groups,
    familyId: family.id,
    isTracked: family.session !== undefined,
    eventId: family.eventId ?? uuid(ctx),
    scope: changeScopes(scope, custom.access),
    deviceKey: family.deviceKey,
    authentication: family.authentication,
    authTime: family.authTime,
    now: seenAt,
    readable: attributesInScope(pool.schema, scope, readableAttributes(pool.schema, client.settings.readAttributes)),
    resource: family.resource,
    isFromPages: family.ssoSessionId !== undefined,
  }
  const id = changeClaims(idClaims(subject, uuid(ctx)), custom.id)
  const access = { key: accessKey, claims: changeClaims(accessClaims(subject, uuid(ctx)), custom.access) }
  if (family.ssoSessionId !== undefined) {
    const [accessToken] = await signJwts(ctx, [access])
    const claims = { ...id, at_hash: accessTokenHash(accessToken), ...(nonce !== undefined && { nonce }) }
    const [idToken] = await signJwts(ctx, [{ key: idKey, claims }])
    return { idToken, accessToken, scope, expiresIn: tokenSeconds(client, 'accessToken') }
  }
  const [idToken, accessToken] = await signJwts(ctx, [{ key: idKey, claims: id }, access])
  return { idToken, accessToken, scope, expiresIn: tokenSeconds(client, 'accessToken') }
}
