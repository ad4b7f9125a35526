import type { Context } from '../../context.ts'
import { acrOf, levelOf, methodsOf, reaches } from '../../domain/authentication-level.ts'
import { ADMIN_SCOPE } from '../../domain/claims.ts'
import { noDevice } from '../../domain/devices.ts'
import { fault } from '../../domain/errors.ts'
import { stillServes } from '../../domain/first-factor.ts'
import { type Attempt, hasPassword, nextDue } from '../../domain/sign-in.ts'
import type { User } from '../../domain/user.ts'
import type { Queries } from '../../store/index.ts'
import { newDevice } from '../devices/new-device.ts'
import { noteSignIn } from '../events/sign-in.ts'
import { makeRoom } from '../sessions/limit.ts'
import { makeRefreshToken, newFamily, signTokens } from '../tokens/issue.ts'
import { tellPostAuthentication } from '../triggers/authentication.ts'
import type { TokenSource } from '../triggers/token-generation.ts'
import { rereadUser, transactUsers } from '../users/save.ts'
import { checkAfterProof } from './account-state.ts'
import { settle } from './settle.ts'
import type { Outcome, Progress } from './step.ts'

/**
 * Insists that what was proved still holds once the earned changes are made: the password is the one
 * that the attempt knows, nobody suspended or deleted the user meanwhile or turned a second factor on,
 * the device that spared one is still remembered, and the tokens whose sign-in was credited are not revoked.
 */
const requireStanding = async (ctx: Context, tx: Queries, attempt: Attempt, current: User) => {
  const { pool, user, device, first, creditedTo } = attempt
  const currentDevice = device && (await tx.devices.find(device.poolId, user.sub, device.key))
  if (current.passwordVersion !== user.passwordVersion) throw fault('NotAuthorizedException')
  const now = { ...attempt, user: current, device: currentDevice }
  checkAfterProof(ctx, now)
  if (nextDue(now) !== undefined) throw fault('NotAuthorizedException')
  const isAlone = first !== undefined && !hasPassword(attempt)
  if (isAlone && !stillServes(pool, first, { before: user, now: current })) throw fault('NotAuthorizedException')
  if (creditedTo === undefined) return
  const earlier = await tx.tokens.findFamily(user.poolId, creditedTo)
  if (!earlier || earlier.revokedAt !== undefined) throw fault('NotAuthorizedException')
}

/** The methods of a sign-in; its tokens tell of them in a pool that names its levels, and where it was to reach one. */
const authenticationOf = (attempt: Attempt) => {
  const { pool, goal } = attempt
  const amr = methodsOf(attempt)
  const level = goal || pool.settings.acrConfiguration ? levelOf(amr) : undefined
  return { amr, acr: level && acrOf(pool, level) }
}

/** As what occasion the tokens of a sign-in count for their trigger. */
const tokenSource = ({ proved }: Attempt): TokenSource => {
  if (proved.has('DEVICE_PASSWORD_VERIFIER')) return 'AuthenticateDevice'
  return proved.has('NEW_PASSWORD_REQUIRED') ? 'NewPasswordChallenge' : 'Authentication'
}

/**
 * Ends a sign-in with tokens, unless what was proved fell while it was under way. Raises what the triggers
 * PostAuthentication and PreTokenGeneration raise.
 */
export const complete = async (ctx: Context, progress: Progress): Promise<Outcome> => {
  const { attempt } = progress
  const { pool, client, user, device, isKnown, goal } = attempt
  // The triggers of a custom sign-in may be content with a name that nobody has.
  if (!isKnown) throw fault('NotAuthorizedException')
  // All or nothing: the rules lead to the level, and nobody gets tokens below it.
  if (goal && !reaches(methodsOf(attempt), goal)) throw fault('NotAuthorizedException')
  const fresh = pool.settings.deviceConfiguration && !device ? newDevice(ctx, pool) : undefined
  const family = newFamily(ctx, {
    ...{ pool, client, user, origin: attempt.via.origin },
    scope: ADMIN_SCOPE,
    deviceKey: device?.key ?? fresh?.key,
    authentication: authenticationOf(attempt),
    eventId: attempt.eventId,
  })
  const refresh = makeRefreshToken(ctx)
  await tellPostAuthentication(ctx, { ...attempt, newDeviceUsed: fresh !== undefined })
  const source = tokenSource(attempt)
  const signed = await signTokens(ctx, { pool, client, user, family, seenAt: ctx.now(), source, via: attempt.via })
  await transactUsers(ctx, async (tx) => {
    // Held, so that a reset either came before, and is seen, or comes later, and ends the new session.
    const held = await tx.users.hold(user.poolId, user.sub)
    if (!held) throw fault('UserNotFoundException')
    await settle(tx, progress)
    await requireStanding(ctx, tx, attempt, progress.effects.length > 0 ? await rereadUser(tx, user) : held)
    await makeRoom(tx, pool, family, ctx.now())
    await tx.tokens.insertFamily(family, refresh.hash, ctx.now())
    // Holds the device as well: whoever forgets it comes later, and ends this sign-in with it.
    if (device && !(await tx.devices.noteSignIn(device, attempt.via.origin.ipAddress, ctx.now()))) throw noDevice()
    await noteSignIn(ctx, tx, attempt, 'Pass')
  })
  return { kind: 'tokens', tokens: { ...signed, refreshToken: refresh.text, newDevice: fresh } }
}
