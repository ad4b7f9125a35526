import type { Context } from '../../context.ts'
import { readableAttributes } from '../../domain/attributes.ts'
import type { Client } from '../../domain/client.ts'
import { provesChallenge } from '../../domain/pkce.ts'
import type { Pool } from '../../domain/pool.ts'
import { hashRandomSecret } from '../../domain/random-secret.ts'
import { readsScope } from '../../domain/scope-claims.ts'
import type { Via } from '../../domain/sign-in.ts'
import type { User } from '../../domain/user.ts'
import type { StoredAuthorizationCode } from '../../store/authorization-codes.ts'
import type { Queries } from '../../store/index.ts'
import type { TokenFamily } from '../../store/tokens.ts'
import { makeRoom } from '../sessions/limit.ts'
import { isSuspended } from '../sign-in/account-state.ts'
import { makeRefreshToken, newFamily, signTokens, type TokenSet, uuid } from '../tokens/issue.ts'

/** A code as its client brings it back. */
export type Redemption = {
  readonly pool: Pool
  readonly client: Client
  readonly code: string
  readonly redirectUri: string | undefined
  readonly verifier: string | undefined
  readonly via: Via
}

/** What a code is worth: tokens, or nothing, and why. */
export type Redeemed =
  | { readonly kind: 'tokens'; readonly tokens: TokenSet }
  | { readonly kind: 'invalid' | 'other-redirect-uri' }

/** A used code that comes back may have leaked: its tokens are worth nothing from now on (RFC 6749 section 4.1.2). */
const punishReuse = async (ctx: Context, code: StoredAuthorizationCode) => {
  ctx.log.warn(
    { poolId: code.poolId, clientId: code.clientId },
    'an authorization code was used again; its tokens are revoked',
  )
  await ctx.store.transaction(async (tx) => {
    await tx.authorizationCodes.noteReuse(code.poolId, code.hash, ctx.now())
    const current = await tx.authorizationCodes.find(code.poolId, code.hash)
    if (current?.familyId !== undefined) await tx.tokens.revokeFamily(code.poolId, current.familyId, ctx.now())
  })
}

/** Whether the user may have tokens for a sign-in of then. */
const isEntitled = (user: User | undefined, { authTime }: StoredAuthorizationCode): user is User =>
  user !== undefined && !isSuspended(user) && user.signedOutAt < authTime

/** Keeps the family, unless its user was suspended or signed out meanwhile; a code that came back voids it. */
const keep = async (
  tx: Queries,
  pool: Pool,
  code: StoredAuthorizationCode,
  made: { family: TokenFamily; hash: string; now: number },
) => {
  const { family, hash, now } = made
  const held = await tx.users.hold(pool.id, code.sub)
  if (!isEntitled(held, code)) return false
  await makeRoom(tx, pool, family, now)
  await tx.tokens.insertFamily(family, hash, now)
  await tx.ssoSessions.noteTokens(code, now)
  if (await tx.authorizationCodes.wasReused({ ...code, familyId: family.id })) {
    await tx.tokens.revokeFamily(pool.id, family.id, now)
  }
  return true
}

/**
 * Exchanges a code for tokens, once. It is used up by whatever its own client says with it, right or wrong; that
 * of another client is left alone. Raises what PreTokenGeneration raises.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3
 */
export const redeemCode = async (ctx: Context, request: Redemption): Promise<Redeemed> => {
  const { pool, client, redirectUri, verifier, via } = request
  const code = await ctx.store.authorizationCodes.find(pool.id, hashRandomSecret(request.code))
  if (code?.clientId !== client.id) return { kind: 'invalid' }
  const familyId = uuid(ctx)
  const isFirst = await ctx.store.transaction((tx) => tx.authorizationCodes.take(pool.id, code.hash, familyId))
  if (!isFirst) {
    await punishReuse(ctx, code)
    return { kind: 'invalid' }
  }
  const now = ctx.now()
  if (code.expiresAt <= now || !provesChallenge(code.challenge, verifier)) return { kind: 'invalid' }
  if (code.redirectUri !== redirectUri) return { kind: 'other-redirect-uri' }
  const user = await ctx.store.users.find(pool.id, code.sub)
  if (!isEntitled(user, code)) return { kind: 'invalid' }
  const { scope, authentication, eventId, nonce } = code
  if (!readsScope(scope, readableAttributes(pool.schema, client.settings.readAttributes))) return { kind: 'invalid' }
  const family = {
    ...newFamily(ctx, {
      ...{ pool, client, user, scope, origin: via.origin, authentication, eventId },
      sso: { authTime: code.authTime, ssoSessionId: code.ssoSessionId, resource: code.resource },
      deviceKey: undefined,
    }),
    id: familyId,
  }
  const refresh = makeRefreshToken(ctx)
  const signed = await signTokens(ctx, { pool, client, user, family, seenAt: now, source: 'HostedAuth', via, nonce })
  const isKept = await ctx.store.transaction((tx) => keep(tx, pool, code, { family, hash: refresh.hash, now }))
  if (!isKept) return { kind: 'invalid' }
  return { kind: 'tokens', tokens: { ...signed, refreshToken: refresh.text } }
}
