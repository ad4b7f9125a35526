import type { Context } from '../../context.ts'
import { isVerified } from '../../domain/attribute-checks.ts'
import type { Pool } from '../../domain/pool.ts'
import type { User } from '../../domain/user.ts'
import { passkeyFactors } from '../../flows/passkeys/request.ts'
import { toMfaSettings } from './present.ts'

/** In the order in which answers list them. */
const factors = ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN', 'SOFTWARE_TOKEN'] as const

/**
 * Presents the factors of a user: those that they have, whether the pool takes them now or not, and the
 * second ones that are turned on.
 */
export const toAuthFactors = async (ctx: Context, pool: Pool, user: User) => {
  const { attributes, mfa } = user
  const has = {
    PASSWORD: (await ctx.store.users.verifier(pool.id, user.sub)) !== undefined,
    EMAIL_OTP: isVerified(attributes, 'email'),
    SMS_OTP: isVerified(attributes, 'phone_number'),
    WEB_AUTHN: (await passkeyFactors(ctx, pool, user.sub)) > 0,
    SOFTWARE_TOKEN: mfa.softwareToken,
  }
  return {
    Username: user.username,
    ...toMfaSettings(user),
    ConfiguredUserAuthFactors: factors.filter((factor) => has[factor]),
  }
}
