import { withProof } from '../../../domain/sign-in.ts'
import { verifyAssertion } from '../../passkeys/assertion.ts'
import { assertionOptions } from '../../passkeys/request.ts'
import { requireParameter } from '../parameters.ts'
import type { Step } from '../step.ts'

/** A passkey as the first factor. The challenge that it signs is that of the Session, and is spent with it. */
export const WEB_AUTHN: Step = {
  async issue(ctx, attempt) {
    const { challenge, options } = await assertionOptions(ctx, attempt)
    return {
      attempt: { ...attempt, passkeyChallenge: challenge },
      parameters: { CREDENTIAL_REQUEST_OPTIONS: JSON.stringify(options) },
      effects: [],
    }
  },

  async verify(ctx, attempt, given) {
    const credential = requireParameter(given, 'CREDENTIAL')
    const { kind, keepUse } = await verifyAssertion(ctx, attempt, { challenge: attempt.passkeyChallenge, credential })
    return { attempt: { ...withProof(attempt, 'WEB_AUTHN'), passkeyKind: kind }, effects: [keepUse] }
  },
}
