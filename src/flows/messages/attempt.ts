import type { Context } from '../../context.ts'
import { DeliveryFailure, type FailureKind } from '../../domain/delivery-failure.ts'
import type { OutgoingMessage } from '../../outbound/index.ts'
import type { StoredMessage } from '../../store/messages.ts'
import { noteUndelivered } from '../events/undelivered.ts'
import { deliveryOf } from './transports.ts'

const SECOND_MS = 1000
const HOUR_MS = 3600 * SECOND_MS
/** From one try to the next; the last one goes on until the message is too old. */
const DELAYS_MS = [5 * SECOND_MS, 30 * SECOND_MS, 120 * SECOND_MS, 600 * SECOND_MS, HOUR_MS] as const
const MAX_AGE_MS = 24 * HOUR_MS
/** How long a transport may take with one message. */
const SEND_MS = 30 * SECOND_MS

/** A message that is this node's alone until `until`, the count of its attempts including this one. */
export type Claimed = {
  readonly stored: StoredMessage
  readonly message: OutgoingMessage
  readonly until: number
}

/** How long to wait after so many attempts. */
export const delayAfter = (attempts: number): number => DELAYS_MS[Math.min(attempts, DELAYS_MS.length) - 1] ?? HOUR_MS

/** When a message is given up: a day after it was queued, or with the code in it. */
export const endOf = (stored: StoredMessage, message: OutgoingMessage | undefined): number =>
  Math.min(stored.createdAt + MAX_AGE_MS, message?.expiresAt ?? Number.POSITIVE_INFINITY)

/** What the log may know of a message: neither its text nor whom it reaches. */
export const named = ({ id, poolId, medium, attempts }: StoredMessage) => ({ messageId: id, poolId, medium, attempts })

const handOver = async (ctx: Context, { stored, message }: Claimed) => {
  try {
    await deliveryOf(ctx, message)?.send({ ...message, id: stored.id, sentAt: ctx.now() })
    return undefined
  } catch (error) {
    // Another error is a mistake in a transport, whose text may hold anything.
    return error instanceof DeliveryFailure ? error : new DeliveryFailure('later', 'unexpected error')
  }
}

const settle = async (ctx: Context, { stored, message }: Claimed, failure: DeliveryFailure | undefined) => {
  const retryAt = ctx.now() + delayAfter(stored.attempts)
  const again = failure && failure.kind !== 'refused' && retryAt < endOf(stored, message)
  const isOurs = await ctx.store.transaction(async (tx) => {
    if (!failure) {
      await tx.messages.remove(stored.id) // whoever has claimed it since
      return true
    }
    if (again) return tx.messages.retryAt(stored, retryAt)
    const isGone = await tx.messages.giveUp(stored)
    if (isGone) await noteUndelivered(ctx, tx, stored, failure.message)
    return isGone
  })
  if (!failure || !isOurs) return
  const fields = { ...named(stored), reason: failure.message }
  if (again) ctx.log.warn({ ...fields, retryAt: new Date(retryAt).toISOString() }, 'a message was not delivered yet')
  else ctx.log.error(fields, 'gave up on a message')
}

/**
 * Hands a claimed message over and stores the outcome: gone when it was taken or never will be, due
 * again later otherwise. A failure that comes after the claim has ended and the message was claimed again is
 * of no account. Answers how it failed; never rejects. A message whose claim has nearly run
 * out is left alone: it becomes due by itself, and another node may then have it.
 */
export const attempt = async (ctx: Context, claimed: Claimed): Promise<FailureKind | undefined> => {
  if (ctx.now() + SEND_MS > claimed.until) return undefined
  const failure = await handOver(ctx, claimed)
  await settle(ctx, claimed, failure).catch((error) => {
    ctx.log.error({ ...named(claimed.stored), err: error }, 'the outcome of a message was not stored')
  })
  return failure?.kind
}

/** Makes claimed messages due again: now, or `delayed` as if each had failed. Never rejects. */
export const putOff = async (ctx: Context, claimed: readonly Claimed[], { delayed }: { delayed: boolean }) => {
  const now = ctx.now()
  const ours = claimed.filter(({ until }) => now < until)
  if (ours.length === 0) return
  const work = ctx.store.transaction(async (tx) => {
    for (const { stored } of ours) {
      await tx.messages.retryAt(stored, delayed ? now + delayAfter(stored.attempts) : now)
    }
  })
  // Those that are not put off become due when their claims end.
  await work.catch((error) => ctx.log.warn({ err: error }, 'messages were not put off'))
}
