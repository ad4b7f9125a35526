import type { Context } from '../../context.ts'
import { nextDue } from '../../domain/sign-in.ts'
import { spendAttempt } from '../limits.ts'
import { advance } from './advance.ts'
import { checkStanding } from './answer.ts'
import { failuresOf } from './attempt.ts'
import { type ChallengeAnswer, resume } from './resume.ts'
import { invalidSession } from './session.ts'
import type { Outcome } from './step.ts'

/**
 * Asks a challenge of the pages once more, which sends its code anew. The Session is spent, and another one
 * comes with the challenge. Raises LimitExceededException for somebody who was sent enough of them, and
 * NotAuthorizedException where something else is due by now.
 */
export const askAgain = async (
  ctx: Context,
  asked: Omit<ChallengeAnswer, 'given' | 'isOwn'>,
  username: string,
): Promise<Outcome> => {
  const { attempt, session } = await resume(ctx, { ...asked, given: {}, isOwn: true }, username)
  await checkStanding(ctx, attempt)
  if (nextDue(attempt) !== asked.challenge) throw invalidSession()
  await spendAttempt(ctx, failuresOf(ctx, attempt, 'resendCode'), 'resendCode')
  return advance(ctx, { attempt, effects: [], spends: session })
}
