import type { Context } from '../../context.ts'
import { type Attempt, withProof } from '../../domain/sign-in.ts'
import { confirmedSession } from '../sign-up/session.ts'
import { invalidSession } from './session.ts'
import type { Moved } from './step.ts'

/**
 * The attempt of a user whose sign-up was confirmed a moment ago, which is worth the code that confirmed
 * it. Raises NotAuthorizedException for any other Session, and where more than such a code is asked for.
 */
export const afterSignUp = async (ctx: Context, attempt: Attempt, text: string): Promise<Moved> => {
  if (!attempt.isKnown) throw invalidSession()
  const { factor, spend } = await confirmedSession(ctx, attempt, attempt.user, text)
  if (!attempt.offered.includes(factor)) throw invalidSession()
  return { attempt: withProof({ ...attempt, first: factor }, factor), effects: [spend] }
}
