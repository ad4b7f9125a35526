import { fault } from '../../../domain/errors.ts'
import { chooseFirst } from '../choose.ts'
import { requireParameter } from '../parameters.ts'
import type { Step } from '../step.ts'

/** The choice of a first factor. It proves nothing unless the answer to the factor comes with it. */
export const SELECT_CHALLENGE: Step = {
  async issue(_ctx, attempt) {
    // Unverified: a user with nothing to sign in with.
    if (attempt.offered.length === 0) throw fault('NotAuthorizedException')
    return { attempt, parameters: {}, effects: [] }
  },

  async verify(ctx, attempt, given) {
    const answer = requireParameter(given, 'ANSWER')
    const first = attempt.offered.find((name) => name === answer)
    // Unverified.
    if (!first) throw fault('InvalidParameterException', 'ANSWER is not one of the available challenges.')
    return chooseFirst(ctx, attempt, first, given)
  },
}
