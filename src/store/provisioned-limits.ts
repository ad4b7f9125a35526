import type { Kysely } from 'kysely'
import type { ProvisionedLimit } from '../domain/provisioned-limit.ts'
import type { Tables } from './schema.ts'

/** Rates of requests that were asked for beyond the free ones. */
export const provisionedLimits = (db: Kysely<Tables>) => ({
  async find(region: string, category: string): Promise<number | undefined> {
    const row = await db
      .selectFrom('provisioned_limits')
      .select('value')
      .where('region', '=', region)
      .where('category', '=', category)
      .executeTakeFirst()
    return row?.value
  },

  /** All that were ever asked for: at most one for each Region and category. */
  list(): Promise<ProvisionedLimit[]> {
    return db.selectFrom('provisioned_limits').selectAll().execute()
  },

  async put({ region, category, value }: ProvisionedLimit) {
    await db
      .insertInto('provisioned_limits')
      .values({ region, category, value })
      .onConflict((conflict) => conflict.columns(['region', 'category']).doUpdateSet({ value }))
      .execute()
  },
})
