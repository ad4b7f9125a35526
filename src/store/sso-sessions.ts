import type { Kysely, Selectable } from 'kysely'
import type { Origin } from '../domain/sign-in.ts'
import type { SsoSession } from '../domain/sso-session.ts'
import { changed } from './rows.ts'
import type { Tables } from './schema.ts'
import { statement } from './statement.ts'

/** A session by the hash of its cookie. */
export type StoredSsoSession = SsoSession & { readonly cookieHash: string }

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

  /** The sessions of a user that have not ended, the newest first. */
  async ofUser(poolId: string, sub: string, now: number, limit: number): Promise<StoredSsoSession[]> {
    const rows = await db
      .selectFrom('sso_sessions')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .where('expires_at', '>', now)
      .orderBy('auth_time', 'desc')
      .limit(limit)
      .execute()
    return rows.map(toSession)
  },

  /** Notes a use, and where it came from. */
  async touch({ poolId, cookieHash }: StoredSsoSession, { ipAddress, userAgent }: Origin, now: number) {
    await db
      .updateTable('sso_sessions')
      .set({ last_active_at: now, ip_address: ipAddress, user_agent: userAgent ?? null })
      .where('pool_id', '=', poolId)
      .where('cookie_hash', '=', cookieHash)
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
  async revoke(poolId: string, sub: string, sessionId: string, now: number) {
    const result = await db
      .deleteFrom('sso_sessions')
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .where('session_id', '=', sessionId)
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
