/**
 * Log records go to where the operator wants them: a loop on every node takes them off the queue. Each
 * arrives once, or again if a node dies between handing it over and storing that it did. A place that
 * does not take them keeps nobody waiting; when too many wait for it, the oldest are dropped, and the
 * server's own log says how many.
 */
import type { Context } from '../../context.ts'
import type { LogSink } from '../../outbound/index.ts'
import type { StoredRecord } from '../../store/log-records.ts'
import { pace } from '../messages/pacing.ts'

/** How many records are taken at a time. */
const PAGE = 500
/** For how long taken records are nobody else's. */
const LEASE_MS = 60_000
/** When a place is tried again that did not take its records. */
const RETRY_MS = 10_000
/** How many records wait for a place at most. */
const MAX_WAITING = 100_000
const MAX_DROPPED_AT_ONCE = 10_000
/** How often the length of the queue is looked at. */
const TRIM_MS = 60_000

const take = async (ctx: Context, sink: string): Promise<StoredRecord[]> => {
  const due = await ctx.store.logRecords.due(sink, ctx.now(), PAGE)
  if (due.length === 0) return []
  return ctx.store.transaction(async (tx) => {
    const taken: StoredRecord[] = []
    for (const record of due) {
      if (await tx.logRecords.claim(record, ctx.now() + LEASE_MS)) taken.push(record)
    }
    return taken
  })
}

const handOver = async (ctx: Context, name: string, sink: LogSink, poolId: string, records: StoredRecord[]) => {
  const failure = await sink.deliver({ poolId, lines: records.map(({ line }) => line), sentAt: ctx.now() }).then(
    () => undefined,
    (error: Error) => error,
  )
  if (failure) {
    const fields = { sink: name, poolId, records: records.length, reason: failure.message }
    ctx.log.warn(fields, 'log records were not delivered yet')
  }
  const retryAt = ctx.now() + RETRY_MS
  await ctx.store.transaction(async (tx) => {
    for (const record of records) {
      if (failure) await tx.logRecords.retryAt(record, retryAt)
      else await tx.logRecords.remove(record)
    }
  })
}

/** Delivers what is due to each place; answers whether there may be more. */
export const deliverLogs = async (ctx: Context): Promise<boolean> => {
  let mayBeMore = false
  for (const [name, sink] of Object.entries(ctx.outbound.logs)) {
    const taken = await take(ctx, name)
    mayBeMore ||= taken.length === PAGE
    for (const [poolId, records] of Map.groupBy(taken, (record) => record.poolId)) {
      await handOver(ctx, name, sink, poolId, records)
    }
  }
  return mayBeMore
}

/** Drops what is too much for each place, the oldest first. */
export const trimLogs = async (ctx: Context, max = MAX_WAITING): Promise<void> => {
  for (const sink of Object.keys(ctx.outbound.logs)) {
    const excess = (await ctx.store.logRecords.count(sink)) - max
    if (excess <= 0) continue
    const many = Math.min(excess, MAX_DROPPED_AT_ONCE)
    const dropped = await ctx.store.transaction((tx) => tx.logRecords.dropOldest(sink, many))
    ctx.log.error({ sink, dropped }, 'log records were dropped: too many wait')
  }
}

/** Delivers log records until stopped. A stop waits for the batch that is on its way. */
export const startLogDelivery = (ctx: Context): { stop(): Promise<void> } => {
  if (Object.keys(ctx.outbound.logs).length === 0) return { stop: async () => {} }
  let trimmedAt = ctx.now()
  const look = async () => {
    const mayBeMore = await deliverLogs(ctx)
    if (ctx.now() - trimmedAt >= TRIM_MS) {
      trimmedAt = ctx.now()
      await trimLogs(ctx)
    }
    return mayBeMore ? 0 : Number.POSITIVE_INFINITY
  }
  const pacing = pace(() =>
    look().catch((error) => {
      ctx.log.error({ err: error }, 'the queue of log records cannot be read')
      return Number.POSITIVE_INFINITY
    }),
  )
  return { stop: pacing.stop }
}
