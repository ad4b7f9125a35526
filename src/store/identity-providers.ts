import type { Kysely, Selectable } from 'kysely'
import type { IdentityProvider, ProviderType } from '../domain/identity-provider.ts'
import { type AgePosition, changed, toPage } from './rows.ts'
import type { Tables } from './schema.ts'

/** What lists show of an identity provider. */
export type ProviderSummary = Pick<IdentityProvider, 'name' | 'type' | 'createdAt' | 'updatedAt'>

const toSummary = (
  row: Pick<Selectable<Tables['identity_providers']>, 'name' | 'type' | 'created_at' | 'updated_at'>,
): ProviderSummary => ({
  name: row.name,
  type: row.type as ProviderType, // the column holds what `insert` wrote
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

const toProvider = (row: Selectable<Tables['identity_providers']>): IdentityProvider => ({
  ...toSummary(row),
  poolId: row.pool_id,
  details: JSON.parse(row.details),
  sealedSecrets: JSON.parse(row.sealed_secrets),
  saml: row.saml === null ? undefined : JSON.parse(row.saml),
  attributeMapping: JSON.parse(row.attribute_mapping),
  identifiers: JSON.parse(row.identifiers),
  acrMapping: row.acr_mapping === null ? undefined : JSON.parse(row.acr_mapping),
})

const toColumns = (provider: IdentityProvider) => ({
  details: JSON.stringify(provider.details),
  sealed_secrets: JSON.stringify(provider.sealedSecrets),
  saml: provider.saml === undefined ? null : JSON.stringify(provider.saml),
  attribute_mapping: JSON.stringify(provider.attributeMapping),
  identifiers: JSON.stringify(provider.identifiers),
  acr_mapping: provider.acrMapping === undefined ? null : JSON.stringify(provider.acrMapping),
})

/** Identity providers and their identifiers. */
export const identityProviders = (db: Kysely<Tables>) => ({
  async find(poolId: string, name: string): Promise<IdentityProvider | undefined> {
    const row = await db
      .selectFrom('identity_providers')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('name', '=', name)
      .executeTakeFirst()
    return row && toProvider(row)
  },

  /** The name of the provider that has an identifier. */
  async identifiedBy(poolId: string, identifier: string): Promise<string | undefined> {
    const row = await db
      .selectFrom('identity_provider_identifiers')
      .select('name')
      .where('pool_id', '=', poolId)
      .where('identifier', '=', identifier)
      .executeTakeFirst()
    return row?.name
  },

  /** Those of these names that the pool's providers have. */
  async namesAmong(poolId: string, names: readonly string[]): Promise<string[]> {
    if (names.length === 0) return []
    const asked = new Set(names)
    // A pool has hundreds at most, and a request may name more than a statement takes.
    const rows = await db.selectFrom('identity_providers').select('name').where('pool_id', '=', poolId).execute()
    return rows.map((row) => row.name).filter((name) => asked.has(name))
  },

  async list(poolId: string, limit: number, after?: AgePosition) {
    let query = db
      .selectFrom('identity_providers')
      .select(['name', 'type', 'created_at', 'updated_at'])
      .where('pool_id', '=', poolId)
    if (after) {
      query = query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('created_at', 'name'), '>', tuple(after.at, after.id)),
      )
    }
    const rows = await query
      .orderBy('created_at')
      .orderBy('name')
      .limit(limit + 1)
      .execute()
    return toPage(rows, limit, toSummary, (row) => ({ at: row.created_at, id: row.name }))
  },

  async count(poolId: string) {
    const row = await db
      .selectFrom('identity_providers')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('pool_id', '=', poolId)
      .executeTakeFirstOrThrow()
    return Number(row.count)
  },

  /** False if the pool has a provider of this name. Its identifiers are taken apart from it. */
  async insert(provider: IdentityProvider) {
    const result = await db
      .insertInto('identity_providers')
      .values({
        pool_id: provider.poolId,
        name: provider.name,
        type: provider.type,
        created_at: provider.createdAt,
        updated_at: provider.updatedAt,
        ...toColumns(provider),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    return changed(result)
  },

  /** Writes `provider` over the one as it was at `before`; false if it changed since, or is gone. */
  async replace(before: IdentityProvider, provider: IdentityProvider) {
    const result = await db
      .updateTable('identity_providers')
      .set({ ...toColumns(provider), updated_at: provider.updatedAt })
      .where('pool_id', '=', before.poolId)
      .where('name', '=', before.name)
      .where('updated_at', '=', before.updatedAt)
      .executeTakeFirst()
    return changed(result)
  },

  /** Takes an identifier for a provider; false if another one has it. */
  async takeIdentifier(poolId: string, identifier: string, name: string) {
    const result = await db
      .insertInto('identity_provider_identifiers')
      .values({ pool_id: poolId, identifier, name })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    return changed(result) || (await this.identifiedBy(poolId, identifier)) === name
  },

  async releaseIdentifiers(poolId: string, name: string) {
    await db
      .deleteFrom('identity_provider_identifiers')
      .where('pool_id', '=', poolId)
      .where('name', '=', name)
      .execute()
  },

  /** Deletes the provider, and with it its identifiers. False if there is none. */
  async remove(poolId: string, name: string) {
    const result = await db
      .deleteFrom('identity_providers')
      .where('pool_id', '=', poolId)
      .where('name', '=', name)
      .executeTakeFirst()
    return changed(result)
  },
})
