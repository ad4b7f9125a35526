import type { Context } from '../../context.ts'
import type { AuthorizationRequest } from '../../domain/authorization-request.ts'
import type { Via } from '../../domain/sign-in.ts'
import { newAttempt } from '../sign-in/attempt.ts'
import { fulfilsWish } from '../sign-in/step-up.ts'
import type { StandingSession } from './session.ts'

/** Whether a session reaches the level that a request wishes for, or as much of it as its user ever can. */
export const fulfilsAcrValues = async (
  ctx: Context,
  { pool, client, acrValues }: AuthorizationRequest,
  { session, user }: StandingSession,
  via: Via,
): Promise<boolean> => {
  if (acrValues === '') return true
  const subject = { pool, client, name: user.username, user, isKnown: true, via }
  const attempt = await newAttempt(ctx, { ...subject, entry: 'pages', deviceKey: undefined })
  return fulfilsWish(attempt, acrValues, session.amr)
}
