import type { Context } from '../../context.ts'
import type { Client } from '../../domain/client.ts'
import { allowsEntry, type SignInEntry } from '../../domain/entry.ts'
import { fault } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import type { Attempt, Challenge, Via } from '../../domain/sign-in.ts'
import type { User } from '../../domain/user.ts'
import { findUser } from '../users/find.ts'
import { lookUpKey } from '../users/names.ts'
import { standInUser } from '../users/stand-in.ts'
import { newAttempt, type Subject } from './attempt.ts'
import { sessionOfDevice } from './kept-session.ts'
import type { PasswordBlock } from './password-block.ts'
import { openBlock, readClaim } from './secret-block.ts'
import { invalidSession, passwordMark, readSession, type Session } from './session.ts'
import type { Given } from './step.ts'
import { toward } from './step-up.ts'

/** An answer to a challenge. `given` has the wire's names, as clients send them in a map. */
export type ChallengeAnswer = {
  readonly pool: Pool
  readonly client: Client
  readonly challenge: Challenge
  readonly session: string | undefined
  readonly given: Given
  readonly via: Via
  /** Of a page of the server's own, to which nobody proves a client. */
  readonly isOwn?: boolean
}

/** A sign-in that goes on: with the Session that its next state spends. */
export type Resumed = { readonly attempt: Attempt; readonly session: Session | undefined }

type Where = Pick<ChallengeAnswer, 'pool' | 'client' | 'via'>

/** Who a note is of: a user, or the stand-in for a name. */
type Noted = Pick<Session, 'sub' | 'name' | 'known'>

/** Whom an answer is of that gives `name`: the noted user, by whatever name; undefined for another one's. */
const namedSubject = (
  ctx: Context,
  pool: Pool,
  noted: Noted,
  name: string,
  user: User | undefined,
): Subject | undefined => {
  if (noted.known) return user?.sub === noted.sub ? { name: noted.name, user, isKnown: true } : undefined
  const standIn = standInUser(ctx, pool, noted.name)
  const isNamed = lookUpKey(pool, name) === lookUpKey(pool, noted.name) || name === standIn.username
  return isNamed ? { name: noted.name, user: standIn, isKnown: false } : undefined
}

/** A flow that the client has lost takes the sign-ins along that began by it. */
const requireFlow = (client: Client, entry: SignInEntry): void => {
  if (!allowsEntry(client, entry)) throw invalidSession()
}

/** The attempt that a Session notes, of the user as it is now. */
export const resumeAttempt = async (
  ctx: Context,
  where: Where & { subject: Subject },
  session: Session,
): Promise<Attempt> => {
  const { subject, ...rest } = where
  const { sub, proved, deviceKey, entry } = session
  requireFlow(rest.client, entry)
  if (subject.user.sub !== sub || passwordMark(subject.user) !== session.passwordMark) throw invalidSession()
  const { eventId, first, chosen, setUp, custom, goal, blockId, passkeyChallenge } = session
  const { creditedTo, creditedSession } = session
  const attempt = {
    ...(await newAttempt(ctx, { ...rest, ...subject, entry, deviceKey })),
    ...{ eventId, first, chosen, setUp, custom, creditedTo, creditedSession, blockId, passkeyChallenge },
    proved: new Set(proved),
  }
  const aimed = goal ? toward(attempt, goal) : attempt
  if (!aimed) throw invalidSession()
  return aimed
}

/** The attempt of a client that sends no Session, as a SECRET_BLOCK remembers it. */
const resumeFromBlock = async (ctx: Context, answer: ChallengeAnswer, username: string): Promise<Resumed> => {
  const { pool, client, given, via } = answer
  const block = openBlock<PasswordBlock>(ctx, 'secret-block', client, readClaim(given).bytes)
  if (!block.standsAlone) throw fault('InvalidParameterException', 'Missing required parameter Session')
  const subject = namedSubject(ctx, pool, block, username, await findUser(ctx, pool, username))
  if (!subject) throw fault('NotAuthorizedException')
  requireFlow(client, block.entry)
  const { entry, first, deviceKey, id } = block
  const attempt = await newAttempt(ctx, { ...subject, pool, client, via, entry, deviceKey })
  return { attempt: { ...attempt, first, blockId: id }, session: undefined }
}

/**
 * The Session of an answer. Clients of the service answer the challenges of a device without one, and
 * after a code with that of the code: then it is the one that was kept for the device.
 */
const sessionOf = async (ctx: Context, answer: ChallengeAnswer, user: User): Promise<Session> => {
  const { pool, client, challenge, given, via } = answer
  const where = { poolId: pool.id, clientId: client.id, challenge }
  const deviceKey = given.DEVICE_KEY ?? ''
  const kept = await sessionOfDevice(ctx, { pool, client, user, via, challenge, deviceKey })
  const text = answer.session || kept
  if (!text) throw fault('InvalidParameterException', 'Missing required parameter Session')
  if (!kept || kept === text) return readSession(ctx, where, text)
  return readSession(ctx, where, text).catch(() => readSession(ctx, where, kept))
}

/**
 * Finds the sign-in that an answer belongs to: by its Session, and without one where clients of the
 * service send none. Raises NotAuthorizedException for a Session of another user, client or challenge,
 * and InvalidParameterException where one is missing.
 */
export const resume = async (ctx: Context, answer: ChallengeAnswer, username: string): Promise<Resumed> => {
  const { pool, client, challenge, via } = answer
  if (!answer.session && challenge === 'PASSWORD_VERIFIER') return resumeFromBlock(ctx, answer, username)
  const user = await findUser(ctx, pool, username)
  // Looked for in nobody's name as well, as that takes its time.
  const session = await sessionOf(ctx, answer, user ?? standInUser(ctx, pool, username))
  const subject = namedSubject(ctx, pool, session, username, user)
  if (!subject) throw invalidSession()
  // A sign-in on the pages goes on there alone, and one by the API with it.
  if ((session.entry === 'pages') !== (answer.isOwn ?? false)) throw invalidSession()
  return { attempt: await resumeAttempt(ctx, { pool, client, via, subject }, session), session }
}
