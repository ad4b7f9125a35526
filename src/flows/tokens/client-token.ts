import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import { clientAccessClaims } from '../../domain/client-claims.ts'
import { tokenSeconds } from '../../domain/client-validity.ts'
import type { Pool } from '../../domain/pool.ts'
import { uuid } from './issue.ts'
import { issuerOf } from './issuer.ts'
import { signJwts } from './jwt.ts'

/** A client's own token. `expiresIn`: seconds that it lives. */
export type ClientToken = { accessToken: string; expiresIn: number }

/** Signs an access token for a client itself, with scopes that it was granted. Nothing is stored of it. */
export const signClientToken = async (
  ctx: Context,
  { pool, client, scopes }: { pool: Pool; client: Client; scopes: readonly string[] },
): Promise<ClientToken> => {
  const key = await ctx.keys.active(pool.id, 'access')
  const subject = { issuer: issuerOf(ctx.settings, pool), client, scopes, now: ctx.now() }
  const [accessToken] = await signJwts(ctx, [{ key, claims: clientAccessClaims(subject, uuid(ctx)) }])
  return { accessToken, expiresIn: tokenSeconds(client, 'accessToken') }
}
