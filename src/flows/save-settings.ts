import type { Context } from '../context.ts'
import type { Client } from '../domain/client.ts'
import { fault } from '../domain/errors.ts'
import type { Pool } from '../domain/pool.ts'
import { unverifiedTexts } from '../domain/unverified-texts.ts'

const concurrent = () => fault('ConcurrentModificationException', unverifiedTexts.concurrent)

/** Stores `after` over `before`. Raises ConcurrentModificationException if the pool changed in between. */
export const savePool = async (ctx: Context, before: Pool, after: Omit<Pool, 'updatedAt'>): Promise<void> => {
  const saved = await ctx.store.transaction((tx) => tx.pools.replace(before, { ...after, updatedAt: ctx.now() }))
  if (!saved) throw concurrent()
}

/** Stores `after` over `before`; answers it as stored. Raises ConcurrentModificationException as above. */
export const saveClient = async (ctx: Context, before: Client, after: Omit<Client, 'updatedAt'>): Promise<Client> => {
  const client = { ...after, updatedAt: Math.max(ctx.now(), before.updatedAt + 1) }
  if (!(await ctx.store.transaction((tx) => tx.clients.replace(before, client)))) throw concurrent()
  return client
}
