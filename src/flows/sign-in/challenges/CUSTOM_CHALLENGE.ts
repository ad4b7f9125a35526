import { createAuthChallenge, verifyAuthChallenge } from '../../triggers/custom-auth.ts'
import { requireParameter } from '../parameters.ts'
import { invalidSession } from '../session.ts'
import type { Step } from '../step.ts'

/**
 * A challenge that the pool's functions make and verify. A wrong answer is no error: it is a round of
 * the sign-in, and the function that defines it has the next turn.
 */
export const CUSTOM_CHALLENGE: Step = {
  // No count locks anybody out of it: who may try again is the functions' decision, round by round.
  isOneShot: true,

  async issue(ctx, attempt) {
    const { custom, user } = attempt
    if (!custom) throw invalidSession()
    const made = await createAuthChallenge(ctx, { ...attempt, history: custom.history })
    const { publicParameters, privateParameters, metadata } = made
    return {
      attempt: { ...attempt, custom: { ...custom, asked: { privateParameters, metadata } } },
      parameters: { ...publicParameters, USERNAME: user.username },
      effects: [],
    }
  },

  async verify(ctx, attempt, given) {
    const answer = requireParameter(given, 'ANSWER')
    const { custom } = attempt
    if (!custom?.asked) throw invalidSession()
    const { privateParameters, metadata } = custom.asked
    const challengeResult = await verifyAuthChallenge(ctx, { ...attempt, privateParameters, answer })
    const round = { challengeName: 'CUSTOM_CHALLENGE', challengeResult, challengeMetadata: metadata }
    return { attempt: { ...attempt, custom: { history: [...custom.history, round] } }, effects: [] }
  },
}
