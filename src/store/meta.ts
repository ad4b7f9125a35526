import type { Kysely } from 'kysely'
import type { Tables } from './schema.ts'

/** Facts about the database itself. */
export const meta = (db: Kysely<Tables>) => ({
  async get(key: string): Promise<string | undefined> {
    return (await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst())?.value
  },

  /** Sets a fact that is set once; gives the value that holds. */
  async setOnce(key: string, value: string): Promise<string> {
    await db
      .insertInto('meta')
      .values({ key, value })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    return (await this.get(key)) ?? value
  },
})
