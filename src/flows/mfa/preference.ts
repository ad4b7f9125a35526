import type { Context } from '../../context.ts'
import type { PreferenceOwner } from '../../domain/mfa-preference.ts'
import type { Pool } from '../../domain/pool.ts'
import type { User, UserMfa } from '../../domain/user.ts'
import { changeUser, noNames, rereadUser, transactUsers } from '../users/save.ts'

/** A change of a user's factors: whose, by whom, and what it makes of them as they are. */
export type PreferenceChange = {
  readonly pool: Pool
  readonly user: User
  readonly byAdmin: boolean
  readonly change: (owner: PreferenceOwner) => UserMfa
}

/** Changes which factors of a user are turned on or preferred. Raises what `change` raises. */
export const changePreference = (ctx: Context, { pool, user, byAdmin, change }: PreferenceChange): Promise<void> =>
  transactUsers(ctx, async (tx) => {
    const current = await rereadUser(tx, user)
    const mfa = change({ pool: pool.settings, user: current, byAdmin })
    await changeUser(tx, pool, current, { mfa }, ctx.now(), noNames)
  })
