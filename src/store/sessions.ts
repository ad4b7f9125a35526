import type { ExpressionBuilder, Kysely, NotNull } from 'kysely'
import { type AgePosition, toPage } from './rows.ts'
import type { Tables } from './schema.ts'
import type { SsoSessionName } from './sso-sessions.ts'
import type { TokenSession } from './tokens.ts'

/** A session as lists show it. */
export type ListedTokenSession = TokenSession & {
  readonly familyId: string
  readonly clientId: string
  /** The session of the sign-in pages that it came from, which may have ended. */
  readonly originSessionId: string | undefined
}

/** Neither ended nor revoked, and tracked. */
const isActive = (now: number) => (eb: ExpressionBuilder<Tables, 'token_families'>) =>
  eb.and([eb('revoked_at', 'is', null), eb('session_id', 'is not', null), eb('expires_at', '>', now)])

/** The tracked sessions of users. Each is a family of tokens, in whose row it lies. */
export const sessions = (db: Kysely<Tables>) => ({
  /** The active sessions of a user, the newest first. */
  async list(poolId: string, sub: string, now: number, limit: number, after?: AgePosition) {
    let query = db
      .selectFrom('token_families')
      .select(['session_id', 'family_id', 'client_id', 'created_at', 'last_active_at', 'ip_address', 'user_agent'])
      .select('sso_session_id')
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .where(isActive(now))
      .$narrowType<{ session_id: NotNull }>()
    if (after) {
      query = query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('created_at', 'session_id'), '<', tuple(after.at, after.id)),
      )
    }
    const rows = await query
      .orderBy('created_at', 'desc')
      .orderBy('session_id', 'desc')
      .limit(limit + 1)
      .execute()
    const toListed = (row: (typeof rows)[number]): ListedTokenSession => ({
      id: row.session_id,
      familyId: row.family_id,
      clientId: row.client_id,
      originSessionId: row.sso_session_id ?? undefined,
      createdAt: row.created_at,
      lastActiveAt: row.last_active_at,
      ipAddress: row.ip_address ?? '',
      userAgent: row.user_agent ?? undefined,
    })
    return toPage(rows, limit, toListed, (row) => ({ at: row.created_at, id: row.session_id }))
  },

  /**
   * Revokes a session with its tokens; undefined if the user has no active one of this id. Answers the session
   * of the sign-in pages that it came from, if it came from one.
   */
  async revoke(poolId: string, sub: string, sessionId: string, now: number) {
    const row = await db
      .updateTable('token_families')
      .set({ revoked_at: now })
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .where('session_id', '=', sessionId)
      .where(isActive(now))
      .returning('sso_session_id')
      .executeTakeFirst()
    return row && { originSessionId: row.sso_session_id ?? undefined }
  },

  /** Revokes all tokens that came from a session of the sign-in pages, tracked or not. */
  async revokeFrom({ poolId, sub, ssoSessionId }: SsoSessionName, now: number) {
    await db
      .updateTable('token_families')
      .set({ revoked_at: now })
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .where('revoked_at', 'is', null)
      .where('sso_session_id', '=', ssoSessionId)
      .execute()
  },

  /** Revokes what is active beyond the `keep` sessions of a user that were used last. */
  async evict(poolId: string, sub: string, keep: number, now: number) {
    const kept = db
      .selectFrom('token_families')
      .select('family_id')
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .where(isActive(now))
      .orderBy('last_active_at', 'desc')
      .orderBy('created_at', 'desc')
      .orderBy('family_id')
      .limit(keep)
    await db
      .updateTable('token_families')
      .set({ revoked_at: now })
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .where(isActive(now))
      .where('family_id', 'not in', kept)
      .execute()
  },
})
