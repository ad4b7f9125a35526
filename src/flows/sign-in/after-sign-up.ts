import type { Context } from '../../context.ts'
import { type Attempt, withProof } from '../../domain/sign-in.ts'
import { confirmedSession } from '../sign-up/session.ts'
import { invalidSession } from './session.ts'
import type { Given, Moved } from './step.ts'
import { withGoal } from './step-up.ts'

/**
 * The attempt of a user whose sign-up was confirmed a moment ago, which is worth the code that confirmed
 * it. Raises NotAuthorizedException for any other Session, and where more than such a code is asked for:
 * of the user, or by the request.
 */
export const afterSignUp = async (ctx: Context, attempt: Attempt, given: Given, text: string): Promise<Moved> => {
  const { factor, spend } = await confirmedSession(ctx, attempt, attempt.user, text)
  const aimed = await withGoal(ctx, attempt, given)
  if (!aimed.offered.includes(factor)) throw invalidSession()
  return { attempt: withProof({ ...aimed, first: factor }, factor), effects: [spend] }
}
