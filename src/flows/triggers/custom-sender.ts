/** Functions that deliver a pool's messages in place of this server. Nobody waits for them. */
import type { DeliveryMedium } from '../../domain/delivery.ts'
import { eventSource, type MessageEvent } from '../../domain/message-template.ts'
import type { Pool } from '../../domain/pool.ts'
import { eventAttributes } from '../../domain/trigger-event.ts'
import type { SenderCall } from '../../outbound/index.ts'
import type { Given } from '../../triggers/event.ts'
import type { CustomSMSSenderTriggerEvent } from '../../triggers/index.ts'
import type { MessageOccasion } from './custom-message.ts'
import { envelopeOf, functionOf } from './invoke.ts'

const senders = {
  EMAIL: { trigger: 'customEmailSender', name: 'CustomEmailSender', type: 'customEmailSenderRequestV1' },
  SMS: { trigger: 'customSMSSender', name: 'CustomSMSSender', type: 'customSMSSenderRequestV1' },
} as const

/** The events that tell their function of ClientMetadata. */
const told: ReadonlySet<MessageEvent> = new Set(['sign_up', 'forgot_password', 'authentication'])

/** The function that delivers messages of a medium for a pool. */
export const senderOf = (pool: Pool, medium: DeliveryMedium): string | undefined =>
  functionOf(pool, senders[medium].trigger)

/** What the pool's function is called with to deliver a message, but for its code; undefined without such a function. */
export const senderCall = (occasion: MessageOccasion, medium: DeliveryMedium): SenderCall | undefined => {
  const { pool, user, event, via } = occasion
  const arn = senderOf(pool, medium)
  if (arn === undefined) return undefined
  const { name, type } = senders[medium]
  return {
    function: arn,
    keyArn: pool.settings.lambdaConfig.kMSKeyID ?? '',
    event: {
      ...envelopeOf({ ...occasion, userName: user.username, source: `${name}_${eventSource[event]}` }),
      request: {
        type,
        code: null,
        clientMetadata: (told.has(event) && via.metadata) || null,
        userAttributes: eventAttributes(pool, user),
      } satisfies Given<CustomSMSSenderTriggerEvent['request']>,
    },
  }
}
