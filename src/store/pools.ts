import type { Kysely, Selectable } from 'kysely'
import type { PasswordMode } from '../domain/credential.ts'
import { defined } from '../domain/defined.ts'
import type { Pool, PoolSettings } from '../domain/pool.ts'
import { remembered } from './remembered.ts'
import { type AgePosition, changed, isStorable, toPage } from './rows.ts'
import type { Tables } from './schema.ts'
import { statement } from './statement.ts'

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

/** What is never the same of two states of a pool that were committed: `replace` lets `updated_at` grow. */
const stamp = ['updated_at', 'password_mode', 'prefix_domain', 'custom_domain'] as const
/** What tells states of a pool apart. */
export type PoolStamp = Pick<Row, (typeof stamp)[number]>

/** The columns that tell states of a pool apart, as a joined query selects them. */
export const poolStamp = stamp.map((column) => `pools.${column}` as const)

const toColumns = (pool: Pool) => ({
  name: pool.name,
  settings: JSON.stringify(pool.settings),
  schema: JSON.stringify(pool.schema),
  tags: JSON.stringify(pool.tags),
  updated_at: pool.updatedAt,
})

type Key = { poolId: string }

const findPool = statement((db, { poolId }: Key) => db.selectFrom('pools').selectAll().where('pool_id', '=', poolId))

const findStamp = statement((db, { poolId }: Key) => db.selectFrom('pools').select(stamp).where('pool_id', '=', poolId))

/** User pools. */
export const pools = (db: Kysely<Tables>) => ({
  async find(poolId: string): Promise<Pool | undefined> {
    if (!isStorable(poolId)) return undefined // it may come from a path or an unverified token
    const row = await findPool.first(db, { poolId })
    return row && parse(row)
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
    return toPage(found, limit, parse, (row) => ({ at: row.created_at, id: row.pool_id }))
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

  /**
   * The pool, kept as it is until the transaction ends, which others wait for that hold it: so that what is
   * counted in it, or follows from its settings, is still so when this is committed. Undefined if it is gone.
   */
  async hold(poolId: string): Promise<Pool | undefined> {
    const row = await db
      .selectFrom('pools')
      .selectAll()
      .where('pool_id', '=', poolId)
      .forNoKeyUpdate()
      .executeTakeFirst()
    return row && parse(row)
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
})

const stampOf = (row: PoolStamp): string => JSON.stringify(stamp.map((column) => row[column]))

/** User pools as they are committed: every request reads its pool and few change it, so that what was made of one is given again. */
export const committedPools = (db: Kysely<Tables>) => {
  const kept = remembered<Pool>()
  const recall = async (poolId: string, current: PoolStamp | undefined): Promise<Pool | undefined> => {
    const known = current && kept.get(poolId, stampOf(current))
    if (known) return known
    const row = await findPool.first(db, { poolId })
    return row && kept.put(poolId, stampOf(row), parse(row))
  }
  return {
    ...pools(db),
    async find(poolId: string): Promise<Pool | undefined> {
      return isStorable(poolId) ? recall(poolId, await findStamp.first(db, { poolId })) : undefined
    },
    /** The pool whose row has this stamp now. */
    recall,
  }
}

/** What is asked of committed pools. */
export type CommittedPools = ReturnType<typeof committedPools>
