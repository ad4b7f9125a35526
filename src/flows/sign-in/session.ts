import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import { fault } from '../../domain/errors.ts'
import type { Attempt, Challenge, FactorSetUp, Proof } from '../../domain/sign-in.ts'
import type { MfaFactor } from '../../domain/user.ts'
import type { Queries } from '../../store/index.ts'

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
  readonly chosen?: MfaFactor | undefined
  readonly setUp?: FactorSetUp | undefined
  readonly expiresAt: number
}

const sealContext = (poolId: string) => `session|${poolId}`
const MINUTE_MS = 60 * 1000
/** Parts the pool's id, in plain sight, from what is sealed for it. */
const SEPARATOR = '.'

/** The error for a Session that is not one, or one of somebody or something else. */
export const invalidSession = () => fault('NotAuthorizedException', 'Invalid session for the user.')
const usedSession = () =>
  fault('NotAuthorizedException', 'Invalid session for the user, session can only be used once.')

/** When a Session that is written now ends, and the code that is sent for it. */
export const sessionEnd = (ctx: Pick<Context, 'now'>, client: Client): number =>
  ctx.now() + client.settings.authSessionValidity * MINUTE_MS

/** Writes the Session of a challenge: it lives for the client's AuthSessionValidity. */
export const writeSession = (ctx: Context, attempt: Attempt, challenge: Challenge): string => {
  const { pool, client, user, proved, chosen, setUp } = attempt
  const session: Session = {
    id: ctx.random(16).toString('base64url'),
    poolId: pool.id,
    clientId: client.id,
    sub: user.sub,
    passwordVersion: user.passwordVersion,
    challenge,
    proved: [...proved],
    chosen,
    setUp,
    expiresAt: sessionEnd(ctx, client),
  }
  return pool.id + SEPARATOR + ctx.sealer.seal(sealContext(pool.id), JSON.stringify(session))
}

/** Uses a Session up, in the transaction of what it leads to. Raises NotAuthorizedException if it was used. */
export const spendSession = async (tx: Queries, { poolId, id, expiresAt }: Session): Promise<void> => {
  if (!(await tx.consumed.consume(poolId, 'session', id, expiresAt))) throw usedSession()
}

/** Reads a Session of any client and challenge. Raises NotAuthorizedException with the service's texts. */
export const openSession = async (ctx: Context, text: string): Promise<Session> => {
  const [poolId = ''] = text.split(SEPARATOR, 1)
  const opened = ctx.sealer.open(sealContext(poolId), text.slice(poolId.length + SEPARATOR.length))
  if (opened === undefined) throw invalidSession()
  const session = JSON.parse(opened) as Session // sealed by writeSession alone
  if (session.expiresAt <= ctx.now()) {
    throw fault('NotAuthorizedException', 'Invalid session for the user, session is expired.')
  }
  if (await ctx.store.consumed.has(poolId, 'session', session.id)) throw usedSession()
  return session
}

/** Reads the Session that answers `challenge` at a client. Raises NotAuthorizedException with the service's texts. */
export const readSession = async (
  ctx: Context,
  { poolId, clientId, challenge }: Pick<Session, 'poolId' | 'clientId' | 'challenge'>,
  text: string,
): Promise<Session> => {
  const session = await openSession(ctx, text)
  const isMeant = session.poolId === poolId && session.clientId === clientId && session.challenge === challenge
  if (!isMeant) throw invalidSession()
  return session
}

/** The attempt that a Session notes, of the user as it is now. */
export const resumeAttempt = (
  { pool, client, user }: Pick<Attempt, 'pool' | 'client' | 'user'>,
  session: Session,
): Attempt => {
  if (user.sub !== session.sub || user.passwordVersion !== session.passwordVersion) throw invalidSession()
  const { proved, chosen, setUp } = session
  return { pool, client, user, proved: new Set(proved), chosen, setUp }
}
