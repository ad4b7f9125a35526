import type { Context } from '../../context.ts'
import { fault } from '../../domain/errors.ts'
import type { Attempt, Challenge, Proof } from '../../domain/sign-in.ts'

/**
 * What a Session string holds: a sealed, stateless note of a sign-in under way. It is bound to its
 * pool, client, user and challenge, and any node can read it.
 */
export type Session = {
  /** Used once. */
  readonly id: string
  readonly poolId: string
  readonly clientId: string
  readonly sub: string
  /** Of the user when the challenge was asked: a changed password voids what the old one proved. */
  readonly passwordVersion: number
  readonly challenge: Challenge
  readonly proved: readonly Proof[]
  readonly expiresAt: number
}

const sealContext = (poolId: string) => `session|${poolId}`
const MINUTE_MS = 60 * 1000

/** The error for a Session that is not one, or one of somebody or something else. */
export const invalidSession = () => fault('NotAuthorizedException', 'Invalid session for the user.')
/** The error for a Session that was used. */
export const usedSession = () =>
  fault('NotAuthorizedException', 'Invalid session for the user, session can only be used once.')

/** Writes the Session of a challenge: it lives for the client's AuthSessionValidity. */
export const writeSession = (ctx: Context, attempt: Attempt, challenge: Challenge): string => {
  const { pool, client, user, proved } = attempt
  const session: Session = {
    id: ctx.random(16).toString('base64url'),
    poolId: pool.id,
    clientId: client.id,
    sub: user.sub,
    passwordVersion: user.passwordVersion,
    challenge,
    proved: [...proved],
    expiresAt: ctx.now() + client.settings.authSessionValidity * MINUTE_MS,
  }
  return ctx.sealer.seal(sealContext(pool.id), JSON.stringify(session))
}

/** Reads the Session that answers `challenge` at a client. Raises NotAuthorizedException with the service's texts. */
export const readSession = async (
  ctx: Context,
  { poolId, clientId, challenge }: Pick<Session, 'poolId' | 'clientId' | 'challenge'>,
  text: string,
): Promise<Session> => {
  const opened = ctx.sealer.open(sealContext(poolId), text)
  const session = opened === undefined ? undefined : (JSON.parse(opened) as Session) // sealed by writeSession alone
  if (session?.clientId !== clientId || session.challenge !== challenge) throw invalidSession()
  if (session.expiresAt <= ctx.now()) {
    throw fault('NotAuthorizedException', 'Invalid session for the user, session is expired.')
  }
  if (await ctx.store.consumed.has(poolId, 'session', session.id)) throw usedSession()
  return session
}
