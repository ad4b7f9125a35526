import { fault } from '../../../domain/errors.ts'
import { decideMfa } from '../../../domain/mfa.ts'
import type { Attempt } from '../../../domain/sign-in.ts'
import type { MfaFactor } from '../../../domain/user.ts'
import { requireParameter } from '../parameters.ts'
import type { Step } from '../step.ts'

const choices = ({ pool, user }: Attempt): readonly MfaFactor[] => {
  const decision = decideMfa(pool.settings, user)
  return decision.kind === 'select' ? decision.factors : []
}

/** The choice of one of several second factors. It proves nothing, and the factor is asked for next. */
export const SELECT_MFA_TYPE: Step = {
  async issue(_ctx, _tx, attempt) {
    return { MFAS_CAN_CHOOSE: JSON.stringify(choices(attempt)), USER_ID_FOR_SRP: attempt.user.username }
  },

  async verify(_ctx, attempt, responses) {
    const answer = requireParameter(responses, 'ANSWER')
    // The SDK's documentation calls it EMAIL_MFA, the challenge and other clients EMAIL_OTP.
    const named = answer === 'EMAIL_MFA' ? 'EMAIL_OTP' : answer
    const chosen = choices(attempt).find((factor) => factor === named)
    // Unverified.
    if (!chosen) throw fault('InvalidParameterException', 'ANSWER is not one of MFAS_CAN_CHOOSE.')
    return { attempt: { ...attempt, chosen }, effects: [] }
  },
}
