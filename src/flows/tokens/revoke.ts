import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import { hashRandomSecret } from '../../domain/random-secret.ts'
import { endBrowserSession } from '../sessions/revoke.ts'
import { parseJwt } from './jwt.ts'

/** What became of a token that was to be revoked. */
export type Revocation = 'revoked' | 'unknown' | 'not-a-refresh-token' | 'of-another-client'

/**
 * Ends the sign-in that a refresh token is of: the token, those that took its place, and every access
 * and ID token that came with them. A token that is unknown is as good as revoked; one of another
 * client stays (RFC 7009 section 2.1). `withOrigin` also ends the session of the sign-in pages that it came
 * from, where the pool tracks sessions.
 */
export const revokeRefreshToken = async (
  ctx: Context,
  client: Client,
  token: string,
  { withOrigin = false } = {},
): Promise<Revocation> => {
  if (parseJwt(token)) return 'not-a-refresh-token'
  const found = await ctx.store.tokens.findRefresh(client.poolId, hashRandomSecret(token))
  if (!found) return 'unknown'
  const { poolId, id, clientId, sub, ssoSessionId } = found.family
  if (clientId !== client.id) return 'of-another-client'
  const isTracked = withOrigin && (await ctx.store.pools.find(poolId))?.settings.sessionConfiguration?.tracking === true
  const now = ctx.now()
  await ctx.store.transaction(async (tx) => {
    if (isTracked) await tx.users.hold(poolId, sub)
    await tx.tokens.revokeFamily(poolId, id, now)
    if (isTracked && ssoSessionId !== undefined) await endBrowserSession(tx, { poolId, sub, ssoSessionId }, now)
  })
  return 'revoked'
}
