import type { Context } from '../../context.ts'
import type { FirstFactor, Pool } from '../../domain/pool.ts'
import type { User } from '../../domain/user.ts'
import { passkeyFactors } from '../../flows/passkeys/request.ts'
import { toMfaSettings } from './present.ts'

/** What a user has of which the attributes do not tell. */
type Holdings = { readonly password: boolean; readonly passkeys: number }

/** What a user needs for each first factor. */
const configured: Record<FirstFactor, (user: User, holds: Holdings) => boolean> = {
  PASSWORD: (_user, { password }) => password,
  EMAIL_OTP: ({ attributes }) => Boolean(attributes.get('email')),
  SMS_OTP: ({ attributes }) => Boolean(attributes.get('phone_number')),
  WEB_AUTHN: (_user, { passkeys }) => passkeys > 0,
}

/** The first factors that the pool allows and the user has, and the second ones that are turned on. */
export const toAuthFactors = async (ctx: Context, pool: Pool, user: User) => {
  const holds = {
    password: (await ctx.store.users.verifier(pool.id, user.sub)) !== undefined,
    passkeys: await passkeyFactors(ctx, pool, user.sub),
  }
  const allowed = pool.settings.policies.signInPolicy.allowedFirstAuthFactors
  return {
    Username: user.username,
    ...toMfaSettings(user),
    ConfiguredUserAuthFactors: allowed.filter((factor) => configured[factor](user, holds)),
  }
}
