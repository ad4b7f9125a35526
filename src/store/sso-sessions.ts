import type { Kysely, Selectable } from 'kysely'
import type { Origin } from '../domain/sign-in.ts'
import type { SsoSession } from '../domain/sso-session.ts'
import type { User } from '../domain/user.ts'
import { type AgePosition, changed, toPage } from './rows.ts'
import type { Tables } from './schema.ts'
import { statement } from './statement.ts'

/** A session by the hash of its cookie. */
export type StoredSsoSession = SsoSession & { readonly cookieHash: string }

/** Whose sessions are listed. */
type SessionHolder = Pick<User, 'poolId' | 'sub' | 'passwordVersion' | 'signedOutAt'>

/** A user's session by its id, as tokens and codes name it. */
export type SsoSessionName = { readonly poolId: string; readonly sub: string; readonly ssoSessionId: string }

const toSession = (row: Selectable<Tables['sso_sessions']>): StoredSsoSession => ({
  poolId: row.pool_id,
  cookieHash: row.cookie_hash,
  id: row.session_id,
  sub: row.sub,
  clientId: row.client_id,
  authTime: row.auth_time,
  expiresAt: row.expires_at,
  passwordVersion: row.password_version,
  amr: JSON.parse(row.amr) as string[], // written by `insert`
  eventId: row.event_id,
  origin: { ipAddress: row.ip_address, userAgent: row.user_agent ?? undefined },
  lastActiveAt: row.last_active_at,
})

const find = statement((db, { poolId, cookieHash }: { poolId: string; cookieHash: string }) =>
  db.selectFrom('sso_sessions').selectAll().where('pool_id', '=', poolId).where('cookie_hash', '=', cookieHash),
)

/** Sessions of browsers with the sign-in pages of pools. One that ends is deleted. */
export const ssoSessions = (db: Kysely<Tables>) => ({
  async insert(session: StoredSsoSession) {
    await db
      .insertInto('sso_sessions')
      .values({
        pool_id: session.poolId,
        cookie_hash: session.cookieHash,
        session_id: session.id,
        sub: session.sub,
        client_id: session.clientId,
        auth_time: session.authTime,
        expires_at: session.expiresAt,
        password_version: session.passwordVersion,
        amr: JSON.stringify(session.amr),
        event_id: session.eventId,
        ip_address: session.origin.ipAddress,
        user_agent: session.origin.userAgent ?? null,
        last_active_at: session.lastActiveAt,
      })
      .execute()
  },

  async find(poolId: string, cookieHash: string): Promise<StoredSsoSession | undefined> {
    const row = await find.first(db, { poolId, cookieHash })
    return row && toSession(row)
  },

  /** The sessions that have not ended and still hold for their user as it is (`stillStands`), the newest first. */
  async list(user: SessionHolder, now: number, limit: number, after?: AgePosition) {
    let query = db
      .selectFrom('sso_sessions')
      .selectAll()
      .where('pool_id', '=', user.poolId)
      .where('sub', '=', user.sub)
      .where('expires_at', '>', now)
      .where('password_version', '=', user.passwordVersion)
      .where('auth_time', '>', user.signedOutAt)
    if (after) {
      query = query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('auth_time', 'session_id'), '<', tuple(after.at, after.id)),
      )
    }
    const rows = await query
      .orderBy('auth_time', 'desc')
      .orderBy('session_id', 'desc')
      .limit(limit + 1)
      .execute()
    return toPage(rows, limit, toSession, (row) => ({ at: row.auth_time, id: row.session_id }))
  },

  /** Notes a use, and where it came from; false for a session that was ended. Holds it until the transaction ends. */
  async touch(
    { poolId, cookieHash }: Pick<StoredSsoSession, 'poolId' | 'cookieHash'>,
    { ipAddress, userAgent }: Origin,
    now: number,
  ) {
    const result = await db
      .updateTable('sso_sessions')
      .set({ last_active_at: now, ip_address: ipAddress, user_agent: userAgent ?? null })
      .where('pool_id', '=', poolId)
      .where('cookie_hash', '=', cookieHash)
      .executeTakeFirst()
    return changed(result)
  },

  /** Notes that tokens came from it. Its browser had no part in that, and is still where it was. */
  async noteTokens({ poolId, sub, ssoSessionId }: SsoSessionName, now: number) {
    await db
      .updateTable('sso_sessions')
      .set({ last_active_at: now })
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .where('session_id', '=', ssoSessionId)
      .execute()
  },

  /** Ends the session of a cookie; false if there is none. */
  async remove(poolId: string, cookieHash: string) {
    const result = await db
      .deleteFrom('sso_sessions')
      .where('pool_id', '=', poolId)
      .where('cookie_hash', '=', cookieHash)
      .executeTakeFirst()
    return changed(result)
  },

  /** Ends a user's session by its id; false if there is none that has not ended. */
  async revoke({ poolId, sub, ssoSessionId }: SsoSessionName, now: number) {
    const result = await db
      .deleteFrom('sso_sessions')
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .where('session_id', '=', ssoSessionId)
      .where('expires_at', '>', now)
      .executeTakeFirst()
    return changed(result)
  },

  /** Ends all sessions of a user. */
  async removeAll(poolId: string, sub: string) {
    await db.deleteFrom('sso_sessions').where('pool_id', '=', poolId).where('sub', '=', sub).execute()
  },

  async purge(now: number) {
    await db.deleteFrom('sso_sessions').where('expires_at', '<', now).execute()
  },
})
