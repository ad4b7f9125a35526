import type { Kysely } from 'kysely'
import type { Tables } from './schema.ts'

/** Regions in which something is counted. */
export const regions = (db: Kysely<Tables>) => ({
  /**
   * Keeps a Region until the transaction ends, for which others wait that hold it: what is counted over all
   * its pools is then still so when this is committed.
   */
  async hold(region: string) {
    await db
      .insertInto('regions')
      .values({ region })
      .onConflict((conflict) => conflict.column('region').doUpdateSet({ region }))
      .execute()
  },
})
