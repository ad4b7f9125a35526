import { fault } from '../../../domain/errors.ts'
import { factorChoices } from '../../../domain/sign-in.ts'
import { requireParameter } from '../parameters.ts'
import type { Step } from '../step.ts'

/** The choice of one of several second factors. It proves nothing, and the factor is asked for next. */
export const SELECT_MFA_TYPE: Step = {
  async issue(_ctx, attempt) {
    const choices = JSON.stringify(factorChoices(attempt))
    return { attempt, parameters: { MFAS_CAN_CHOOSE: choices, USER_ID_FOR_SRP: attempt.user.username }, effects: [] }
  },

  async verify(_ctx, attempt, given) {
    const answer = requireParameter(given, 'ANSWER')
    // The SDK's documentation calls it EMAIL_MFA, the challenge and other clients EMAIL_OTP.
    const named = answer === 'EMAIL_MFA' ? 'EMAIL_OTP' : answer
    const chosen = factorChoices(attempt).find((factor) => factor === named)
    // Unverified.
    if (!chosen) throw fault('InvalidParameterException', 'ANSWER is not one of MFAS_CAN_CHOOSE.')
    return { attempt: { ...attempt, chosen }, effects: [] }
  },
}
