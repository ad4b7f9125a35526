import type { Context } from '../../context.ts'
import { type DeliveryMedium, invitationDeliveries } from '../../domain/delivery.ts'
import { emailTemplate, smsTemplate } from '../../domain/message-template.ts'
import type { Pool } from '../../domain/pool.ts'
import type { User } from '../../domain/user.ts'
import type { Queries } from '../../store/index.ts'
import { notify } from '../messages/notify.ts'

/** Whom an administrator invites, and how. */
export type Invitation = {
  readonly pool: Pool
  readonly user: User
  /** The temporary password; undefined for a user who signs in without any. */
  readonly password: string | undefined
  /** By SMS unless said otherwise. */
  readonly mediums?: readonly DeliveryMedium[] | undefined
}

/**
 * Queues the invitations of a new user: one by each medium asked for to which the user has an
 * address. One whose text could not tell the password, or would tell one that does not exist, is not
 * sent, as the service has it.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html
 */
export const invite = async (
  ctx: Context,
  tx: Queries,
  { pool, user, password, mediums }: Invitation,
): Promise<void> => {
  const asked = mediums?.length ? mediums : undefined
  for (const { deliveryMedium: medium, destination } of invitationDeliveries(user.attributes, asked)) {
    const { message } =
      medium === 'EMAIL' ? emailTemplate(pool.settings, 'invite') : { message: smsTemplate(pool.settings, 'invite') }
    if (message.includes('{####}') !== (password !== undefined)) continue
    const expiresAt = user.temporaryUntil
    await notify(ctx, tx, {
      pool,
      user,
      event: 'invite',
      medium,
      destination,
      code: password ?? '',
      ...(expiresAt !== undefined && { expiresAt }),
    })
  }
}
