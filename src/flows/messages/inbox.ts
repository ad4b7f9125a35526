import type { Context } from '../../context.ts'
import type { OutgoingMessage } from '../../outbound/index.ts'
import { openMessage } from './queue.ts'

/** How many messages dev mode keeps, and after how many new ones it throws the oldest away. */
const KEPT = 1000
const SLACK = 100

/** A message that was kept in place of being sent. */
export type KeptMessage = OutgoingMessage & { readonly keptAt: number }

/** The newest kept messages first, those to `to` alone if it is given. */
export const readInbox = async (ctx: Context, to: string | undefined, limit: number): Promise<KeptMessage[]> => {
  const stored = await ctx.store.messages.delivered(to, limit)
  return stored.flatMap((one) => {
    const message = openMessage(ctx, one)
    return message ? [{ ...message, keptAt: one.createdAt }] : []
  })
}

/** Throws away all but the newest, once `added` messages came since the last time. Answers whether it did. */
export const trimInbox = async (ctx: Context, added: number): Promise<boolean> => {
  if (added < SLACK) return false
  const surplus = (await ctx.store.messages.delivered(undefined, KEPT + 2 * SLACK)).slice(KEPT)
  if (surplus.length > 0) {
    await ctx.store.transaction(async (tx) => {
      for (const { id } of surplus) await tx.messages.remove(id)
    })
  }
  return true
}
