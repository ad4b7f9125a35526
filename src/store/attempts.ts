import { type ExpressionBuilder, type Kysely, sql } from 'kysely'
import { changed } from './rows.ts'
import type { Tables } from './schema.ts'
import { statement } from './statement.ts'

/** No lock reaches further ahead than this, unless the clock was wrong when it was made. */
const believable = ({ lockMs, forgetMs }: LockoutTable, now: number) => now + (lockMs.at(-1) ?? 0) + forgetMs

/** Who tries what: a name by its keyed hash, known to the pool or not, and the kind of try. */
export type AttemptKey = { poolId: string; nameHash: string; kind: string }

/** The row of a key. */
const ofKey =
  ({ poolId, nameHash, kind }: AttemptKey) =>
  (eb: ExpressionBuilder<Tables, 'attempts'>) =>
    eb.and({ pool_id: poolId, name_hash: nameHash, kind })

/** The answer to a reservation: its number in the row of failures, or refused. */
export type Reservation = { granted: true; number: number } | { granted: false }

/**
 * How long each failure locks: the first `free` not at all, then `lockMs[0]`, `lockMs[1]`, ... and
 * the last for all that follow; failures are forgotten after `forgetMs` without an attempt.
 */
export type LockoutTable = { free: number; lockMs: readonly number[]; forgetMs: number }

/** An instant where nothing else tells PostgreSQL its type. */
const instant = (milliseconds: number) => sql<number>`cast(${milliseconds} as bigint)`

/** A reservation that a table of lockouts leads to, each instant of it worked out before. */
type Reserving = AttemptKey & {
  now: number
  forgottenSince: number
  believableUntil: number
  firstLock: number
  [lock: `lock${number}`]: number
}

const reserving = ({ free, lockMs }: Pick<LockoutTable, 'free' | 'lockMs'>) =>
  statement((db, given: Reserving) => {
    const { poolId, nameHash, kind, now } = given
    const count = sql<number>`(case when attempts.updated_at <= ${given.forgottenSince} then 1 else attempts.count + 1 end)`
    const last = lockMs.length - 1
    const locks = lockMs.map(
      (_, index) => sql`when ${count} = ${free + index} then ${instant(given[`lock${index}`] ?? 0)}`,
    )
    const lock = sql<number>`(case when ${count} < ${free} then 0 ${sql.join(locks, sql` `)} else ${instant(given[`lock${last}`] ?? 0)} end)`
    return db
      .insertInto('attempts')
      .values({
        pool_id: poolId,
        name_hash: nameHash,
        kind,
        count: 1,
        locked_until: given.firstLock,
        window_from: now,
        updated_at: now,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['pool_id', 'name_hash', 'kind'])
          .doUpdateSet({ count, locked_until: lock, updated_at: now })
          .where((eb) =>
            eb.or([eb('attempts.locked_until', '<=', now), eb('attempts.locked_until', '>', given.believableUntil)]),
          ),
      )
      .returning('count')
  })

/** One statement for each table: its numbers of failures stand in the text. */
const reservingBy = new WeakMap<LockoutTable, ReturnType<typeof reserving>>()

const reservingOf = (table: LockoutTable) => {
  const made = reservingBy.get(table) ?? reserving(table)
  reservingBy.set(table, made)
  return made
}

type TakingBack = AttemptKey & { failures: number; number: number; now: number }

/** Takes back `failures` of which `number` was the last, unless a later one locked the name. */
const takeBack = statement((db, { poolId, nameHash, kind, failures, number, now }: TakingBack) =>
  db
    .updateTable('attempts')
    .set((eb) => ({ count: eb('count', '-', failures), locked_until: 0 }))
    .where(ofKey({ poolId, nameHash, kind }))
    .where('count', '>=', number)
    .where((eb) => eb.or([eb('locked_until', '<=', now), eb('count', '=', number)])),
)

const findFailures = statement((db, given: AttemptKey & { forgottenSince: number }) =>
  db
    .selectFrom('attempts')
    .select('count')
    .where(ofKey(given))
    .where('count', '>', 0)
    .where('updated_at', '>', given.forgottenSince),
)

type Spending = AttemptKey & { begunBefore: number; notAfter: number; max: number; now: number }

