import type { Context } from '../../context.ts'
import type { AuthEvent, EventFeedback } from '../../domain/auth-event.ts'
import { fault } from '../../domain/errors.ts'
import { unverifiedRiskTexts } from '../../domain/unverified-risk-texts.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** How long a message about an event lets its reader say what they think of it (unverified). */
const TOKEN_LIFE_MS = 30 * DAY_MS

/** The event that feedback is of. */
export type EventName = Pick<AuthEvent, 'poolId' | 'sub' | 'id'>

const sealContext = ({ poolId, sub, id }: EventName) => `event-feedback|${JSON.stringify([poolId, sub, id])}`

/** What a message about an event carries, so that its reader can say what it was. It opens nothing else. */
export const feedbackToken = (ctx: Context, event: EventName): string => {
  const sealed = ctx.sealer.seal(sealContext(event), String(ctx.now() + TOKEN_LIFE_MS))
  return Buffer.from(sealed).toString('base64url')
}

/** Whether a token was made for the event, and not too long ago. */
export const isFeedbackToken = (ctx: Context, event: EventName, token: string): boolean => {
  const until = ctx.sealer.open(sealContext(event), Buffer.from(token, 'base64url').toString())
  return until !== undefined && Number(until) > ctx.now()
}

/** Keeps what was said of a user's event, over what was said before. Raises ResourceNotFoundException if there is none. */
export const giveFeedback = async (
  ctx: Context,
  { poolId, sub, id }: EventName,
  { value, provider }: Omit<EventFeedback, 'at'>,
): Promise<void> => {
  const feedback = { value, provider, at: ctx.now() }
  const isThere = await ctx.store.transaction((tx) => tx.authEvents.setFeedback(poolId, sub, id, feedback))
  if (!isThere) throw fault('ResourceNotFoundException', unverifiedRiskTexts.event(id))
}
