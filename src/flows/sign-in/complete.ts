import type { Context } from '../../context.ts'
import { methodsOf, reaches } from '../../domain/authentication-level.ts'
import { noDevice } from '../../domain/devices.ts'
import { fault } from '../../domain/errors.ts'
import { stillServes } from '../../domain/first-factor.ts'
import { type Attempt, hasPassword, nextDue } from '../../domain/sign-in.ts'
import type { User } from '../../domain/user.ts'
import type { Queries } from '../../store/index.ts'
import { noteSignIn } from '../events/sign-in.ts'
import { rereadUser, transactUsers } from '../users/save.ts'
import { checkAfterProof } from './account-state.ts'
import { endWithSession, endWithTokens } from './ends.ts'
import { settle } from './settle.ts'
import type { Outcome, Progress } from './step.ts'

/**
 * Insists that what was proved still holds once the earned changes are made: the password is the one
 * that the attempt knows, nobody suspended or deleted the user meanwhile or turned a second factor on,
 * the device that spared one is still remembered, and nobody ended the tokens or the session whose sign-in was credited.
 */
const requireStanding = async (ctx: Context, tx: Queries, attempt: Attempt, current: User) => {
  const { pool, user, device, first, creditedTo, creditedSession } = attempt
  const currentDevice = device && (await tx.devices.find(device.poolId, user.sub, device.key))
  if (current.passwordVersion !== user.passwordVersion) throw fault('NotAuthorizedException')
  const now = { ...attempt, user: current, device: currentDevice }
  checkAfterProof(ctx, now)
  if (nextDue(now) !== undefined) throw fault('NotAuthorizedException')
  const isAlone = first !== undefined && !hasPassword(attempt)
  if (isAlone && !stillServes(pool, first, { before: user, now: current })) throw fault('NotAuthorizedException')
  if (creditedTo !== undefined) {
    const earlier = await tx.tokens.findFamily(user.poolId, creditedTo)
    if (!earlier || earlier.revokedAt !== undefined) throw fault('NotAuthorizedException')
  }
  if (creditedSession !== undefined) {
    const named = { poolId: user.poolId, cookieHash: creditedSession }
    if (!(await tx.ssoSessions.touch(named, attempt.via.origin, ctx.now()))) throw fault('NotAuthorizedException')
  }
}

/**
 * Ends a sign-in, unless what was proved fell while it was under way: with tokens, or on the pages with a
 * session. Raises what the triggers PostAuthentication and PreTokenGeneration raise.
 */
export const complete = async (ctx: Context, progress: Progress): Promise<Outcome> => {
  const { attempt } = progress
  const { user, device, isKnown, goal } = attempt
  // The triggers of a custom sign-in may be content with a name that nobody has.
  if (!isKnown) throw fault('NotAuthorizedException')
  // All or nothing: the rules lead to the level, and nobody gets tokens below it.
  if (goal && !reaches(methodsOf(attempt), goal)) throw fault('NotAuthorizedException')
  const end = await (attempt.entry === 'pages' ? endWithSession : endWithTokens)(ctx, attempt)
  await transactUsers(ctx, async (tx) => {
    // Held, so that a reset either came before, and is seen, or comes later, and ends the new session.
    const held = await tx.users.hold(user.poolId, user.sub)
    if (!held) throw fault('UserNotFoundException')
    await settle(tx, progress)
    const current = progress.effects.length > 0 ? await rereadUser(tx, user) : held
    await requireStanding(ctx, tx, attempt, current)
    await end.keep(tx, current)
    // Holds the device as well: whoever forgets it comes later, and ends this sign-in with it.
    if (device && !(await tx.devices.noteSignIn(device, attempt.via.origin.ipAddress, ctx.now()))) throw noDevice()
    await noteSignIn(ctx, tx, attempt, 'Pass')
  })
  return end.outcome
}
