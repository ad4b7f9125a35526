import type { Context } from '../context.ts'
import { EVENT_LIFE_MS } from './events/record.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const INTERVAL_MS = 60_000
const BATCH = 500

/** Deletes what has no meaning any more: ended token families, spent sessions, old counters. */
export const purgeOnce = async (ctx: Context) => {
  const now = ctx.now()
  await ctx.store.transaction(async (tx) => {
    // Kept past its end, so that a clock that goes back makes nothing new.
    await tx.consumed.purge(now - DAY_MS)
    await tx.keptSessions.purge(now)
    await tx.ssoSessions.purge(now)
    await tx.authorizationCodes.purge(now - DAY_MS)
    await tx.attempts.purge(now - DAY_MS)
    // Access tokens live for a day at most, and theirs is the last look at an ended family.
    await tx.tokens.purge(now - DAY_MS, BATCH)
    await tx.authEvents.purge(now - EVENT_LIFE_MS, BATCH)
  })
}

/** Purges once a minute, until stopped. */
export const startPurge = (ctx: Context) => {
  const timer = setInterval(() => {
    purgeOnce(ctx).catch((error) => ctx.log.warn({ err: error }, 'purging failed'))
  }, INTERVAL_MS)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
