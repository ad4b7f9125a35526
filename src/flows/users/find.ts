import type { Context } from '../../context.ts'
import type { Pool } from '../../domain/pool.ts'
import type { User } from '../../domain/user.ts'
import { lookUpKey } from './names.ts'

/** A user by user name, alias or `sub`, in this order; undefined if there is none. */
export const findUser = async (ctx: Pick<Context, 'store'>, pool: Pool, name: string): Promise<User | undefined> =>
  (await ctx.store.users.findByName(pool.id, lookUpKey(pool, name))) ?? (await ctx.store.users.find(pool.id, name))
