import { fault } from '../../../domain/errors.ts'
import { withProof } from '../../../domain/sign-in.ts'
import { attemptPassword } from '../../passwords/verifier.ts'
import { failuresOf } from '../attempt.ts'
import { requireParameter } from '../parameters.ts'
import type { Step } from '../step.ts'

/** A password as it is, sent with the request that begins a sign-in or chosen as its first factor. */
export const PASSWORD: Step = {
  async issue(_ctx, attempt) {
    return { attempt, parameters: {}, effects: [] }
  },

  async verify(ctx, attempt, given) {
    const { pool, user, name } = attempt
    const password = requireParameter(given, 'PASSWORD')
    const key = failuresOf(ctx, attempt, 'password')
    const isRight = await attemptPassword(ctx, key, { pool, user, name, password })
    if (!isRight) throw fault('NotAuthorizedException')
    return { attempt: withProof(attempt, 'PASSWORD'), effects: [] }
  },
}
