/**
 * The one place that decides what a sign-in owes next. Steps never lead to one another: each proves
 * one thing and comes back here.
 */
import type { Context } from '../../context.ts'
import { choosesFirst } from '../../domain/entry.ts'
import { type Attempt, type Challenge, nextDue } from '../../domain/sign-in.ts'
import { progressNotes } from '../events/sign-in.ts'
import { transactUsers } from '../users/save.ts'
import { checkAfterProof } from './account-state.ts'
import { requireStep } from './challenges/index.ts'
import { complete } from './complete.ts'
import { define } from './custom.ts'
import { noteSession } from './session.ts'
import { settle } from './settle.ts'
import type { Effect, Outcome, Progress } from './step.ts'

/** A SECRET_BLOCK remembers all of a sign-in that began with it, and its clients send no Session back. */
const needsSession = ({ entry }: Attempt, challenge: Challenge) =>
  !(entry === 'srp' && challenge === 'PASSWORD_VERIFIER')

const ask = async (ctx: Context, progress: Progress, challenge: Challenge): Promise<Outcome> => {
  const { attempt, parameters, effects } = await requireStep(challenge).issue(ctx, progress.attempt)
  const noted = needsSession(attempt, challenge) ? noteSession(ctx, attempt, challenge) : undefined
  const own = [...effects, ...(noted?.effects ?? []), ...progressNotes(ctx, attempt)]
  const all: Effect[] = [(tx) => settle(tx, progress), ...own]
  // Whoever has proved nothing makes the server write nothing.
  if (progress.spends || progress.effects.length > 0 || all.length > 1) {
    await transactUsers(ctx, async (tx) => {
      for (const effect of all) await effect(tx)
    })
  }
  const available = choosesFirst(attempt.entry) ? attempt.offered : undefined
  return { kind: 'challenge', challenge, parameters, session: noted?.text, available }
}

/** Moves a sign-in on: asks for what it owes next, or ends it with tokens. */
export const advance = async (ctx: Context, progress: Progress): Promise<Outcome> => {
  const { attempt } = progress
  if (attempt.proved.size > 0) checkAfterProof(ctx, attempt)
  const due = nextDue(attempt)
  if (due === 'DEFINE') return advance(ctx, { ...progress, attempt: await define(ctx, attempt) })
  if (due !== undefined) return ask(ctx, progress, due)
  return complete(ctx, progress)
}
