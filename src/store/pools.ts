import type { Kysely, Selectable } from 'kysely'
import type { PasswordMode } from '../domain/credential.ts'
import { defined } from '../domain/defined.ts'
import type { Pool, PoolSettings } from '../domain/pool.ts'
import { type AgePosition, changed, isStorable, toPage } from './rows.ts'
import type { Tables } from './schema.ts'

type Row = Selectable<Tables['pools']>

const parse = (row: Row): Pool => ({
  ...defined({ prefixDomain: row.prefix_domain ?? undefined, customDomain: row.custom_domain ?? undefined }),
  id: row.pool_id,
  region: row.region,
  name: row.name,
  settings: JSON.parse(row.settings) as PoolSettings, // written by `toRow` alone
  schema: JSON.parse(row.schema),
  tags: JSON.parse(row.tags),
  passwordMode: row.password_mode as PasswordMode, // written by `insert` and `setPasswordMode` alone
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

const MAX_PARSED = 1000

/**
 * Makes pools of rows. Every request reads its pool and few change it, so what was made of a row is
 * given again for a row that is the same to the letter.
 */
const makeReader = () => {
  const parsed = new Map<string, { row: Row; pool: Pool }>()
  return (row: Row): Pool => {
    const known = parsed.get(row.pool_id)
    const isSame =
      known?.row.updated_at === row.updated_at &&
      known.row.settings === row.settings &&
      known.row.schema === row.schema &&
      known.row.tags === row.tags &&
      known.row.prefix_domain === row.prefix_domain &&
      known.row.custom_domain === row.custom_domain &&
      known.row.password_mode === row.password_mode
    if (known && isSame) return known.pool
    if (parsed.size >= MAX_PARSED) parsed.clear()
    const pool = parse(row)
    parsed.set(row.pool_id, { row, pool })
    return pool
  }
}

const toColumns = (pool: Pool) => ({
  name: pool.name,
  settings: JSON.stringify(pool.settings),
  schema: JSON.stringify(pool.schema),
  tags: JSON.stringify(pool.tags),
  updated_at: pool.updatedAt,
})

/** User pools. */
export const pools = (db: Kysely<Tables>) => {
  const toPool = makeReader()
  return {
    async find(poolId: string): Promise<Pool | undefined> {
      if (!isStorable(poolId)) return undefined // it may come from a path or an unverified token
      const row = await db.selectFrom('pools').selectAll().where('pool_id', '=', poolId).executeTakeFirst()
      return row && toPool(row)
    },

    /** The pools of a Region and those that have a replica there, oldest first. */
    async list(region: string, limit: number, after?: AgePosition) {
      let query = db
        .selectFrom('pools')
        .selectAll()
        .where((eb) => {
          const replicas = eb.selectFrom('pool_replicas').select('pool_id').where('pool_replicas.region', '=', region)
          return eb.or([eb('pools.region', '=', region), eb('pools.pool_id', 'in', replicas)])
        })
      if (after) {
        query = query.where(({ eb, refTuple, tuple }) =>
          eb(refTuple('created_at', 'pool_id'), '>', tuple(after.at, after.id)),
        )
      }
      const found = await query
        .orderBy('created_at')
        .orderBy('pool_id')
        .limit(limit + 1)
        .execute()
      return toPage(found, limit, toPool, (row) => ({ at: row.created_at, id: row.pool_id }))
    },

    async insert(pool: Pool) {
      await db
        .insertInto('pools')
        .values({
          pool_id: pool.id,
          region: pool.region,
          password_mode: pool.passwordMode,
          created_at: pool.createdAt,
          ...toColumns(pool),
        })
        .execute()
    },

    /** Sets what is kept of passwords from now on; `replace` leaves it. False if there is no such pool. */
    async setPasswordMode(poolId: string, mode: PasswordMode) {
      const result = await db
        .updateTable('pools')
        .set({ password_mode: mode })
        .where('pool_id', '=', poolId)
        .executeTakeFirst()
      return changed(result)
    },

    /** Writes `pool` over the pool as it was at `before`; false if it changed since, or is gone. */
    async replace(before: Pool, pool: Pool) {
      const result = await db
        .updateTable('pools')
        .set({ ...toColumns(pool), updated_at: Math.max(pool.updatedAt, before.updatedAt + 1) })
        .where('pool_id', '=', before.id)
        .where('updated_at', '=', before.updatedAt)
        .executeTakeFirst()
      return changed(result)
    },

    /** Deletes the pool, and with it everything in it; false if there is none. */
    async remove(poolId: string) {
      return changed(await db.deleteFrom('pools').where('pool_id', '=', poolId).executeTakeFirst())
    },

    async countUsers(poolId: string) {
      const row = await db
        .selectFrom('users')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('pool_id', '=', poolId)
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },

    async count(region: string) {
      const row = await db
        .selectFrom('pools')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('region', '=', region)
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },
  }
}
