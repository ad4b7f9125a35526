import type { Kysely, Selectable } from 'kysely'
import type { Origin } from '../domain/sign-in.ts'
import { changed } from './rows.ts'
import type { Tables } from './schema.ts'
import { statement } from './statement.ts'

/** A sign-in and all tokens that descend from it. */
export type TokenFamily = {
  poolId: string
  /** The `origin_jti` of its tokens. */
  id: string
  sub: string
  clientId: string
  scope: string
  /** When the user proved who they are. */
  authTime: number
  /** When its refresh tokens end. */
  expiresAt: number
  revokedAt: number | undefined
  /** The device that refreshes must name, where the pool tracks devices. */
  deviceKey: string | undefined
  /** How the user proved who they are. */
  authentication: Authentication | undefined
  /** The record of the sign-in, as all of its tokens name it. */
  eventId: string | undefined
  /** Where the pool tracks sessions. */
  session: TokenSession | undefined
  /** The session of the sign-in pages that it came from; undefined for sign-ins by the API. */
  ssoSessionId: string | undefined
  /** Whom its access tokens are for (RFC 8707), beside the user pool's own API. */
  resource: string | undefined
}

/**
 * How a user proved who they are: by which methods, and the name of the level that they reach. Tokens
 * tell of both, or of none where `acr` is undefined (OIDC Core section 2).
 */
export type Authentication = { readonly acr: string | undefined; readonly amr: readonly string[] }

/** A tracked session: a sign-in as its user sees it in a list. */
export type TokenSession = Origin & {
  readonly id: string
  readonly createdAt: number
  readonly lastActiveAt: number
}

/** A refresh token of a family, by the hash of its text. */
export type RefreshToken = { hash: string; family: TokenFamily; rotatedAt: number | undefined; siblings: number }

const toSession = (row: Selectable<Tables['token_families']>): TokenSession | undefined =>
  row.session_id === null
    ? undefined
    : {
        id: row.session_id,
        createdAt: row.created_at,
        lastActiveAt: row.last_active_at,
        ipAddress: row.ip_address ?? '',
        userAgent: row.user_agent ?? undefined,
      }

const toFamily = (row: Selectable<Tables['token_families']>): TokenFamily => ({
  poolId: row.pool_id,
  id: row.family_id,
  sub: row.sub,
  clientId: row.client_id,
  scope: row.scope,
  authTime: row.auth_time,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at ?? undefined,
  deviceKey: row.device_key ?? undefined,
  authentication: row.amr === null ? undefined : { acr: row.acr ?? undefined, amr: JSON.parse(row.amr) as string[] },
  eventId: row.event_id ?? undefined,
  session: toSession(row),
  ssoSessionId: row.sso_session_id ?? undefined,
  resource: row.resource ?? undefined,
})

type Family = Selectable<Tables['token_families']>

const familyColumns: readonly (keyof Family)[] = [
  ...(['pool_id', 'family_id', 'sub', 'client_id', 'scope', 'auth_time', 'expires_at', 'revoked_at'] as const),
  ...(['created_at', 'device_key', 'acr', 'amr', 'event_id'] as const),
  ...(['session_id', 'ip_address', 'user_agent', 'last_active_at', 'sso_session_id', 'resource'] as const),
]

const insertFamily = statement(
  (db, row: Family) =>
    db
      .insertInto('token_families')
      .values(Object.fromEntries(familyColumns.map((column) => [column, row[column]])) as Family), // all columns
)

const insertRefresh = statement((db, token: { poolId: string; hash: string; familyId: string; now: number }) =>
  db.insertInto('refresh_tokens').values({
    pool_id: token.poolId,
    token_hash: token.hash,
    family_id: token.familyId,
    rotated_at: null,
    siblings: 0,
    created_at: token.now,
  }),
)

const findFamily = statement((db, { poolId, familyId }: { poolId: string; familyId: string }) =>
  db.selectFrom('token_families').selectAll().where('pool_id', '=', poolId).where('family_id', '=', familyId),
)

const findRefresh = statement((db, { poolId, hash }: { poolId: string; hash: string }) =>
  db
    .selectFrom('refresh_tokens')
    .innerJoin('token_families', (join) =>
      join
        .onRef('token_families.pool_id', '=', 'refresh_tokens.pool_id')
        .onRef('token_families.family_id', '=', 'refresh_tokens.family_id'),
    )
    .selectAll('token_families')
    .select(['refresh_tokens.rotated_at', 'refresh_tokens.siblings'])
    .where('refresh_tokens.pool_id', '=', poolId)
    .where('refresh_tokens.token_hash', '=', hash),
)

