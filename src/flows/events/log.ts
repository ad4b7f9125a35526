import type { Context } from '../../context.ts'
import type { LogConfiguration, LogSource } from '../../domain/log-delivery.ts'
import type { LogRecord } from '../../domain/log-record.ts'
import type { Queries } from '../../store/index.ts'

const SEQUENCE_SPAN = 36 ** 4
let sequence = 0

/** Ids sort by age, also within a millisecond of one process. */
const makeId = (ctx: Context) => {
  sequence = (sequence + 1) % SEQUENCE_SPAN
  const age = ctx.now().toString(36).padStart(9, '0') + sequence.toString(36).padStart(4, '0')
  return `${age}.${ctx.random(8).toString('hex')}`
}

/** Whether a pool logs such things, in one of its Regions. */
const isLogged = async (tx: Queries, poolId: string, source: LogSource): Promise<boolean> => {
  const isNamed = (configurations: readonly LogConfiguration[] = []) =>
    configurations.some(({ eventSource }) => eventSource === source)
  if (isNamed(await tx.logConfigurations.list(poolId))) return true
  return isNamed((await tx.poolReplicas.find(poolId))?.logs)
}

/**
 * Puts a record into the queue, in the transaction of what it tells of: for each place where logs go, if
 * its pool logs such things. Where the operator has set up no place there is no queue.
 */
export const queueLog = async (ctx: Context, tx: Queries, { source, poolId, line }: LogRecord): Promise<void> => {
  const sinks = Object.keys(ctx.outbound.logs)
  if (sinks.length === 0) return
  if (!(await isLogged(tx, poolId, source))) return
  const id = makeId(ctx)
  for (const sink of sinks) {
    await tx.logRecords.insert({ id, sink, poolId, line, claimedUntil: 0, createdAt: ctx.now() })
  }
}