const spendOne = statement((db, { poolId, nameHash, kind, begunBefore, notAfter, max, now }: Spending) => {
  // A window that begins far ahead was opened while the clock was wrong.
  const over = sql<boolean>`(attempts.window_from <= ${begunBefore} or attempts.window_from > ${notAfter})`
  const first = { count: 1, locked_until: 0, window_from: now, updated_at: now }
  return db
    .insertInto('attempts')
    .values({ pool_id: poolId, name_hash: nameHash, kind, ...first })
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
})

const beginAnew = statement((db, { poolId, nameHash, kind, now }: AttemptKey & { now: number }) => {
  const columns = { count: 0, locked_until: 0, window_from: now, updated_at: now }
  return db
    .insertInto('attempts')
    .values({ pool_id: poolId, name_hash: nameHash, kind, ...columns })
    .onConflict((conflict) => conflict.columns(['pool_id', 'name_hash', 'kind']).doUpdateSet(columns))
})

/** Counters of failures and of attempts, exact over all nodes: each is one statement. */
export const attempts = (db: Kysely<Tables>) => ({
  /**
   * Counts one attempt as a failure before it is verified, unless the name is locked; so attempts
   * that run in parallel cannot outrun the count. `clearReserved` takes it back after a success.
   */
  async reserve(key: AttemptKey, table: LockoutTable, now: number): Promise<Reservation> {
    const { free, lockMs, forgetMs } = table
    const row = await reservingOf(table).first(db, {
      ...key,
      now,
      forgottenSince: now - forgetMs,
      believableUntil: believable(table, now),
      firstLock: free <= 1 ? now + (lockMs[0] ?? 0) : 0,
      ...Object.fromEntries(lockMs.map((ms, index) => [`lock${index}`, now + ms])),
    })
    return row ? { granted: true, number: row.count } : { granted: false }
  },

  /** Whether failures are counted that are not forgotten. Asking is no attempt. */
  async hasFailures(key: AttemptKey, { forgetMs }: LockoutTable, now: number): Promise<boolean> {
    return (await findFailures.first(db, { ...key, forgottenSince: now - forgetMs })) !== undefined
  },

  /** Takes back one's own reservation alone: nothing was tried. */
  giveBack: (key: AttemptKey, number: number, now: number) =>
    takeBack.changes(db, { ...key, failures: 1, number, now }),

  /** Takes back the `number` failures up to one's own reservation, unless a later one locked the name. */
  clearReserved: (key: AttemptKey, number: number, now: number) =>
    takeBack.changes(db, { ...key, failures: number, number, now }),

  /** Counts one use of something that is limited to `max` in `windowMs`; false when they are spent. */
  async spend(key: AttemptKey, max: number, windowMs: number, now: number): Promise<boolean> {
    const window = { begunBefore: now - windowMs, notAfter: now + windowMs }
    return (await spendOne.first(db, { ...key, ...window, max, now })) !== undefined
  },

  /** Begins to count tries anew, from none: where a code is sent in earnest, one replaces the old. */
  async begin(key: AttemptKey, now: number) {
    await beginAnew.changes(db, { ...key, now })
  },

  /** Whether a try is left of `max` within `windowMs` of their beginning. Asking is no try. */
  async hasTries(key: AttemptKey, max: number, windowMs: number, now: number) {
    const row = await db
      .selectFrom('attempts')
      .select('count')
      .where(ofKey(key))
      .where('window_from', '>', now - windowMs)
      .where('count', '<', max)
      .executeTakeFirst()
    return row !== undefined
  },

  /** Counts one try likewise; false when they are spent, over or never began. */
  async reserveTry(key: AttemptKey, max: number, windowMs: number, now: number) {
    const result = await db
      .updateTable('attempts')
      .set((eb) => ({ count: eb('count', '+', 1), updated_at: now }))
      .where(ofKey(key))
      .where('window_from', '>', now - windowMs)
      .where('count', '<', max)
      .executeTakeFirst()
    return changed(result)
  },

  /** Whether attempts are refused now. Asking is no attempt. */
  async isLocked(key: AttemptKey, table: LockoutTable, now: number) {
    const row = await db
      .selectFrom('attempts')
      .select('locked_until')
      .where(ofKey(key))
      .where('locked_until', '>', now)
      .where('locked_until', '<=', believable(table, now))
      .executeTakeFirst()
    return row !== undefined
  },

  async purge(unusedSince: number) {
    await db.deleteFrom('attempts').where('updated_at', '<', unusedSince).execute()
  },
})
