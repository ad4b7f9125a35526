import { fault } from '../../../domain/errors.ts'
import { tryTokenCode } from '../../mfa/software-token.ts'
import { requireParameter } from '../parameters.ts'
import { invalidSession } from '../session.ts'
import type { Step } from '../step.ts'

/** A code of an authenticator app as the second factor. A right code is used up even if the sign-in then fails. */
export const SOFTWARE_TOKEN_MFA: Step = {
  async issue(_ctx, tx, { pool, user }) {
    const token = await tx.softwareTokens.find(pool.id, user.sub, 'verified')
    return {
      USER_ID_FOR_SRP: user.username,
      ...(token?.friendlyName !== undefined && { FRIENDLY_DEVICE_NAME: token.friendlyName }),
    }
  },

  async verify(ctx, attempt, responses) {
    const { pool, user, proved } = attempt
    const given = requireParameter(responses, 'SOFTWARE_TOKEN_MFA_CODE')
    const token = await ctx.store.softwareTokens.find(pool.id, user.sub, 'verified')
    if (!token) throw invalidSession()
    const verdict = await tryTokenCode(ctx, { pool, user, token }, given)
    if (verdict === 'used') {
      throw fault('ExpiredCodeException', 'Your software token has already been used once.')
    }
    if (verdict === 'wrong') throw fault('CodeMismatchException', 'Invalid code received for user')
    return { attempt: { ...attempt, proved: new Set(proved).add('SOFTWARE_TOKEN_MFA') }, effects: [] }
  },
}
