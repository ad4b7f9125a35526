import type { Context } from '../../context.ts'
import { type Attempt, nextDue } from '../../domain/sign-in.ts'
import { proveClient } from '../client-proof.ts'
import { withFailures } from '../events/sign-in.ts'
import { checkAfterProof, checkBeforeProof } from './account-state.ts'
import { advance } from './advance.ts'
import { findDevice } from './attempt.ts'
import { requireStep } from './challenges/index.ts'
import { requireParameter } from './parameters.ts'
import { type ChallengeAnswer, resume } from './resume.ts'
import { invalidSession, spendSession } from './session.ts'
import type { Outcome } from './step.ts'

export type { ChallengeAnswer } from './resume.ts'

/** Refuses whoever lost the right to go on, as far as the client may know. */
export const checkStanding = async (ctx: Context, attempt: Attempt) => {
  if (attempt.proved.size > 0) checkAfterProof(ctx, attempt)
  else await checkBeforeProof(ctx, attempt)
}

/**
 * The device that an answer names, or else the Session. Asked before the answer is looked at: clients
 * drop a device that does not exist, and give the same answer again.
 */
const namedDevice = async (ctx: Context, { pool, user, device }: Attempt, key: string | undefined) =>
  !key || key === device?.key ? device : findDevice(ctx, pool, user, key)

/**
 * Takes an answer: insists that it is for the challenge that its Session asks, of the same user,
 * lets the challenge verify it, and moves the sign-in on. The Session is spent with the proof; a
 * wrong answer leaves it, unless the challenge takes one answer only. Raises NotAuthorizedException for
 * any other Session.
 */
export const answer = async (ctx: Context, given: ChallengeAnswer): Promise<Outcome> => {
  const { client, challenge, given: responses } = given
  const step = requireStep(challenge)
  const username = requireParameter(responses, 'USERNAME')
  if (!given.isOwn) await proveClient(ctx, client, { username, secretHash: responses.SECRET_HASH })
  const { attempt, session } = await resume(ctx, given, username)
  await checkStanding(ctx, attempt)
  // The account may have changed since the challenge was asked; then something else is owed, or nothing.
  if (nextDue(attempt) !== challenge) throw invalidSession()
  const device = await namedDevice(ctx, attempt, responses.DEVICE_KEY)
  if (session && step.isOneShot) await ctx.store.transaction((tx) => spendSession(tx, session))
  const verified = await withFailures(ctx, attempt, challenge, () => step.verify(ctx, attempt, responses))
  const moved = { ...verified.attempt, device }
  const progress = { attempt: moved, effects: verified.effects, spends: step.isOneShot ? undefined : session }
  return withFailures(ctx, moved, undefined, () => advance(ctx, progress))
}
