import type { Kysely } from 'kysely'
import { changed } from './rows.ts'
import type { Tables } from './schema.ts'

/** A passkey that a user is about to register: what its authenticator is to sign, for which client, until when. */
export type PasskeyRegistration = {
  readonly poolId: string
  readonly sub: string
  /** In base64url. */
  readonly challenge: string
  readonly clientId: string
  readonly relyingPartyId: string
  readonly expiresAt: number
}

/** Registrations of passkeys: one waits for each user at most. */
export const passkeyRegistrations = (db: Kysely<Tables>) => ({
  /** Stores one in place of another that waits. */
  async put({ poolId, sub, challenge, clientId, relyingPartyId, expiresAt }: PasskeyRegistration) {
    const columns = { challenge, client_id: clientId, relying_party_id: relyingPartyId, expires_at: expiresAt }
    await db
      .insertInto('passkey_registrations')
      .values({ pool_id: poolId, sub, ...columns })
      .onConflict((conflict) => conflict.columns(['pool_id', 'sub']).doUpdateSet(columns))
      .execute()
  },

  async find(poolId: string, sub: string): Promise<PasskeyRegistration | undefined> {
    const row = await db
      .selectFrom('passkey_registrations')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .executeTakeFirst()
    return (
      row && {
        poolId,
        sub,
        challenge: row.challenge,
        clientId: row.client_id,
        relyingPartyId: row.relying_party_id,
        expiresAt: row.expires_at,
      }
    )
  },

  /** Uses one up; false if it is used up or replaced already. */
  async take({ poolId, sub, challenge }: PasskeyRegistration) {
    const result = await db
      .deleteFrom('passkey_registrations')
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .where('challenge', '=', challenge)
      .executeTakeFirst()
    return changed(result)
  },

  /** Forgets the one that waits. */
  async remove(poolId: string, sub: string) {
    await db.deleteFrom('passkey_registrations').where('pool_id', '=', poolId).where('sub', '=', sub).execute()
  },
})
