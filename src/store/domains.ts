import type { Kysely, Selectable } from 'kysely'
import { defined } from '../domain/defined.ts'
import type { UserPoolDomain } from '../domain/user-pool-domain.ts'
import { changed } from './rows.ts'
import type { Tables } from './schema.ts'

const toDomain = (row: Selectable<Tables['domains']>): UserPoolDomain => ({
  poolId: row.pool_id,
  domain: row.domain,
  managedLoginVersion: row.managed_login_version,
  ...defined({
    customDomainConfig: row.custom_domain_config === null ? undefined : JSON.parse(row.custom_domain_config),
    routing: row.routing === null ? undefined : JSON.parse(row.routing),
  }),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

const toColumns = ({ managedLoginVersion, customDomainConfig, routing }: UserPoolDomain) => ({
  managed_login_version: managedLoginVersion,
  custom_domain_config: customDomainConfig ? JSON.stringify(customDomainConfig) : null,
  routing: routing ? JSON.stringify(routing) : null,
})

const kindOf = ({ customDomainConfig }: UserPoolDomain) => (customDomainConfig ? 'CUSTOM' : 'PREFIX')

/** Domains of pools' pages. */
export const domains = (db: Kysely<Tables>) => ({
  /** A domain by its name alone, which is unique over all pools. */
  async find(domain: string): Promise<UserPoolDomain | undefined> {
    const row = await db.selectFrom('domains').selectAll().where('domain', '=', domain).executeTakeFirst()
    return row && toDomain(row)
  },

  /** Both domains of a pool, or the one, or none. */
  async ofPool(poolId: string): Promise<UserPoolDomain[]> {
    const rows = await db.selectFrom('domains').selectAll().where('pool_id', '=', poolId).orderBy('kind').execute()
    return rows.map(toDomain)
  },

  /** How many custom domains the pools of a Region have. */
  async countCustom(region: string) {
    const row = await db
      .selectFrom('domains')
      .innerJoin('pools', 'pools.pool_id', 'domains.pool_id')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('pools.region', '=', region)
      .where('domains.kind', '=', 'CUSTOM')
      .executeTakeFirstOrThrow()
    return Number(row.count)
  },

  /** False if a pool has a domain of this name, or this pool has another one of its kind. Within a transaction. */
  async insert(domain: UserPoolDomain) {
    const result = await db
      .insertInto('domains')
      .values({
        pool_id: domain.poolId,
        domain: domain.domain,
        kind: kindOf(domain),
        created_at: domain.createdAt,
        updated_at: domain.updatedAt,
        ...toColumns(domain),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (!changed(result)) return false
    const name = kindOf(domain) === 'CUSTOM' ? { custom_domain: domain.domain } : { prefix_domain: domain.domain }
    await db.updateTable('pools').set(name).where('pool_id', '=', domain.poolId).execute()
    return true
  },

  /** Writes `domain` over the domain as it was at `before`; false if it changed since, or is gone. */
  async replace(before: UserPoolDomain, domain: UserPoolDomain) {
    const result = await db
      .updateTable('domains')
      .set({ ...toColumns(domain), updated_at: Math.max(domain.updatedAt, before.updatedAt + 1) })
      .where('pool_id', '=', before.poolId)
      .where('domain', '=', before.domain)
      .where('updated_at', '=', before.updatedAt)
      .executeTakeFirst()
    return changed(result)
  },

  /** False if the pool has no such domain. Within a transaction. */
  async remove(poolId: string, domain: string) {
    const result = await db
      .deleteFrom('domains')
      .where('pool_id', '=', poolId)
      .where('domain', '=', domain)
      .executeTakeFirst()
    for (const column of ['prefix_domain', 'custom_domain'] as const) {
      const none = { [column]: null }
      await db.updateTable('pools').set(none).where('pool_id', '=', poolId).where(column, '=', domain).execute()
    }
    return changed(result)
  },
})
