import type { Context } from '../../context.ts'
import { eventChallenges } from '../../domain/auth-event.ts'
import { watches } from '../../domain/risk.ts'
import type { Attempt, Challenge } from '../../domain/sign-in.ts'
import type { Queries } from '../../store/index.ts'
import { failuresOf } from '../sign-in/attempt.ts'
import type { Effect } from '../sign-in/step.ts'
import { keepingFailures } from './failures.ts'
import { recordEvent } from './record.ts'

const eventOf = (attempt: Attempt, failed?: Challenge | undefined) => {
  const { pool, client, user, via } = attempt
  return { pool, client, user, via, type: 'SignIn' as const, challenges: eventChallenges(attempt, failed) }
}

/** Keeps how far a sign-in has come, with the changes of its step. */
export const noteSignIn = (
  ctx: Context,
  tx: Queries,
  attempt: Attempt,
  response: 'Pass' | 'InProgress',
): Promise<void> => recordEvent(ctx, tx, { ...eventOf(attempt), id: attempt.eventId, response })

/** The same as effects of a step that is not the last. Nothing is kept of whoever has proved nothing. */
export const progressNotes = (ctx: Context, attempt: Attempt): readonly Effect[] =>
  watches(attempt.pool) && attempt.isKnown && attempt.proved.size > 0
    ? [(tx) => noteSignIn(ctx, tx, attempt, 'InProgress')]
    : []

/**
 * Runs a step of a sign-in, and keeps that the user failed in it if they did: at the challenge `failed`, if
 * it is one's answer. The sign-in itself may go on, so that each failure is an event of its own.
 */
export const withFailures = <T>(
  ctx: Context,
  attempt: Attempt,
  failed: Challenge | undefined,
  step: () => Promise<T>,
): Promise<T> => {
  const { isKnown } = attempt
  const failing = () => ({ key: failuresOf(ctx, attempt, 'failureEvent'), event: eventOf(attempt, failed), isKnown })
  return keepingFailures(ctx, failing, step)
}
