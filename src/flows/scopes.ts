import type { Context } from '../context.ts'
import { REGISTER_SCOPE } from '../domain/client-scopes.ts'
import { fullScopeNames, identifierIn } from '../domain/resource-server.ts'

/**
 * All scopes of the resource servers that these scopes speak of, by full name, and the one of the service itself: what
 * is none of them does not exist.
 */
export const findScopes = async (
  ctx: Pick<Context, 'store'>,
  poolId: string,
  scopes: readonly string[],
): Promise<ReadonlySet<string>> => {
  const identifiers = new Set(scopes.map(identifierIn).filter((identifier) => identifier !== undefined))
  const servers = await ctx.store.resourceServers.findAmong(poolId, [...identifiers])
  return new Set([REGISTER_SCOPE, ...servers.flatMap(fullScopeNames)])
}
