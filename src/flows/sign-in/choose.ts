import type { Context } from '../../context.ts'
import type { Attempt, FirstChallenge } from '../../domain/sign-in.ts'
import { PASSWORD } from './challenges/PASSWORD.ts'
import { PASSWORD_SRP } from './challenges/PASSWORD_SRP.ts'
import type { Given, Moved, Step } from './step.ts'

/** What may be answered together with the choice: the step, and the parameter that tells that it is. */
const together: Partial<Record<FirstChallenge, { parameter: string; step: Step }>> = {
  PASSWORD: { parameter: 'PASSWORD', step: PASSWORD },
  PASSWORD_SRP: { parameter: 'SRP_A', step: PASSWORD_SRP },
}

/** The attempt with a first factor chosen, and answered if the answer came with the choice. */
export const chooseFirst = async (
  ctx: Context,
  attempt: Attempt,
  first: FirstChallenge,
  given: Given,
): Promise<Moved> => {
  const chosen = { ...attempt, first }
  const answer = together[first]
  return answer && given[answer.parameter] ? answer.step.verify(ctx, chosen, given) : { attempt: chosen, effects: [] }
}
