import { type Kysely, sql } from 'kysely'
import { changed } from './rows.ts'
import type { Tables } from './schema.ts'

/** No lock reaches further ahead than this, unless the clock was wrong when it was made. */
const believable = ({ lockMs, forgetMs }: LockoutTable, now: number) => now + (lockMs.at(-1) ?? 0) + forgetMs

/** Who tries what: a name by its keyed hash, known to the pool or not, and the kind of try. */
export type AttemptKey = { poolId: string; nameHash: string; kind: string }

/** The answer to a reservation: its number in the row of failures, or refused. */
export type Reservation = { granted: true; number: number } | { granted: false }

/**
 * How long each failure locks: the first `free` not at all, then `lockMs[0]`, `lockMs[1]`, ... and
 * the last for all that follow; failures are forgotten after `forgetMs` without an attempt.
 */
export type LockoutTable = { free: number; lockMs: readonly number[]; forgetMs: number }

/** An instant where nothing else tells PostgreSQL its type. */
const instant = (milliseconds: number) => sql<number>`cast(${milliseconds} as bigint)`

/** Takes back `failures` of which `number` was the last, unless a later one locked the name. */
const takeBack = async (db: Kysely<Tables>, key: AttemptKey, failures: number, number: number, now: number) => {
  await db
    .updateTable('attempts')
    .set((eb) => ({ count: eb('count', '-', failures), locked_until: 0 }))
    .where('pool_id', '=', key.poolId)
    .where('name_hash', '=', key.nameHash)
    .where('kind', '=', key.kind)
    .where('count', '>=', number)
    .where((eb) => eb.or([eb('locked_until', '<=', now), eb('count', '=', number)]))
    .execute()
}

/** Counters of failures and of attempts, exact over all nodes: each is one statement. */
export const attempts = (db: Kysely<Tables>) => ({
  /**
   * Counts one attempt as a failure before it is verified, unless the name is locked; so attempts
   * that run in parallel cannot outrun the count. `clearReserved` takes it back after a success.
   */
  async reserve({ poolId, nameHash, kind }: AttemptKey, table: LockoutTable, now: number): Promise<Reservation> {
    const count = sql<number>`(case when attempts.updated_at <= ${now - table.forgetMs} then 1 else attempts.count + 1 end)`
    const lock = sql.join(
      table.lockMs.map((ms, index) => sql`when ${count} = ${table.free + index} then ${instant(now + ms)}`),
      sql` `,
    )
    const longest = now + (table.lockMs.at(-1) ?? 0)
    const row = await db
      .insertInto('attempts')
      .values({
        pool_id: poolId,
        name_hash: nameHash,
        kind,
        count: 1,
        locked_until: table.free <= 1 ? now + (table.lockMs[0] ?? 0) : 0,
        window_from: now,
        updated_at: now,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['pool_id', 'name_hash', 'kind'])
          .doUpdateSet({
            count,
            locked_until: sql<number>`(case when ${count} < ${table.free} then 0 ${lock} else ${instant(longest)} end)`,
            updated_at: now,
          })
          .where((eb) =>
            eb.or([eb('attempts.locked_until', '<=', now), eb('attempts.locked_until', '>', believable(table, now))]),
          ),
      )
      .returning('count')
      .executeTakeFirst()
    return row ? { granted: true, number: row.count } : { granted: false }
  },

  /** Takes back one's own reservation alone: nothing was tried. */
  giveBack: (key: AttemptKey, number: number, now: number) => takeBack(db, key, 1, number, now),

  /** Takes back the `number` failures up to one's own reservation, unless a later one locked the name. */
  clearReserved: (key: AttemptKey, number: number, now: number) => takeBack(db, key, number, number, now),

  /** Counts one use of something that is limited to `max` in `windowMs`; false when they are spent. */
  async spend({ poolId, nameHash, kind }: AttemptKey, max: number, windowMs: number, now: number) {
    // A window that begins far ahead was opened while the clock was wrong.
    const over = sql<boolean>`(attempts.window_from <= ${now - windowMs} or attempts.window_from > ${now + windowMs})`
    const row = await db
      .insertInto('attempts')
      .values({
        pool_id: poolId,
        name_hash: nameHash,
        kind,
        count: 1,
        locked_until: 0,
        window_from: now,
        updated_at: now,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['pool_id', 'name_hash', 'kind'])
          .doUpdateSet({
            count: sql<number>`(case when ${over} then 1 else attempts.count + 1 end)`,
            window_from: sql<number>`(case when ${over} then ${now} else attempts.window_from end)`,
            updated_at: now,
          })
          .where((eb) => eb.or([over, eb('attempts.count', '<', max)])),
      )
      .returning('count')
      .executeTakeFirst()
    return row !== undefined
  },

  /** Begins to count tries anew, from none: where a code is sent in earnest, one replaces the old. */
  async begin({ poolId, nameHash, kind }: AttemptKey, now: number) {
    const columns = { count: 0, locked_until: 0, window_from: now, updated_at: now }
    await db
      .insertInto('attempts')
      .values({ pool_id: poolId, name_hash: nameHash, kind, ...columns })
      .onConflict((conflict) => conflict.columns(['pool_id', 'name_hash', 'kind']).doUpdateSet(columns))
      .execute()
  },

  /** Counts one try of `max` within `windowMs` of their beginning; false when they are spent, over or never began. */
  async reserveTry({ poolId, nameHash, kind }: AttemptKey, max: number, windowMs: number, now: number) {
    const result = await db
      .updateTable('attempts')
      .set((eb) => ({ count: eb('count', '+', 1), updated_at: now }))
      .where('pool_id', '=', poolId)
      .where('name_hash', '=', nameHash)
      .where('kind', '=', kind)
      .where('window_from', '>', now - windowMs)
      .where('count', '<', max)
      .executeTakeFirst()
    return changed(result)
  },

  /** Whether attempts are refused now. Asking is no attempt. */
  async isLocked({ poolId, nameHash, kind }: AttemptKey, table: LockoutTable, now: number) {
    const row = await db
      .selectFrom('attempts')
      .select('locked_until')
      .where('pool_id', '=', poolId)
      .where('name_hash', '=', nameHash)
      .where('kind', '=', kind)
      .where('locked_until', '>', now)
      .where('locked_until', '<=', believable(table, now))
      .executeTakeFirst()
    return row !== undefined
  },

  async purge(unusedSince: number) {
    await db.deleteFrom('attempts').where('updated_at', '<', unusedSince).execute()
  },
})
