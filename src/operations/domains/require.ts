import type { Context } from '../../context.ts'
import { fault } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import type { UserPoolDomain } from '../../domain/user-pool-domain.ts'

/** What the service says of a domain that the pool does not have. */
export const noDomain = () => fault('InvalidParameterException', 'No such domain or user pool exists.')

/** A domain of the pool. */
export const requireDomain = async (ctx: Context, pool: Pool, name: string): Promise<UserPoolDomain> => {
  const domain = await ctx.store.domains.find(name)
  if (domain?.poolId !== pool.id) throw noDomain()
  return domain
}
