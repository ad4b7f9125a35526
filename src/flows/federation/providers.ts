import type { Context } from '../../context.ts'

/** Those of these names that are of identity providers of the pool: what is none of them does not exist. */
export const findProviders = async (
  ctx: Pick<Context, 'store'>,
  poolId: string,
  names: readonly string[],
): Promise<ReadonlySet<string>> => new Set(await ctx.store.identityProviders.namesAmong(poolId, names))
