import type { Kysely, Selectable } from 'kysely'
import type { AuthorizationCode } from '../domain/authorization-code.ts'
import { changed } from './rows.ts'
import type { Tables } from './schema.ts'
import type { SsoSessionName } from './sso-sessions.ts'
import { statement } from './statement.ts'

/** A code by the hash of its text, with the family of tokens that it became. */
export type StoredAuthorizationCode = AuthorizationCode & {
  readonly hash: string
  readonly familyId: string | undefined
}

const toCode = (row: Selectable<Tables['authorization_codes']>): StoredAuthorizationCode => ({
  poolId: row.pool_id,
  hash: row.code_hash,
  clientId: row.client_id,
  sub: row.sub,
  ssoSessionId: row.sso_session_id,
  redirectUri: row.redirect_uri,
  scope: row.scope,
  challenge: row.challenge ?? undefined,
  nonce: row.nonce ?? undefined,
  resource: row.resource ?? undefined,
  authTime: row.auth_time,
  authentication: { acr: row.acr ?? undefined, amr: JSON.parse(row.amr) as string[] }, // written by `insert`
  eventId: row.event_id,
  expiresAt: row.expires_at,
  familyId: row.family_id ?? undefined,
})

type Key = { poolId: string; hash: string }

const find = statement((db, { poolId, hash }: Key) =>
  db.selectFrom('authorization_codes').selectAll().where('pool_id', '=', poolId).where('code_hash', '=', hash),
)

const take = statement((db, { poolId, hash, familyId }: Key & { familyId: string }) =>
  db
    .updateTable('authorization_codes')
    .set({ family_id: familyId })
    .where('pool_id', '=', poolId)
    .where('code_hash', '=', hash)
    .where('family_id', 'is', null),
)

/** Codes of authorization, which are kept past their use so that a second one is noticed. */
export const authorizationCodes = (db: Kysely<Tables>) => ({
  async insert(code: AuthorizationCode, hash: string) {
    await db
      .insertInto('authorization_codes')
      .values({
        pool_id: code.poolId,
        code_hash: hash,
        client_id: code.clientId,
        sub: code.sub,
        sso_session_id: code.ssoSessionId,
        redirect_uri: code.redirectUri,
        scope: code.scope,
        challenge: code.challenge ?? null,
        nonce: code.nonce ?? null,
        resource: code.resource ?? null,
        auth_time: code.authTime,
        acr: code.authentication.acr ?? null,
        amr: JSON.stringify(code.authentication.amr),
        event_id: code.eventId,
        expires_at: code.expiresAt,
        family_id: null,
        reused_at: null,
      })
      .execute()
  },

  async find(poolId: string, hash: string): Promise<StoredAuthorizationCode | undefined> {
    const row = await find.first(db, { poolId, hash })
    return row && toCode(row)
  },

  /** Uses a code up for a family of tokens; false if it was used before. Of many racing callers one wins. */
  take: (poolId: string, hash: string, familyId: string) => take.changes(db, { poolId, hash, familyId }),

  /** Notes that a used code came again. Whoever keeps its tokens in another transaction sees it, or comes first. */
  async noteReuse(poolId: string, hash: string, now: number) {
    await db
      .updateTable('authorization_codes')
      .set({ reused_at: now })
      .where('pool_id', '=', poolId)
      .where('code_hash', '=', hash)
      .execute()
  },

  /** Whether a used code came again by now. Holds the code, so that a use that comes later waits. */
  async wasReused({ poolId, hash, familyId }: Pick<StoredAuthorizationCode, 'poolId' | 'hash' | 'familyId'>) {
    const unused = await db
      .updateTable('authorization_codes')
      .set({ family_id: familyId ?? null })
      .where('pool_id', '=', poolId)
      .where('code_hash', '=', hash)
      .where('reused_at', 'is', null)
      .executeTakeFirst()
    return !changed(unused)
  },

  /**
   * Voids the codes of a session: nobody redeems one any more, and one that is being redeemed counts as used
   * again, so that its tokens are revoked.
   */
  async voidFrom({ poolId, sub, ssoSessionId }: SsoSessionName, now: number) {
    await db
      .deleteFrom('authorization_codes')
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .where('sso_session_id', '=', ssoSessionId)
      .where('family_id', 'is', null)
      .execute()
    await db
      .updateTable('authorization_codes')
      .set({ reused_at: now })
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .where('sso_session_id', '=', ssoSessionId)
      .execute()
  },

  async purge(endedBefore: number) {
    await db.deleteFrom('authorization_codes').where('expires_at', '<', endedBefore).execute()
  },
})
