import type { Context } from '../../context.ts'
import { creditFor, type Level, planFor, reaches, wantedLevels } from '../../domain/authentication-level.ts'
import { fault } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import type { Attempt } from '../../domain/sign-in.ts'
import { verifyAccessToken } from '../tokens/verify-access.ts'
import type { Given } from './step.ts'

/** Unverified, all of them. */
const texts = {
  tier: 'Authentication levels are not available in the LITE pricing tier.',
  noTarget: 'ACCESS_TOKEN requires TARGET_ACR_VALUES.',
  unknown: 'TARGET_ACR_VALUES has no level of this user pool.',
  age: 'MAX_AGE must be a whole number of seconds.',
  user: 'ACCESS_TOKEN is not of the user that USERNAME names.',
  unreachable: 'The user has no factor for any of TARGET_ACR_VALUES.',
  reached: 'ACCESS_TOKEN has reached the level already.',
}

const SECOND_MS = 1000
const stepUpParameters = ['TARGET_ACR_VALUES', 'ACCESS_TOKEN', 'MAX_AGE'] as const

/**
 * Checks what a sign-in says of the level that it is to reach, before any look at users. Raises
 * FeatureUnavailableInTierException and InvalidParameterException.
 */
export const checkStepUp = (pool: Pool, given: Given): void => {
  if (!stepUpParameters.some((name) => given[name])) return
  if (pool.settings.userPoolTier === 'LITE') throw fault('FeatureUnavailableInTierException', texts.tier)
  const target = given.TARGET_ACR_VALUES
  if (given.ACCESS_TOKEN && !target) throw fault('InvalidParameterException', texts.noTarget)
  if (target && wantedLevels(pool, target).length === 0) throw fault('InvalidParameterException', texts.unknown)
  if (given.MAX_AGE && !/^\d{1,10}$/.test(given.MAX_AGE)) throw fault('InvalidParameterException', texts.age)
}

/** What a sign-in has proved, and the tokens that it ended with. */
type Earlier = { readonly methods: readonly string[]; readonly familyId?: string }

/**
 * What the sign-in of a token has proved, unless that is longer ago than the request allows. Its store
 * tells, as tokens do not always; of a client whose tokens cannot be revoked, it does not know.
 */
const earlierSignIn = async (ctx: Context, { pool, client, user }: Attempt, given: Given): Promise<Earlier> => {
  if (!given.ACCESS_TOKEN) return { methods: [] }
  const holder = await verifyAccessToken(ctx, given.ACCESS_TOKEN)
  const isTheirs = holder.pool.id === pool.id && holder.client.id === client.id && holder.user.sub === user.sub
  if (!isTheirs) throw fault('NotAuthorizedException', texts.user)
  const isTooOld = given.MAX_AGE && ctx.now() - holder.authTime > Number(given.MAX_AGE) * SECOND_MS
  if (isTooOld || holder.familyId === undefined) return { methods: [] }
  const family = await ctx.store.tokens.findFamily(pool.id, holder.familyId)
  return { methods: family?.authentication?.amr ?? [], familyId: holder.familyId }
}

/** The attempt on its way to a level: what it offers and demands is what leads there. */
export const toward = (attempt: Attempt, goal: Level): Attempt | undefined => {
  const plan = planFor(attempt, goal)
  return plan && { ...attempt, goal, offered: plan.offered, demanded: plan.demanded }
}

/**
 * The attempt with the level that it is to reach, if the request names one: the most wanted that the
 * user can reach, and what the token of an earlier sign-in has proved on the way there. Raises
 * InvalidParameterException where there is no way, or none to go.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-step-up-authentication.html
 */
export const withGoal = async (ctx: Context, attempt: Attempt, given: Given): Promise<Attempt> => {
  if (!given.TARGET_ACR_VALUES) return attempt
  const { methods, familyId } = await earlierSignIn(ctx, attempt, given)
  for (const level of wantedLevels(attempt.pool, given.TARGET_ACR_VALUES)) {
    if (reaches(methods, level)) throw fault('InvalidParameterException', texts.reached)
    const aimed = toward(attempt, level)
    if (!aimed) continue
    const proved = creditFor(aimed, methods)
    return { ...aimed, proved, creditedTo: proved.size > 0 ? familyId : undefined }
  }
  throw fault('InvalidParameterException', texts.unreachable)
}

/** What somebody who is signed in on the pages has proved before, and in which session. */
export type EarlierOnPages = { readonly sub: string; readonly methods: readonly string[]; readonly cookieHash: string }

/** What of an earlier sign-in is worth something on the way to a level. One that has reached it would be a sign-in for nothing. */
const creditOf = (aimed: Attempt, level: Level, { sub, methods }: EarlierOnPages): Attempt['proved'] =>
  sub === aimed.user.sub && !reaches(methods, level) ? creditFor(aimed, methods) : new Set()

/**
 * The attempt on its way to the first level that the request wishes for and the user can reach, with what an
 * earlier sign-in in the same browser has proved on the way there. Whoever can reach none signs in as ever: an
 * authorization request's levels are voluntary (OIDC Core section 3.1.2.1), and the tokens tell what was reached.
 */
export const withWish = (attempt: Attempt, wish: string, earlier: EarlierOnPages | undefined): Attempt => {
  for (const level of wantedLevels(attempt.pool, wish)) {
    const aimed = toward(attempt, level)
    if (!aimed) continue
    if (!earlier) return aimed
    const proved = creditOf(aimed, level, earlier)
    return { ...aimed, proved, creditedSession: proved.size > 0 ? earlier.cookieHash : undefined }
  }
  return attempt
}

/** Whether methods that were proved reach the first of the wished levels that the user can reach at all. */
export const fulfilsWish = (attempt: Attempt, wish: string, methods: readonly string[]): boolean => {
  const level = wantedLevels(attempt.pool, wish).find((one) => reaches(methods, one) || planFor(attempt, one))
  return level === undefined || reaches(methods, level)
}
