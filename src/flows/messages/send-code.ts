import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import type { Delivery } from '../../domain/delivery.ts'
import type { MessageEvent } from '../../domain/message-template.ts'
import type { Pool } from '../../domain/pool.ts'
import type { User } from '../../domain/user.ts'
import type { Queries } from '../../store/index.ts'
import { type CodeDigits, type CodePurpose, codeLifetime, type LastingPurpose, putCode } from '../codes.ts'
import { notify } from './notify.ts'

/** A code to be made: whose, what it proves, where it goes and in which words. */
export type CodeToSend = {
  readonly pool: Pool
  /** Absent where an administrator makes the change. */
  readonly client?: Client
  readonly user: User
  readonly purpose: CodePurpose
  readonly event: Exclude<MessageEvent, 'invite'>
  readonly delivery: Delivery
  readonly expiresAt: number
  /** Six, unless said. */
  readonly digits?: CodeDigits
}

/** Makes a code that ends at `expiresAt` in place of an older one and queues its message, both or neither. */
export const sendEndingCode = async (ctx: Context, tx: Queries, toSend: CodeToSend): Promise<void> => {
  const { purpose, delivery, expiresAt, digits, ...notice } = toSend
  const { deliveryMedium: medium, destination } = delivery
  const code = await putCode(ctx, tx, toSend.user, { purpose, destination, expiresAt, ...(digits && { digits }) })
  await notify(ctx, tx, { ...notice, medium, destination, code, expiresAt })
}

/** Makes a code that lives for the time of its purpose in place of an older one and queues its message. */
export const sendCode = (
  ctx: Context,
  tx: Queries,
  toSend: Omit<CodeToSend, 'purpose' | 'expiresAt'> & { readonly purpose: LastingPurpose },
): Promise<void> => sendEndingCode(ctx, tx, { ...toSend, expiresAt: ctx.now() + codeLifetime(toSend.purpose) })
