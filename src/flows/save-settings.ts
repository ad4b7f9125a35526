import type { Context } from '../context.ts'
import type { Client } from '../domain/client.ts'
import { fault, Orphaned } from '../domain/errors.ts'
import type { Pool } from '../domain/pool.ts'
import { unverifiedTexts } from '../domain/unverified-texts.ts'
import type { Queries } from '../store/index.ts'

const MAX_TRIES = 10

/**
 * Repeats a transaction that found its row changed by another one since it read it, and answers
 * undefined for that. Raises TooManyRequestsException when that happens time and again: operations
 * that build on what is there do not let their callers choose between two versions.
 */
export const untilUndisturbed = async <T>(attempt: () => Promise<T | undefined>): Promise<T> => {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const done = await attempt()
    if (done !== undefined) return done
  }
  throw fault('TooManyRequestsException', unverifiedTexts.concurrent)
}

/** The error of a change that another one came before. */
export const concurrent = () => fault('ConcurrentModificationException', unverifiedTexts.concurrent)

/**
 * Stores `after` over `before`, if `check` finds nothing in the pool against it: nobody else holds the pool by then.
 * Raises ConcurrentModificationException if the pool changed in between.
 */
export const savePool = async (
  ctx: Context,
  before: Pool,
  after: Omit<Pool, 'updatedAt'>,
  check?: (tx: Queries) => Promise<void>,
): Promise<void> => {
  await ctx.store.transaction(async (tx) => {
    if (!(await tx.pools.replace(before, { ...after, updatedAt: ctx.now() }))) throw concurrent()
    await check?.(tx)
  })
}

/** Changes the pool as it is by then; `edit` is asked again when another change came between. */
export const editPool = async (
  ctx: Context,
  { id }: Pick<Pool, 'id'>,
  edit: (pool: Pool) => Omit<Pool, 'updatedAt'>,
): Promise<void> => {
  await untilUndisturbed(() =>
    ctx.store.transaction(async (tx) => {
      const pool = await tx.pools.find(id)
      if (!pool) throw new Orphaned()
      return (await tx.pools.replace(pool, { ...edit(pool), updatedAt: ctx.now() })) || undefined
    }),
  )
}

/** Stores `after` over `before`; answers it as stored. Raises ConcurrentModificationException as above. */
export const saveClient = async (ctx: Context, before: Client, after: Omit<Client, 'updatedAt'>): Promise<Client> => {
  const client = { ...after, updatedAt: Math.max(ctx.now(), before.updatedAt + 1) }
  if (!(await ctx.store.transaction((tx) => tx.clients.replace(before, client)))) throw concurrent()
  return client
}
