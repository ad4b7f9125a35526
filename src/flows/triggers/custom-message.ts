import type { Context } from '../../context.ts'
import { customWording, messageParameters, type Worded } from '../../domain/custom-message.ts'
import { eventSource, type MessageEvent, poolWording, type Wording } from '../../domain/message-template.ts'
import type { Pool } from '../../domain/pool.ts'
import type { Via } from '../../domain/sign-in.ts'
import { eventAttributes } from '../../domain/trigger-event.ts'
import type { User } from '../../domain/user.ts'
import type { CustomMessageTriggerEvent } from '../../triggers/index.ts'
import { clientMetadata, invokeTrigger } from './invoke.ts'

/** Something that is to be told a user. */
export type MessageOccasion = {
  readonly pool: Pool
  readonly clientId: string | null
  readonly user: User
  readonly event: MessageEvent
  readonly via: Pick<Via, 'origin' | 'metadata'>
}

/**
 * The words of a message: the pool's own, or in their place those of its CustomMessage function, which
 * knows neither the code nor the link. Raises what `invokeTrigger` and `customWording` raise.
 */
export const wordMessage = async (ctx: Context, occasion: MessageOccasion & Worded): Promise<Wording> => {
  const { pool, user, event, via } = occasion
  const own = poolWording(pool.settings, event)
  const answer = await invokeTrigger<CustomMessageTriggerEvent>(ctx, {
    ...occasion,
    userName: user.username,
    trigger: 'customMessage',
    source: `CustomMessage_${eventSource[event]}`,
    request: { userAttributes: eventAttributes(pool, user), ...messageParameters(event), ...clientMetadata(via) },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  })
  return answer ? customWording(answer, occasion, own) : own
}
