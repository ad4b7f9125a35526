import type { Kysely } from 'kysely'
import { type RiskConfiguration, type RiskSettings, WHOLE_POOL } from '../domain/risk.ts'
import type { Tables } from './schema.ts'

/** What pools and clients do about risks. */
export const riskConfigurations = (db: Kysely<Tables>) => ({
  /** What was set for the client or WHOLE_POOL, and nothing in its place. */
  async find(poolId: string, scope: string): Promise<RiskConfiguration | undefined> {
    const row = await db
      .selectFrom('risk_configurations')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('scope', '=', scope)
      .executeTakeFirst()
    return (
      row && {
        poolId,
        scope,
        settings: JSON.parse(row.settings) as RiskSettings, // written by `put` alone
        updatedAt: row.updated_at,
      }
    )
  },

  /** Stores it over what was there. */
  async put({ poolId, scope, settings, updatedAt }: RiskConfiguration) {
    const columns = { settings: JSON.stringify(settings), updated_at: updatedAt }
    await db
      .insertInto('risk_configurations')
      .values({ pool_id: poolId, scope, client_id: scope === WHOLE_POOL ? null : scope, ...columns })
      .onConflict((conflict) => conflict.columns(['pool_id', 'scope']).doUpdateSet(columns))
      .execute()
  },

  async remove(poolId: string, scope: string) {
    await db.deleteFrom('risk_configurations').where('pool_id', '=', poolId).where('scope', '=', scope).execute()
  },
})