/** Token families and refresh tokens. */
export const tokens = (db: Kysely<Tables>) => ({
  /** `refreshHash` is of its refresh token, if it has one. */
  async insertFamily(family: TokenFamily, refreshHash: string | undefined, now: number) {
    await insertFamily.changes(db, {
      pool_id: family.poolId,
      family_id: family.id,
      sub: family.sub,
      client_id: family.clientId,
      scope: family.scope,
      auth_time: family.authTime,
      expires_at: family.expiresAt,
      revoked_at: null,
      created_at: now,
      device_key: family.deviceKey ?? null,
      acr: family.authentication?.acr ?? null,
      amr: family.authentication ? JSON.stringify(family.authentication.amr) : null,
      event_id: family.eventId ?? null,
      session_id: family.session?.id ?? null,
      ip_address: family.session?.ipAddress ?? null,
      user_agent: family.session?.userAgent ?? null,
      last_active_at: now,
      sso_session_id: family.ssoSessionId ?? null,
      resource: family.resource ?? null,
    })
    if (refreshHash !== undefined) await this.insertRefresh(family.poolId, family.id, refreshHash, now)
  },

  async insertRefresh(poolId: string, familyId: string, hash: string, now: number) {
    await insertRefresh.changes(db, { poolId, hash, familyId, now })
  },

  async findFamily(poolId: string, familyId: string): Promise<TokenFamily | undefined> {
    const row = await findFamily.first(db, { poolId, familyId })
    return row && toFamily(row)
  },

  async findRefresh(poolId: string, hash: string): Promise<RefreshToken | undefined> {
    const row = await findRefresh.first(db, { poolId, hash })
    return row && { hash, family: toFamily(row), rotatedAt: row.rotated_at ?? undefined, siblings: row.siblings }
  },

  /** Marks a refresh token as rotated; false if it was already. One of many racing callers wins. */
  async rotate(poolId: string, hash: string, now: number) {
    const result = await db
      .updateTable('refresh_tokens')
      .set({ rotated_at: now })
      .where('pool_id', '=', poolId)
      .where('token_hash', '=', hash)
      .where('rotated_at', 'is', null)
      .executeTakeFirst()
    return changed(result)
  },

  /** Grants one more use of a rotated token within its grace period; false when `max` are granted. */
  async addSibling(poolId: string, hash: string, max: number) {
    const result = await db
      .updateTable('refresh_tokens')
      .set((eb) => ({ siblings: eb('siblings', '+', 1) }))
      .where('pool_id', '=', poolId)
      .where('token_hash', '=', hash)
      .where('siblings', '<', max)
      .executeTakeFirst()
    return changed(result)
  },

  async revokeFamily(poolId: string, familyId: string, now: number) {
    await db
      .updateTable('token_families')
      .set({ revoked_at: now })
      .where('pool_id', '=', poolId)
      .where('family_id', '=', familyId)
      .where('revoked_at', 'is', null)
      .execute()
  },

  /** Notes a use of a session, and where it came from. */
  async touchSession(poolId: string, familyId: string, { ipAddress, userAgent }: Origin, now: number) {
    await db
      .updateTable('token_families')
      .set({ last_active_at: now, ip_address: ipAddress, user_agent: userAgent ?? null })
      .where('pool_id', '=', poolId)
      .where('family_id', '=', familyId)
      .execute()
  },

  async revokeUser(poolId: string, sub: string, now: number) {
    await db
      .updateTable('token_families')
      .set({ revoked_at: now })
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .where('revoked_at', 'is', null)
      .execute()
  },

  /** Forgets families that ended before `now` and whose access tokens ended too; at most `limit`. */
  async purge(endedBefore: number, limit: number) {
    const ended = await db
      .selectFrom('token_families')
      .select(['pool_id', 'family_id'])
      .where('expires_at', '<', endedBefore)
      .limit(limit)
      .execute()
    for (const { pool_id, family_id } of ended) {
      await db.deleteFrom('token_families').where('pool_id', '=', pool_id).where('family_id', '=', family_id).execute()
    }
    return ended.length
  },
})
