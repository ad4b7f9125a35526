/**
 * Sessions of browsers with the sign-in pages: one cookie, by which every client of the pool gets tokens
 * without another sign-in. The cookie is a secret of its own and is stored hashed.
 */
import type { Context } from '../../context.ts'
import { methodsOf } from '../../domain/authentication-level.ts'
import { newSessionId } from '../../domain/generated-names.ts'
import type { Pool } from '../../domain/pool.ts'
import { hashRandomSecret } from '../../domain/random-secret.ts'
import type { Attempt } from '../../domain/sign-in.ts'
import { ssoSessionLifetime, stillStands } from '../../domain/sso-session.ts'
import type { User } from '../../domain/user.ts'
import type { StoredSsoSession } from '../../store/sso-sessions.ts'

/** A session that a sign-in is about to open, with the text of its cookie. */
export type NewSsoSession = { readonly cookie: string; readonly session: StoredSsoSession }

/** A session of somebody who is still who they were when it began. */
export type StandingSession = { readonly session: StoredSsoSession; readonly user: User }

/** The session of a sign-in, with a new cookie each time (OWASP ASVS 5.0, 7.2.4). */
export const newSsoSession = (ctx: Context, attempt: Attempt): NewSsoSession => {
  const { pool, client, user, eventId, via } = attempt
  const cookie = ctx.random(32).toString('base64url')
  const now = ctx.now()
  const session = {
    poolId: pool.id,
    cookieHash: hashRandomSecret(cookie),
    id: newSessionId('sso', ctx.random),
    sub: user.sub,
    clientId: client.id,
    authTime: now,
    expiresAt: now + ssoSessionLifetime(pool),
    passwordVersion: user.passwordVersion,
    amr: methodsOf(attempt),
    eventId,
    origin: via.origin,
    lastActiveAt: now,
  }
  return { cookie, session }
}

/** The session that a browser's cookie is of; undefined where it has ended, or no longer holds for its user. */
export const findSsoSession = async (
  ctx: Pick<Context, 'store' | 'now'>,
  pool: Pool,
  cookie: string | undefined,
): Promise<StandingSession | undefined> => {
  if (!cookie) return undefined
  const session = await ctx.store.ssoSessions.find(pool.id, hashRandomSecret(cookie))
  if (!session || session.expiresAt <= ctx.now()) return undefined
  const user = await ctx.store.users.find(pool.id, session.sub)
  return user && stillStands(session, user) ? { session, user } : undefined
}

/** Ends the session of a cookie, if there is one. Tokens that came from it stay. */
export const endSsoSession = async (
  ctx: Pick<Context, 'store'>,
  pool: Pick<Pool, 'id'>,
  cookie: string | undefined,
): Promise<void> => {
  if (cookie) await ctx.store.transaction((tx) => tx.ssoSessions.remove(pool.id, hashRandomSecret(cookie)))
}
