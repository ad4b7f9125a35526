import type { Kysely, Selectable } from 'kysely'
import type { Terms } from '../domain/terms.ts'
import { type AgePosition, changed, toPage } from './rows.ts'
import type { Tables } from './schema.ts'

const toTerms = (row: Selectable<Tables['terms']>): Terms => ({
  poolId: row.pool_id,
  id: row.terms_id,
  clientId: row.client_id,
  name: row.name,
  source: row.source as Terms['source'], // written by `toColumns` alone
  enforcement: row.enforcement as Terms['enforcement'],
  links: JSON.parse(row.links),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

const toColumns = ({ name, source, enforcement, links }: Terms) => ({
  name,
  source,
  enforcement,
  links: JSON.stringify(links),
})

/** Terms of clients. */
export const terms = (db: Kysely<Tables>) => ({
  async find(poolId: string, id: string): Promise<Terms | undefined> {
    const row = await db
      .selectFrom('terms')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('terms_id', '=', id.toLowerCase())
      .executeTakeFirst()
    return row && toTerms(row)
  },

  async findByClient(poolId: string, clientId: string, name: string): Promise<Terms | undefined> {
    const row = await db
      .selectFrom('terms')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('client_id', '=', clientId)
      .where('name', '=', name)
      .executeTakeFirst()
    return row && toTerms(row)
  },

  /** The terms of a pool, oldest first. */
  async list(poolId: string, limit: number, after?: AgePosition) {
    let query = db.selectFrom('terms').selectAll().where('pool_id', '=', poolId)
    if (after) {
      query = query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('created_at', 'terms_id'), '>', tuple(after.at, after.id)),
      )
    }
    const rows = await query
      .orderBy('created_at')
      .orderBy('terms_id')
      .limit(limit + 1)
      .execute()
    return toPage(rows, limit, toTerms, (row) => ({ at: row.created_at, id: row.terms_id }))
  },

  async count(poolId: string) {
    const row = await db
      .selectFrom('terms')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('pool_id', '=', poolId)
      .executeTakeFirstOrThrow()
    return Number(row.count)
  },

  /** False if the client has terms of this name. */
  async insert(made: Terms) {
    const result = await db
      .insertInto('terms')
      .values({
        pool_id: made.poolId,
        terms_id: made.id,
        client_id: made.clientId,
        created_at: made.createdAt,
        updated_at: made.updatedAt,
        ...toColumns(made),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    return changed(result)
  },

  /** Removes them as they were at `before`, for `insert` to put what they become in their place; false if they changed since. */
  async take(before: Terms) {
    const result = await db
      .deleteFrom('terms')
      .where('pool_id', '=', before.poolId)
      .where('terms_id', '=', before.id)
      .where('updated_at', '=', before.updatedAt)
      .executeTakeFirst()
    return changed(result)
  },

  /** False if there are none. */
  async remove(poolId: string, id: string) {
    const result = await db
      .deleteFrom('terms')
      .where('pool_id', '=', poolId)
      .where('terms_id', '=', id.toLowerCase())
      .executeTakeFirst()
    return changed(result)
  },
})
