import type { Context } from '../context.ts'
import type { Client } from '../domain/client.ts'
import type { Pool } from '../domain/pool.ts'
import { prefixOf } from '../domain/user-pool-domain.ts'

/** A client with its pool. */
export type Place = { readonly pool: Pool; readonly client: Client }

/**
 * The pool whose domain a host name is: a custom one, or a prefix before `.auth.`. Undefined for the
 * server's own host, where clients tell the pool, and for domains that nobody has.
 */
const poolIdOf = async (ctx: Pick<Context, 'store'>, host: string): Promise<string | undefined> => {
  const custom = await ctx.store.domains.find(host)
  if (custom?.customDomainConfig) return custom.poolId
  const prefix = prefixOf(host)
  const found = prefix === undefined ? undefined : await ctx.store.domains.find(prefix)
  return found && !found.customDomainConfig ? found.poolId : undefined
}

/** The pool whose domain a host name is. */
export const findPool = async (ctx: Pick<Context, 'store'>, host: string): Promise<Pool | undefined> => {
  const poolId = await poolIdOf(ctx, host)
  return poolId === undefined ? undefined : ctx.store.pools.find(poolId)
}

/** The client of an id, which on the domain of a pool must be one of that pool. */
export const findPlace = async (
  ctx: Pick<Context, 'store'>,
  host: string,
  clientId: string | undefined,
): Promise<Place | undefined> => {
  if (clientId === undefined) return undefined
  const found = await ctx.store.clients.findWithPool(clientId)
  if (!found) return undefined
  const poolId = await poolIdOf(ctx, host)
  return poolId === undefined || poolId === found.pool.id ? found : undefined
}
