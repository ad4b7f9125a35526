import { requirePublicValue } from '../secret-block.ts'
import type { Step } from '../step.ts'

/** The first half of a password by SRP, chosen without it. It proves nothing: PASSWORD_VERIFIER is asked next. */
export const PASSWORD_SRP: Step = {
  async issue(_ctx, attempt) {
    return { attempt, parameters: {}, effects: [] }
  },

  async verify(_ctx, attempt, given) {
    return { attempt: { ...attempt, srpA: requirePublicValue(given) }, effects: [] }
  },
}
