import type { Context } from '../../context.ts'
import type { Pool } from '../../domain/pool.ts'
import { issuerOf } from './issuer.ts'
import { isSignedBy, parseJwt } from './jwt.ts'

/** Whom an ID token that comes back as a hint is of, and for. */
export type IdTokenHint = { readonly pool: Pool; readonly clientId: string; readonly sub: string }

/**
 * Reads an ID token of this server that a client sends as a hint. It may have ended (OIDC RP-Initiated
 * Logout section 2). Undefined for any other token.
 */
export const readIdTokenHint = async (ctx: Context, token: string): Promise<IdTokenHint | undefined> => {
  const jwt = parseJwt(token)
  const { iss, aud, sub, token_use: use } = jwt?.claims ?? {}
  if (!jwt || use !== 'id' || typeof iss !== 'string' || typeof aud !== 'string' || typeof sub !== 'string')
    return undefined
  const pool = await ctx.store.pools.find(iss.slice(iss.lastIndexOf('/') + 1))
  if (!pool || iss !== issuerOf(ctx.settings, pool)) return undefined
  const key = await ctx.keys.find(pool.id, 'id', jwt.kid)
  return key && isSignedBy(jwt, key) ? { pool, clientId: aud, sub } : undefined
}
