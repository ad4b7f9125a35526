import type { Context } from '../../context.ts'
import type { Pool } from '../../domain/pool.ts'
import type { User } from '../../domain/user.ts'
import { lookUpKey, mayBeSub } from './names.ts'

/**
 * A user by user name, alias or `sub`, in this order; undefined if there is none. To find nobody by a
 * usual name costs as much as to find somebody.
 */
export const findUser = async (ctx: Pick<Context, 'store'>, pool: Pool, name: string): Promise<User | undefined> => {
  const named = await ctx.store.users.findByName(pool.id, lookUpKey(pool, name))
  return named || !mayBeSub(name) ? named : ctx.store.users.find(pool.id, name)
}
