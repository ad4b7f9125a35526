import type { Context } from '../../../context.ts'
import { checkUpdatedAttributes } from '../../../domain/attribute-checks.ts'
import { fault } from '../../../domain/errors.ts'
import { decideMfa } from '../../../domain/mfa.ts'
import { withFactor } from '../../../domain/mfa-preference.ts'
import { type Attempt, type FactorSetUp, withProof } from '../../../domain/sign-in.ts'
import type { MfaFactor, User } from '../../../domain/user.ts'
import type { Queries } from '../../../store/index.ts'
import { spendAttempt } from '../../limits.ts'
import { attemptKey } from '../../passwords/lockout.ts'
import { changeUser, noNames, rereadUser } from '../../users/save.ts'
import { invalidSession } from '../session.ts'
import type { Step } from '../step.ts'

const choices = ({ pool, user }: Attempt): readonly MfaFactor[] => {
  const decision = decideMfa(pool.settings, user)
  return decision.kind === 'setup' ? decision.factors : []
}

const withToken = (user: User) => withFactor(user.mfa, 'SOFTWARE_TOKEN_MFA', { prefer: true })

/** Turns on the app that VerifySoftwareToken made the user's in this sign-in. */
const finish = (ctx: Context, attempt: Attempt, tokenId: string) => ({
  attempt: withProof({ ...attempt, user: { ...attempt.user, mfa: withToken(attempt.user) } }, 'MFA_SETUP'),
  effects: [
    async (tx: Queries) => {
      const token = await tx.softwareTokens.find(attempt.pool.id, attempt.user.sub, 'verified')
      // It was deleted or replaced meanwhile.
      if (token?.id !== tokenId) throw invalidSession()
      const user = await rereadUser(tx, attempt.user)
      await changeUser(tx, attempt.pool, user, { mfa: withToken(user) }, ctx.now(), noNames)
    },
  ],
})

/** An address that is to be a factor, and the user's, once a code that goes there comes back. */
const newAddress = async (ctx: Context, attempt: Attempt, given: string): Promise<FactorSetUp> => {
  const { pool, user } = attempt
  // Unverified.
  if (!choices(attempt).includes('EMAIL_OTP')) {
    throw fault('InvalidParameterException', 'EMAIL_OTP is not one of MFAS_CAN_SETUP.')
  }
  const { set } = checkUpdatedAttributes(pool.schema, user.attributes, new Map([['email', given]]))
  // Whoever has a password could else have this server write to anybody.
  await spendAttempt(ctx, attemptKey(ctx, pool, user, user.username, 'setUpCode'), 'setUpCode')
  return { factor: 'EMAIL_OTP', address: set.get('email') ?? given }
}

/**
 * A pool that demands a second factor has a user set one up: an app, whose Session comes from
 * VerifySoftwareToken, or an e-mail address, which is asked for its code next. A phone number
 * (SMS_MFA) is an administrator's to set.
 */
export const MFA_SETUP: Step = {
  async issue(_ctx, attempt) {
    const factors = JSON.stringify(choices(attempt))
    return { attempt, parameters: { MFAS_CAN_SETUP: factors, USER_ID_FOR_SRP: attempt.user.username }, effects: [] }
  },

  async verify(ctx, attempt, given) {
    if (attempt.setUp?.factor === 'SOFTWARE_TOKEN_MFA') return finish(ctx, attempt, attempt.setUp.tokenId)
    // The documentation writes it small, the Amplify library in capitals.
    const address = given.EMAIL || given.email
    // Unverified.
    if (!address) {
      throw fault('InvalidParameterException', 'MFA_SETUP takes the Session of VerifySoftwareToken, or an EMAIL.')
    }
    return { attempt: { ...attempt, setUp: await newAddress(ctx, attempt, address) }, effects: [] }
  },
}
