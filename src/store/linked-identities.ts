import { createHash } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import type { ProviderType } from '../domain/identity-provider.ts'
import type { IdentityKey, LinkedIdentity } from '../domain/linked-identity.ts'
import { changed, isStorable } from './rows.ts'
import type { Tables } from './schema.ts'

const toIdentity = (row: Selectable<Tables['linked_identities']>): LinkedIdentity => ({
  poolId: row.pool_id,
  provider: row.provider,
  attribute: row.attribute,
  userId: row.user_id,
  sub: row.sub,
  providerType: row.provider_type as ProviderType, // the column holds what `insert` wrote
  issuer: row.issuer ?? undefined,
  isPrimary: row.is_primary === 1,
  createdAt: row.created_at,
})

/** Subjects may be longer than an index of any database takes. */
const keyOf = (userId: string) => createHash('sha256').update(userId).digest('base64url')

/**
 * Identities at providers and the users as whom they sign in. They are found by provider and subject (or
 * the claim they were linked by) alone: no user name and no address leads from one to a user.
 */
export const linkedIdentities = (db: Kysely<Tables>) => ({
  async find({ poolId, provider, attribute, userId }: IdentityKey): Promise<LinkedIdentity | undefined> {
    // Only well-formed texts have a hash of their own, and no others are stored.
    if (!isStorable(attribute) || !userId.isWellFormed()) return undefined
    const row = await db
      .selectFrom('linked_identities')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('provider', '=', provider)
      .where('attribute', '=', attribute)
      .where('value_key', '=', keyOf(userId))
      .executeTakeFirst()
    return row && toIdentity(row)
  },

  /** A user's identities, the oldest first. */
  async ofUser(poolId: string, sub: string): Promise<LinkedIdentity[]> {
    const rows = await db
      .selectFrom('linked_identities')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .orderBy('created_at')
      .orderBy('provider')
      .orderBy('attribute')
      .orderBy('value_key')
      .execute()
    return rows.map(toIdentity)
  },

  /** False if the identity is somebody's already. */
  async insert(identity: LinkedIdentity) {
    const result = await db
      .insertInto('linked_identities')
      .values({
        pool_id: identity.poolId,
        provider: identity.provider,
        attribute: identity.attribute,
        value_key: keyOf(identity.userId),
        sub: identity.sub,
        provider_type: identity.providerType,
        user_id: identity.userId,
        issuer: identity.issuer ?? null,
        is_primary: identity.isPrimary ? 1 : 0,
        created_at: identity.createdAt,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    return changed(result)
  },

  /** False if it is nobody's. */
  async remove({ poolId, provider, attribute, userId }: IdentityKey) {
    const result = await db
      .deleteFrom('linked_identities')
      .where('pool_id', '=', poolId)
      .where('provider', '=', provider)
      .where('attribute', '=', attribute)
      .where('value_key', '=', keyOf(userId))
      .executeTakeFirst()
    return changed(result)
  },
})
