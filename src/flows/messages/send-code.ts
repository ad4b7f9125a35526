import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import type { Delivery } from '../../domain/delivery.ts'
import type { Pool } from '../../domain/pool.ts'
import type { User } from '../../domain/user.ts'
import type { Queries } from '../../store/index.ts'
import { type CodePurpose, codeLifetime, putCode } from '../codes.ts'
import { notify } from './notify.ts'

/** A code to be made: whose, what it proves, where it goes and in which words. */
export type CodeToSend = {
  readonly pool: Pool
  /** Absent where an administrator makes the change. */
  readonly client?: Client
  readonly user: User
  readonly purpose: CodePurpose
  readonly event: 'sign_up' | 'resend_code' | 'forgot_password' | 'verify_attribute' | 'update_attribute'
  readonly delivery: Delivery
}

/** Makes a code in place of an older one and queues its message, both or neither. */
export const sendCode = async (ctx: Context, tx: Queries, toSend: CodeToSend): Promise<void> => {
  const { purpose, delivery, ...notice } = toSend
  const { deliveryMedium: medium, destination } = delivery
  const code = await putCode(ctx, tx, toSend.user, purpose, destination)
  await notify(ctx, tx, { ...notice, medium, destination, code, expiresAt: ctx.now() + codeLifetime(purpose) })
}
