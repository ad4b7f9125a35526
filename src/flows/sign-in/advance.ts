/**
 * The one place that decides what a sign-in owes next. Steps never lead to one another: each proves
 * one thing and comes back here.
 */
import type { Context } from '../../context.ts'
import { ADMIN_SCOPE } from '../../domain/claims.ts'
import { fault } from '../../domain/errors.ts'
import { type Attempt, nextChallenge } from '../../domain/sign-in.ts'
import type { Queries } from '../../store/index.ts'
import { makeRefreshToken, newFamily, signTokens } from '../tokens/issue.ts'
import { rereadUser, transactUsers } from '../users/save.ts'
import { checkAfterPassword } from './account-state.ts'
import { requireStep } from './challenges/index.ts'
import { spendSession, writeSession } from './session.ts'
import type { Outcome, Progress } from './step.ts'

/** Spends the Session and makes the earned changes: together or not at all. */
const settle = async (tx: Queries, { effects, spends }: Progress) => {
  if (spends) await spendSession(tx, spends)
  for (const effect of effects) await effect(tx)
}

/**
 * Insists that what was proved still holds once the earned changes are made: the password is the one
 * that the attempt knows, and nobody suspended or deleted the user meanwhile.
 */
const requireStanding = async (ctx: Context, tx: Queries, { user }: Attempt) => {
  const current = await rereadUser(tx, user)
  checkAfterPassword(ctx, current)
  if (current.passwordVersion !== user.passwordVersion) throw fault('NotAuthorizedException')
}

/** Ends a sign-in with tokens, unless what was proved fell while it was under way. */
const complete = async (ctx: Context, progress: Progress): Promise<Outcome> => {
  const { pool, client, user } = progress.attempt
  const family = newFamily(ctx, client, user, ADMIN_SCOPE)
  const refresh = makeRefreshToken(ctx)
  const signed = await signTokens(ctx, { pool, client, user, family, seenAt: ctx.now() })
  await transactUsers(ctx, async (tx) => {
    // Held, so that a reset either came before, and is seen, or comes later, and ends the new session.
    if (!(await tx.users.hold(user.poolId, user.sub))) throw fault('UserNotFoundException')
    await settle(tx, progress)
    await requireStanding(ctx, tx, progress.attempt)
    await tx.tokens.insertFamily(family, refresh.hash, ctx.now())
  })
  return { kind: 'tokens', tokens: { ...signed, refreshToken: refresh.text } }
}

/** Moves a sign-in on: asks for what it owes next, or ends it with tokens. */
export const advance = async (ctx: Context, progress: Progress): Promise<Outcome> => {
  const { attempt } = progress
  const challenge = nextChallenge(attempt)
  if (challenge === undefined) return complete(ctx, progress)
  const step = requireStep(challenge)
  const parameters = await transactUsers(ctx, async (tx) => {
    await settle(tx, progress)
    return step.issue(ctx, tx, attempt)
  })
  return { kind: 'challenge', challenge, parameters, session: writeSession(ctx, attempt, challenge) }
}
