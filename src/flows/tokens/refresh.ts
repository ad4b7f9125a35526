import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import { fault } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import { hashRandomSecret } from '../../domain/random-secret.ts'
import type { Via } from '../../domain/sign-in.ts'
import type { User } from '../../domain/user.ts'
import type { RefreshToken } from '../../store/tokens.ts'
import { proveClient } from '../client-proof.ts'
import { refuseSuspended } from '../sign-in/account-state.ts'
import { makeRefreshToken, signTokens, type TokenSet } from './issue.ts'

/** How many times a rotated token works again within its grace period. */
const MAX_SIBLINGS = 100
const SECOND_MS = 1000

const texts = {
  invalid: 'Invalid Refresh Token',
  otherDevice: 'Invalid Refresh Token.',
  expired: 'Refresh Token has expired',
  revoked: 'Refresh Token has been revoked',
  reused: 'Refresh token has been invalidated by rotation',
}

const refuse = (text: string) => fault('NotAuthorizedException', text)

/** A refresh as it is asked for. `secretHash` proves a client by REFRESH_TOKEN_AUTH; `proven` says it was. */
export type RefreshRequest = {
  pool: Pool
  client: Client
  token: string
  secretHash?: string | undefined
  proven?: boolean
  deviceKey: string | undefined
  via: Via
  /** How PreTokenGeneration hears of it: the two ways to refresh have names of their own there. */
  source: 'RefreshTokens' | 'Authentication'
}

/** The name that a client hashes with its secret: the user name, or the sub where users have no name. */
const hashedName = (pool: Pool, user: User) => (pool.settings.usernameAttributes?.length ? user.sub : user.username)

const requireToken = async (
  ctx: Context,
  { pool, client, token, deviceKey }: RefreshRequest,
): Promise<RefreshToken> => {
  const found = await ctx.store.tokens.findRefresh(pool.id, hashRandomSecret(token))
  if (found?.family.clientId !== client.id) throw refuse(texts.invalid)
  if (found.family.revokedAt !== undefined) throw refuse(texts.revoked)
  if (found.family.expiresAt <= ctx.now()) throw refuse(texts.expired)
  const isBound = pool.settings.deviceConfiguration && found.family.deviceKey !== undefined
  if (isBound && found.family.deviceKey !== deviceKey) throw refuse(texts.otherDevice)
  return found
}

const requireUser = async (ctx: Context, pool: Pool, sub: string): Promise<User> => {
  const user = await ctx.store.users.find(pool.id, sub)
  if (!user) throw refuse(texts.invalid)
  refuseSuspended(user)
  return user
}

/**
 * Rotates: one of many racing callers takes the token's place, the others may have a sibling while
 * the grace period lasts. A token that comes after it has leaked: its whole family is revoked.
 */
const rotate = async (ctx: Context, client: Client, found: RefreshToken): Promise<string> => {
  const graceMs = (client.settings.refreshTokenRotation?.retryGracePeriodSeconds ?? 0) * SECOND_MS
  const { poolId, id: familyId, sub, ssoSessionId } = found.family
  const fresh = makeRefreshToken(ctx)
  const outcome = await ctx.store.transaction(async (tx) => {
    const now = ctx.now()
    const current = await tx.tokens.findRefresh(poolId, found.hash)
    if (current === undefined || current.family.revokedAt !== undefined) return 'revoked'
    const first = await tx.tokens.rotate(poolId, found.hash, now)
    const rotatedAt = first ? now : ((await tx.tokens.findRefresh(poolId, found.hash))?.rotatedAt ?? 0)
    // Without a grace period there is none, also for a node whose clock is behind that of the first.
    const isEarly = graceMs > 0 && now - rotatedAt < graceMs
    const inGrace = first || (isEarly && (await tx.tokens.addSibling(poolId, found.hash, MAX_SIBLINGS)))
    if (!inGrace) {
      await tx.tokens.revokeFamily(poolId, familyId, now)
      return 'reused'
    }
    await tx.tokens.insertRefresh(poolId, familyId, fresh.hash, now)
    if (ssoSessionId !== undefined) await tx.ssoSessions.noteTokens({ poolId, sub, ssoSessionId }, now)
    return 'rotated'
  })
  if (outcome === 'revoked') throw refuse(texts.revoked)
  if (outcome === 'reused') {
    ctx.log.warn({ poolId, familyId }, 'a refresh token was used again after its rotation; its family is revoked')
    throw fault('RefreshTokenReuseException', texts.reused)
  }
  return fresh.text
}

/**
 * New tokens for a refresh token: of the same family, for the user as it is now. A new refresh token
 * comes with them only where the client rotates. Raises NotAuthorizedException for a token that is
 * unknown, another client's, revoked or ended, PasswordResetRequiredException for a user who was told to
 * reset the password, RefreshTokenReuseException for a token that was rotated, and what PreTokenGeneration raises.
 */
export const refreshTokens = async (ctx: Context, request: RefreshRequest): Promise<TokenSet> => {
  const { pool, client } = request
  const seenAt = ctx.now()
  const found = await requireToken(ctx, request)
  const user = await requireUser(ctx, pool, found.family.sub)
  if (!request.proven) {
    await proveClient(ctx, client, { username: hashedName(pool, user), secretHash: request.secretHash })
  }
  const rotates = client.settings.refreshTokenRotation?.feature === 'ENABLED'
  if (!rotates && found.rotatedAt !== undefined) throw refuse(texts.invalid)
  const { family } = found
  const { via, source } = request
  // Before the token is rotated: whom a function refuses goes on with the one that there is.
  const signed = await signTokens(ctx, { pool, client, user, family, seenAt, source, via })
  const refreshToken = rotates ? await rotate(ctx, client, found) : undefined
  if (family.session) {
    await ctx.store.transaction((tx) => tx.tokens.touchSession(pool.id, family.id, via.origin, seenAt))
  }
  return { ...signed, refreshToken }
}
