import type { Context } from '../../context.ts'
import type { Delivery } from '../../domain/delivery.ts'
import type { Queries } from '../../store/index.ts'
import { type CodeDigits, type CodePurpose, codeLifetime, type LastingPurpose, putCode } from '../codes.ts'
import type { Notice } from './notice.ts'
import { notify } from './notify.ts'

/** A code to be made: what it proves and where it goes. */
export type CodeToSend = {
  readonly purpose: CodePurpose
  readonly delivery: Delivery
  readonly expiresAt: number
  /** Six, unless said. */
  readonly digits?: CodeDigits
}

/** Makes a code of the notice's user that ends at `expiresAt` in place of an older one and queues its message, both or neither. */
export const sendEndingCode = async (
  ctx: Context,
  tx: Queries,
  notice: Notice,
  { purpose, delivery, expiresAt, digits }: CodeToSend,
): Promise<void> => {
  const { deliveryMedium: medium, destination } = delivery
  const code = await putCode(ctx, tx, notice.user, { purpose, destination, expiresAt, ...(digits && { digits }) })
  await notify(ctx, tx, notice, { medium, destination, code, expiresAt })
}

/** Makes a code that lives for the time of its purpose in place of an older one and queues its message. */
export const sendCode = (
  ctx: Context,
  tx: Queries,
  notice: Notice,
  { purpose, delivery }: { readonly purpose: LastingPurpose; readonly delivery: Delivery },
): Promise<void> => sendEndingCode(ctx, tx, notice, { purpose, delivery, expiresAt: ctx.now() + codeLifetime(purpose) })
