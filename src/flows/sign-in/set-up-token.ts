/** MFA_SETUP by an authenticator app: what AssociateSoftwareToken and VerifySoftwareToken do with its Session. */
import type { Context } from '../../context.ts'
import { type Attempt, nextDue, type Via } from '../../domain/sign-in.ts'
import { activate, associate, type FirstCode, proveNewToken, requireSoftwareTokens } from '../mfa/software-token.ts'
import { rereadUser, transactUsers } from '../users/save.ts'
import { checkAfterProof } from './account-state.ts'
import { resumeAttempt } from './resume.ts'
import { invalidSession, openSession, type Session, spendSession, writeSession } from './session.ts'

/** Setting up asks no trigger and ends no sign-in. */
const nowhere: Via = { origin: { ipAddress: '', userAgent: undefined }, metadata: undefined }

/** Insists that a sign-in asks its user to set up a first factor, and that none has shown its code yet. */
const requireSetUp = (ctx: Context, attempt: Attempt): void => {
  checkAfterProof(ctx, attempt)
  // Whoever has a factor by now is asked for it, and sets up no other one without it.
  if (attempt.setUp || nextDue(attempt) !== 'MFA_SETUP') throw invalidSession()
}

const openSetUp = async (ctx: Context, text: string): Promise<{ session: Session; attempt: Attempt }> => {
  const session = await openSession(ctx, text)
  const { poolId, clientId, sub } = session
  const [pool, client, user] = await Promise.all([
    ctx.store.pools.find(poolId),
    ctx.store.clients.find(poolId, clientId),
    ctx.store.users.find(poolId, sub),
  ])
  if (!pool || !client || !user || session.challenge !== 'MFA_SETUP') throw invalidSession()
  const subject = { name: user.username, user, isKnown: true }
  const attempt = await resumeAttempt(ctx, { pool, client, subject, via: nowhere }, session)
  requireSetUp(ctx, attempt)
  return { session, attempt }
}

/**
 * Gives the secret of a new app to whoever has proved the password, in a pool that demands a factor of
 * a user who has none. The Session is spent; another one comes with the secret.
 */
export const associateInSession = async (ctx: Context, text: string): Promise<{ secret: string; session: string }> => {
  const { session, attempt } = await openSetUp(ctx, text)
  requireSoftwareTokens(attempt.pool)
  const secret = await ctx.store.transaction(async (tx) => {
    await spendSession(tx, session)
    return associate(ctx, tx, attempt.user)
  })
  return { secret, session: writeSession(ctx, attempt, 'MFA_SETUP') }
}

/**
 * Takes the first code of the app: it is the user's from then on, also if this sign-in goes no
 * further. The Session is spent, and the one that comes back answers MFA_SETUP; after a wrong code it
 * can be used again. Raises EnableSoftwareTokenMFAException.
 */
export const verifyInSession = async (ctx: Context, text: string, first: FirstCode): Promise<string> => {
  const { session, attempt } = await openSetUp(ctx, text)
  const { pool, user } = attempt
  requireSoftwareTokens(pool)
  const proved = await proveNewToken(ctx, { pool, user }, first)
  await transactUsers(ctx, async (tx) => {
    await spendSession(tx, session)
    const current = await rereadUser(tx, user)
    if (current.passwordVersion !== user.passwordVersion) throw invalidSession()
    requireSetUp(ctx, { ...attempt, user: current })
    await activate(ctx, tx, { pool, user: current }, proved)
  })
  return writeSession(
    ctx,
    { ...attempt, setUp: { factor: 'SOFTWARE_TOKEN_MFA', tokenId: proved.token.id } },
    'MFA_SETUP',
  )
}
