import type { Kysely } from 'kysely'
import type { LogConfiguration } from '../domain/log-delivery.ts'
import type { Tables } from './schema.ts'

/** What pools log. */
export const logConfigurations = (db: Kysely<Tables>) => ({
  /** In the order in which it was set; nothing for a pool that never set anything. */
  async list(poolId: string): Promise<readonly LogConfiguration[]> {
    const row = await db
      .selectFrom('log_configurations')
      .select('configurations')
      .where('pool_id', '=', poolId)
      .executeTakeFirst()
    return row ? (JSON.parse(row.configurations) as LogConfiguration[]) : [] // written by `put` alone
  },

  /** Stores it over what was there. */
  async put(poolId: string, list: readonly LogConfiguration[]) {
    const configurations = JSON.stringify(list)
    await db
      .insertInto('log_configurations')
      .values({ pool_id: poolId, configurations })
      .onConflict((conflict) => conflict.column('pool_id').doUpdateSet({ configurations }))
      .execute()
  },
})
