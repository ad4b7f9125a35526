import type { Context } from '../../context.ts'
import { notificationRecord } from '../../domain/log-record.ts'
import type { Queries } from '../../store/index.ts'
import type { StoredMessage } from '../../store/messages.ts'
import { queueLog } from './log.ts'

const words = { EMAIL: 'E-mail', SMS: 'Text message' } as const

/** Logs for its pool that a message was given up, in the transaction that removes it. */
export const noteUndelivered = (
  ctx: Context,
  tx: Queries,
  { id, poolId, medium, attempts }: StoredMessage,
  reason: string,
): Promise<void> => {
  const details = `${words[medium]} ${id} was not delivered after ${attempts} attempts: ${reason}`
  return queueLog(ctx, tx, notificationRecord(poolId, details, ctx.now()))
}
