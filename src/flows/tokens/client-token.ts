import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import { clientAccessClaims } from '../../domain/client-claims.ts'
import { tokenSeconds } from '../../domain/client-validity.ts'
import type { Pool } from '../../domain/pool.ts'
import type { Via } from '../../domain/sign-in.ts'
import { changeClaims, changeScopes } from '../../domain/token-customization.ts'
import { customizeClientToken } from '../triggers/token-generation.ts'
import { uuid } from './issue.ts'
import { issuerOf } from './issuer.ts'
import { signJwts } from './jwt.ts'

/** A client's own token. `expiresIn`: seconds that it lives. */
export type ClientToken = { accessToken: string; expiresIn: number }

/**
 * Signs an access token for a client itself, with scopes that it was granted, as the pool's function wants it to be. Nothing is
 * stored of it. Raises what that trigger raises.
 */
export const signClientToken = async (
  ctx: Context,
  { pool, client, scopes, via }: { pool: Pool; client: Client; scopes: readonly string[]; via: Via },
): Promise<ClientToken> => {
  const key = await ctx.keys.active(pool.id, 'access')
  const { access } = await customizeClientToken(ctx, { pool, client, scopes, via })
  const scope = changeScopes(scopes.join(' '), access)
  const subject = { issuer: issuerOf(ctx.settings, pool), client, scope, now: ctx.now() }
  const claims = changeClaims(clientAccessClaims(subject, uuid(ctx)), access)
  const [accessToken] = await signJwts(ctx, [{ key, claims }])
  return { accessToken, expiresIn: tokenSeconds(client, 'accessToken') }
}
