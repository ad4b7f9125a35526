import { fault } from '../../../domain/errors.ts'
import { withProof } from '../../../domain/sign-in.ts'
import { tryTokenCode } from '../../mfa/software-token.ts'
import { requireParameter } from '../parameters.ts'
import { invalidSession } from '../session.ts'
import type { Effect, Step } from '../step.ts'

const used = () => fault('ExpiredCodeException', 'Your software token has already been used once.')

/** A code of an authenticator app as the second factor. */
export const SOFTWARE_TOKEN_MFA: Step = {
  async issue(ctx, attempt) {
    const { pool, user } = attempt
    const token = await ctx.store.softwareTokens.find(pool.id, user.sub, 'verified')
    const named = token?.friendlyName !== undefined && { FRIENDLY_DEVICE_NAME: token.friendlyName }
    return { attempt, parameters: { USER_ID_FOR_SRP: user.username, ...named }, effects: [] }
  },

  async verify(ctx, attempt, given) {
    const { pool, user } = attempt
    const code = requireParameter(given, 'SOFTWARE_TOKEN_MFA_CODE')
    const token = await ctx.store.softwareTokens.find(pool.id, user.sub, 'verified')
    if (!token) throw invalidSession()
    const verdict = await tryTokenCode(ctx, { pool, user, token }, code)
    if (verdict.kind === 'used') throw used()
    if (verdict.kind === 'wrong') throw fault('CodeMismatchException', 'Invalid code received for user')
    const useUp: Effect = async (tx) => {
      if (!(await verdict.use(tx))) throw used()
    }
    return { attempt: withProof(attempt, 'SOFTWARE_TOKEN_MFA'), effects: [useUp] }
  },
}
