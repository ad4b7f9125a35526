/**
 * Log records go to where the operator wants them: a loop on every node takes them off the queue. Each
 * arrives once, or again if a node dies between handing it over and storing that it did. A place that
 * does not take them keeps nobody waiting; when too many wait for it, the oldest are dropped, and the
 * server's own log says how many.
 */
import type { Context } from '../../context.ts'
import { RequestFailure } from '../../domain/request-failure.ts'
import type { LogSink } from '../../outbound/index.ts'
import type { StoredRecord } from '../../store/log-records.ts'
import { pace } from '../messages/pacing.ts'

/** How many records are taken at a time. */
const PAGE = 500
/** For how long taken records are nobody else's. */
const LEASE_MS = 60_000
/** When a place is tried again that did not take its records. */
const RETRY_MS = 10_000
/** How often the length of the queue is looked at. */
const TRIM_MS = 60_000

/** Until when this node asks a place for nothing, and until when for nothing of some pools, as it took none. */
type Pauses = { place: number; readonly pools: Map<string, number> }

/** No pauses. */
export const noPauses = (): Pauses => ({ place: 0, pools: new Map() })

const pausedPools = ({ pools }: Pauses, now: number): string[] => {
  for (const [poolId, until] of pools) if (until <= now) pools.delete(poolId)
  return [...pools.keys()]
}

const take = async (ctx: Context, sink: string, pauses: Pauses): Promise<StoredRecord[]> => {
  const due = await ctx.store.logRecords.due(sink, ctx.now(), PAGE, pausedPools(pauses, ctx.now()))
  if (due.length === 0) return []
  return ctx.store.transaction(async (tx) => {
    const taken: StoredRecord[] = []
    for (const record of due) {
      if (await tx.logRecords.claim(record, ctx.now() + LEASE_MS)) taken.push(record)
    }
    return taken
  })
}

const settle = (ctx: Context, records: readonly StoredRecord[], wasTaken: boolean) => {
  const retryAt = ctx.now() + RETRY_MS
  return ctx.store.transaction(async (tx) => {
    for (const record of records) {
      if (wasTaken) await tx.logRecords.remove(record)
      else await tx.logRecords.retryAt(record, retryAt)
    }
  })
}

/** Hands over what is of one pool; answers why it was not taken. */
const handOver = async (ctx: Context, name: string, sink: LogSink, poolId: string, records: StoredRecord[]) => {
  const batch = { poolId, lines: records.map(({ line }) => line), sentAt: ctx.now() }
  const failure = await sink.deliver(batch).then(
    () => undefined,
    (error: Error) => error,
  )
  await settle(ctx, records, failure === undefined)
  if (!failure) return undefined
  const fields = { sink: name, poolId, records: records.length, reason: failure.message }
  ctx.log.warn(fields, 'log records were not delivered yet')
  return failure
}

/**
 * Delivers what is due to a place; answers whether there may be more. A place that is down, or takes nothing of
 * a pool, is left alone for a while: each of many pages that wait would be claimed and given back for nothing.
 */
const deliverTo = async (ctx: Context, name: string, sink: LogSink, pauses: Pauses): Promise<boolean> => {
  if (pauses.place > ctx.now()) return false
  const taken = await take(ctx, name, pauses)
  let isDown = false
  for (const [poolId, records] of Map.groupBy(taken, (record) => record.poolId)) {
    if (isDown) {
      // Of a server that does not answer, each pool would wait out the time, and all lose their claims.
      await settle(ctx, records, false)
      continue
    }
    const failure = await handOver(ctx, name, sink, poolId, records)
    if (failure) pauses.pools.set(poolId, ctx.now() + RETRY_MS)
    isDown = failure instanceof RequestFailure
  }
  if (isDown) pauses.place = ctx.now() + RETRY_MS
  return taken.length === PAGE && !isDown
}

/** Delivers what is due, to all places at a time. */
export const deliverLogs = async (ctx: Context, pauses: Record<string, Pauses> = {}): Promise<void> => {
  const sinks = Object.entries(ctx.outbound.logs)
  await Promise.all(sinks.map(([name, sink]) => deliverTo(ctx, name, sink, pauses[name] ?? noPauses())))
}

/** How many records may wait for a place, and how many are dropped in one transaction. */
type Trimming = { readonly waiting: number; readonly atOnce: number }

/** Goes on until it is done, however many came since the last time; counts anew each time, as other nodes drop records too. */
const trim = async (ctx: Context, sink: string, { waiting, atOnce }: Trimming): Promise<void> => {
  let dropped = 0
  for (;;) {
    const many = Math.min((await ctx.store.logRecords.count(sink)) - waiting, atOnce)
    if (many <= 0) break
    dropped += await ctx.store.transaction((tx) => tx.logRecords.dropOldest(sink, many))
  }
  if (dropped > 0) ctx.log.error({ sink, dropped }, 'log records were dropped: too many wait')
}

const limits: Trimming = { waiting: 100_000, atOnce: 10_000 }

/** Drops what is too much for each place, the oldest first. */
export const trimLogs = async (ctx: Context, trimming = limits): Promise<void> => {
  for (const sink of Object.keys(ctx.outbound.logs)) await trim(ctx, sink, trimming)
}

const startFor = (ctx: Context, name: string, sink: LogSink) => {
  let trimmedAt = ctx.now()
  const pauses = noPauses()
  const look = async () => {
    const mayBeMore = await deliverTo(ctx, name, sink, pauses)
    if (ctx.now() - trimmedAt >= TRIM_MS) {
      trimmedAt = ctx.now()
      await trim(ctx, name, limits)
    }
    return mayBeMore ? 0 : Number.POSITIVE_INFINITY
  }
  return pace(() =>
    look().catch((error) => {
      ctx.log.error({ err: error, sink: name }, 'the queue of log records cannot be read')
      return Number.POSITIVE_INFINITY
    }),
  )
}

/** Delivers log records until stopped, to each place by itself. A stop waits for the batches on their way. */
export const startLogDelivery = (ctx: Context): { stop(): Promise<void> } => {
  const loops = Object.entries(ctx.outbound.logs).map(([name, sink]) => startFor(ctx, name, sink))
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}
