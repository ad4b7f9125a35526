import type { Context } from '../../context.ts'
import { addresses } from '../../domain/address-changes.ts'
import type { Pool } from '../../domain/pool.ts'
import type { User } from '../../domain/user.ts'
import type { Queries } from '../../store/index.ts'
import { signOutEverywhere } from '../users/sign-out.ts'

/**
 * Whether a user is signed out everywhere when the password becomes another. Somebody who resets it
 * may do so because others know the old one, so nobody keeps a session that it opened. Somebody who
 * changes it by the old one is at home: the service is taken to leave the sessions (unverified).
 */
const endsSessions = { reset: true, change: false } as const

/** Voids changes of an address that wait for a code: whoever had the old password may have begun them. */
const voidWaitingAddresses = async (tx: Queries, { poolId, sub, attributes }: User) => {
  for (const name of addresses) {
    const code = await tx.codes.find(poolId, sub, `verify:${name}`)
    if (code && code.destination !== attributes.get(name)) await tx.codes.remove(poolId, sub, code.purpose)
  }
}

/** Whoever had the old password may have registered passkeys as well, by which they would come back. */
const voidPasskeys = async (tx: Queries, { poolId, sub }: User) => {
  await tx.passkeys.removeAll(poolId, sub)
  await tx.passkeyRegistrations.remove(poolId, sub)
}

/** Whoever had the old password may have confirmed a device as well, which would spare them a second factor. */
const voidDevices = (tx: Queries, { poolId, sub }: User) => tx.devices.removeAll(poolId, sub)

/** Does to the user's sessions what a new password brings, within the transaction that sets it. */
export const afterNewPassword = async (
  ctx: Pick<Context, 'now'>,
  tx: Queries,
  pool: Pool,
  user: User,
  how: keyof typeof endsSessions,
): Promise<void> => {
  if (!endsSessions[how]) return
  await signOutEverywhere(ctx, tx, pool, user)
  await voidWaitingAddresses(tx, user)
  await voidPasskeys(tx, user)
  await voidDevices(tx, user)
}
