import type { Context } from '../../context.ts'
import type { FirstFactor, Pool } from '../../domain/pool.ts'
import type { User } from '../../domain/user.ts'
import { toMfaSettings } from './present.ts'

/** What a user needs for each first factor; nobody has a passkey yet. */
const configured: Record<FirstFactor, (user: User, hasPassword: boolean) => boolean> = {
  PASSWORD: (_user, hasPassword) => hasPassword,
  EMAIL_OTP: ({ attributes }) => Boolean(attributes.get('email')),
  SMS_OTP: ({ attributes }) => Boolean(attributes.get('phone_number')),
  WEB_AUTHN: () => false,
}

/** The first factors that the pool allows and the user has, and the second ones that are turned on. */
export const toAuthFactors = async (ctx: Context, pool: Pool, user: User) => {
  const hasPassword = (await ctx.store.users.verifier(pool.id, user.sub)) !== undefined
  const allowed = pool.settings.policies.signInPolicy.allowedFirstAuthFactors
  return {
    Username: user.username,
    ...toMfaSettings(user),
    ConfiguredUserAuthFactors: allowed.filter((factor) => configured[factor](user, hasPassword)),
  }
}
