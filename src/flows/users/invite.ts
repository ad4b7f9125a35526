import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import { type Delivery, type DeliveryMedium, invitationDeliveries } from '../../domain/delivery.ts'
import type { Wording } from '../../domain/message-template.ts'
import type { Pool } from '../../domain/pool.ts'
import type { Via } from '../../domain/sign-in.ts'
import type { User } from '../../domain/user.ts'
import type { Queries } from '../../store/index.ts'
import { type Notice, prepareNotice } from '../messages/notice.ts'
import { notify } from '../messages/notify.ts'
import { senderOf } from '../triggers/custom-sender.ts'

/** Whom to invite, and how. */
export type InvitationRequest = {
  readonly pool: Pool
  /** Where a user came by an app client. */
  readonly client?: Client
  readonly user: User
  readonly via: Pick<Via, 'origin' | 'metadata'>
  /** The temporary password; undefined for a user who signs in without any. */
  readonly password: string | undefined
  /** By SMS unless said otherwise. */
  readonly mediums?: readonly DeliveryMedium[] | undefined
}

/** An invitation in its words. */
export type Invitation = {
  readonly notice: Notice
  readonly deliveries: readonly Delivery[]
  readonly password: string | undefined
}

/** Finds the words of an invitation, before the transaction that makes its user. Raises what the trigger raises. */
export const prepareInvitation = async (
  ctx: Context,
  { mediums: asked, password, ...request }: InvitationRequest,
): Promise<Invitation | undefined> => {
  const deliveries = invitationDeliveries(request.user.attributes, asked?.length ? asked : undefined)
  if (deliveries.length === 0) return undefined
  const mediums = deliveries.map(({ deliveryMedium }) => deliveryMedium)
  return {
    notice: await prepareNotice(ctx, { ...request, event: 'invite', mediums, hasCode: password !== undefined }),
    deliveries,
    password,
  }
}

const textOf = ({ sms, email }: Wording, medium: DeliveryMedium) => (medium === 'EMAIL' ? email.message : sms)

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
  { notice, deliveries, password }: Invitation,
): Promise<void> => {
  const { pool, user, wording } = notice
  for (const { deliveryMedium: medium, destination } of deliveries) {
    const isSaid = senderOf(pool, medium) !== undefined || textOf(wording, medium).includes('{####}')
    if (isSaid !== (password !== undefined)) continue
    const expiresAt = user.temporaryUntil
    await notify(ctx, tx, notice, {
      medium,
      destination,
      code: password ?? '',
      ...(expiresAt !== undefined && { expiresAt }),
    })
  }
}
