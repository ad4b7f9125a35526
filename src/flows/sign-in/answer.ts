import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import { fault } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import { type Challenge, nextChallenge } from '../../domain/sign-in.ts'
import { proveClient } from '../client-proof.ts'
import { findUser } from '../users/find.ts'
import { checkAfterPassword } from './account-state.ts'
import { advance } from './advance.ts'
import { requireStep } from './challenges/index.ts'
import { requireParameter } from './parameters.ts'
import { invalidSession, readSession, resumeAttempt } from './session.ts'
import { answerSrp } from './srp.ts'
import type { Outcome } from './step.ts'

/** An answer to a challenge. `responses` have the wire's names, as clients send them in a map. */
export type ChallengeAnswer = {
  pool: Pool
  client: Client
  challenge: Challenge
  session: string | undefined
  responses: Readonly<Record<string, string>>
}

/**
 * Takes an answer: insists that it is for the challenge that its Session asks, of the same user,
 * lets the challenge verify it, and moves the sign-in on. The Session is spent with the proof; a
 * wrong answer leaves it. Raises NotAuthorizedException for any other Session.
 */
export const answer = async (ctx: Context, given: ChallengeAnswer): Promise<Outcome> => {
  const { pool, client, challenge, responses } = given
  if (challenge === 'PASSWORD_VERIFIER') return answerSrp(ctx, given)
  const step = requireStep(challenge)
  if (!given.session) throw fault('InvalidParameterException', 'Missing required parameter Session')
  const username = requireParameter(responses, 'USERNAME')
  await proveClient(ctx, client, { username, secretHash: responses.SECRET_HASH })
  const session = await readSession(ctx, { poolId: pool.id, clientId: client.id, challenge }, given.session)
  const user = await findUser(ctx, pool, username)
  if (!user) throw invalidSession()
  const attempt = resumeAttempt({ pool, client, user }, session)
  checkAfterPassword(ctx, user)
  // The account may have changed since the challenge was asked; then something else is owed, or nothing.
  if (nextChallenge(attempt) !== challenge) throw invalidSession()
  const verified = await step.verify(ctx, attempt, responses)
  return advance(ctx, { ...verified, spends: session })
}
