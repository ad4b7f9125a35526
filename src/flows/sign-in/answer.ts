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
import { invalidSession, type Session, spendSession, voidSession } from './session.ts'
import type { Outcome, Progress, Step } from './step.ts'

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

/** An answer in the hands of its challenge. */
type Judged = Pick<Progress, 'attempt' | 'spends'> & { readonly step: Step; readonly device: Attempt['device'] }

const goOn = async (
  ctx: Context,
  { challenge, given }: ChallengeAnswer,
  { attempt, spends, step, device }: Judged,
): Promise<Outcome> => {
  const verified = await withFailures(ctx, attempt, challenge, () => step.verify(ctx, attempt, given))
  const moved = { ...verified.attempt, device }
  return withFailures(ctx, moved, undefined, () => advance(ctx, { attempt: moved, effects: verified.effects, spends }))
}

/** Spends the Session before the one answer that it is for. What is refused then ends the sign-in. */
const goOnOnce = async (ctx: Context, answer: ChallengeAnswer, judged: Judged, session: Session): Promise<Outcome> => {
  await ctx.store.transaction((tx) => spendSession(tx, session))
  try {
    return await goOn(ctx, answer, { ...judged, spends: undefined })
  } catch (error) {
    await ctx.store.transaction((tx) => voidSession(tx, session))
    throw error
  }
}

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
  const judged = { attempt, spends: session, step, device }
  return session && step.isOneShot ? goOnOnce(ctx, given, judged, session) : goOn(ctx, given, judged)
}
