import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import { fault } from '../../domain/errors.ts'
import type { Attempt, Challenge, Proof } from '../../domain/sign-in.ts'
import type { User } from '../../domain/user.ts'
import type { Queries } from '../../store/index.ts'
import { keepForDevice, keepLong, openKept } from './kept-session.ts'
import type { Effect } from './step.ts'

/** What of an attempt a Session remembers as it is. */
const remembered = [
  'entry',
  'eventId',
  'first',
  'chosen',
  'setUp',
  'custom',
  'goal',
  'creditedTo',
  'creditedSession',
  'blockId',
  'passkeyChallenge',
] as const satisfies readonly (keyof Attempt)[]

/**
 * What a Session string holds: a sealed, stateless note of a sign-in under way. It is bound to its
 * pool, client, user and challenge, and any node can read it.
 */
export type Session = Pick<Attempt, (typeof remembered)[number]> & {
  /** Used once. */
  readonly id: string
  readonly poolId: string
  readonly clientId: string
  readonly sub: string
  /** The name that was given. */
  readonly name: string
  /** Whether somebody has it; of one length either way. */
  readonly known: 0 | 1
  /** Of the user when the challenge was asked: a changed password voids what the old one proved. */
  readonly passwordMark: string
  readonly challenge: Challenge
  readonly proved: readonly Proof[]
  readonly deviceKey: string | undefined
  readonly expiresAt: number
}

const sealContext = (poolId: string) => `session|${poolId}`
const MINUTE_MS = 60 * 1000
/** Parts the pool's id, in plain sight, from what is sealed for it. */
const SEPARATOR = '.'
/** The steps in which the length of what is sealed grows, so that it tells nothing of the user. */
const LENGTH_STEP = 128

/** The error for a Session that is not one, or one of somebody or something else. */
export const invalidSession = () => fault('NotAuthorizedException', 'Invalid session for the user.')
const usedSession = () =>
  fault('NotAuthorizedException', 'Invalid session for the user, session can only be used once.')

/** Which of a user's passwords holds, in as many characters as for a name that nobody has. */
export const passwordMark = ({ passwordVersion }: Pick<User, 'passwordVersion'>): string =>
  String(passwordVersion).padStart(10, '0')

/** When a Session that is written now ends, and the code that is sent for it. */
export const sessionEnd = (ctx: Pick<Context, 'now'>, client: Client): number =>
  ctx.now() + client.settings.authSessionValidity * MINUTE_MS

/** A text, filled up to one of few lengths. */
export const padded = (text: string, step = LENGTH_STEP): string =>
  text.padEnd(Math.ceil(Buffer.byteLength(text) / step) * step)

/** Begins with the time, so that what is used up at a time stands together in the database, and few of its pages change. */
const newSessionId = (ctx: Context) => ctx.now().toString(36) + ctx.random(16).toString('base64url')

/** Writes the Session of a challenge: it lives for the client's AuthSessionValidity. */
export const writeSession = (ctx: Context, attempt: Attempt, challenge: Challenge): string => {
  const { pool, client, user, isKnown, name, proved, device } = attempt
  const session = {
    ...Object.fromEntries(remembered.map((key) => [key, attempt[key]])),
    id: newSessionId(ctx),
    poolId: pool.id,
    clientId: client.id,
    sub: user.sub,
    name,
    known: isKnown ? 1 : 0,
    passwordMark: passwordMark(user),
    challenge,
    proved: [...proved],
    deviceKey: device?.key,
    expiresAt: sessionEnd(ctx, client),
  }
  return pool.id + SEPARATOR + ctx.sealer.seal(sealContext(pool.id), padded(JSON.stringify(session)))
}

/** The Session of a challenge as its client gets it, with what is kept of it here. */
export const noteSession = (
  ctx: Context,
  attempt: Attempt,
  challenge: Challenge,
): { text: string; effects: Effect[] } => {
  const text = writeSession(ctx, attempt, challenge)
  const expiresAt = sessionEnd(ctx, attempt.client)
  const long = keepLong(ctx, attempt.pool.id, { text, expiresAt })
  const forDevice = keepForDevice(ctx, attempt, { challenge, text: long.text, expiresAt })
  return { text: long.text, effects: [...long.effects, ...forDevice] }
}

/** Uses a Session up, in the transaction of what it leads to. Raises NotAuthorizedException if it was used. */
export const spendSession = async (tx: Queries, { poolId, id, expiresAt }: Session): Promise<void> => {
  if (!(await tx.consumed.consume(poolId, 'session', id, expiresAt))) throw usedSession()
}

/** Voids a Session that was used up by a sign-in that has ended without tokens: nobody is told that it was used. */
export const voidSession = async (tx: Queries, { poolId, id, expiresAt }: Session): Promise<void> => {
  await tx.consumed.consume(poolId, 'void-session', id, expiresAt)
}

/** Reads a Session of any client and challenge. Raises NotAuthorizedException with the service's texts. */
export const openSession = async (ctx: Context, given: string): Promise<Session> => {
  const [poolId = ''] = given.split(SEPARATOR, 1)
  const text = await openKept(ctx, poolId, given)
  const opened = text && ctx.sealer.open(sealContext(poolId), text.slice(poolId.length + SEPARATOR.length))
  if (!opened) throw invalidSession()
  const session = JSON.parse(opened) as Session // sealed by writeSession alone
  if (session.expiresAt <= ctx.now()) {
    throw fault('NotAuthorizedException', 'Invalid session for the user, session is expired.')
  }
  if (await ctx.store.consumed.has(poolId, 'session', session.id)) {
    throw (await ctx.store.consumed.has(poolId, 'void-session', session.id)) ? invalidSession() : usedSession()
  }
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
