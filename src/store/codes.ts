import type { Kysely } from 'kysely'
import { changed } from './rows.ts'
import type { Tables } from './schema.ts'
import { statement } from './statement.ts'

/** A code that was sent. `purpose` tells what it proves, `destination` where it went. */
export type StoredCode = {
  poolId: string
  sub: string
  purpose: string
  destination: string
  hash: string
  failures: number
  expiresAt: number
}

const putOne = statement((db, code: StoredCode & { now: number }) => {
  const columns = {
    destination: code.destination,
    code_hash: code.hash,
    failures: code.failures,
    expires_at: code.expiresAt,
    created_at: code.now,
  }
  return db
    .insertInto('codes')
    .values({ pool_id: code.poolId, sub: code.sub, purpose: code.purpose, ...columns })
    .onConflict((conflict) => conflict.columns(['pool_id', 'sub', 'purpose']).doUpdateSet(columns))
})

/** Confirmation codes: one for each user and purpose; a new one replaces the old. */
export const codes = (db: Kysely<Tables>) => ({
  async put(code: StoredCode, now: number) {
    await putOne.changes(db, { ...code, now })
  },

  async find(poolId: string, sub: string, purpose: string): Promise<StoredCode | undefined> {
    const row = await db
      .selectFrom('codes')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .where('purpose', '=', purpose)
      .executeTakeFirst()
    return (
      row && {
        poolId,
        sub,
        purpose,
        destination: row.destination,
        hash: row.code_hash,
        failures: row.failures,
        expiresAt: row.expires_at,
      }
    )
  },

  /** Uses a code up; false if it is used up or replaced already. */
  async take(code: StoredCode) {
    const result = await db
      .deleteFrom('codes')
      .where('pool_id', '=', code.poolId)
      .where('sub', '=', code.sub)
      .where('purpose', '=', code.purpose)
      .where('code_hash', '=', code.hash)
      .executeTakeFirst()
    return changed(result)
  },

  /** Reserves one try at the code before it is compared; false when its tries are spent or it is gone. */
  async reserveTry(code: StoredCode, maxFailures: number) {
    const result = await db
      .updateTable('codes')
      .set((eb) => ({ failures: eb('failures', '+', 1) }))
      .where('pool_id', '=', code.poolId)
      .where('sub', '=', code.sub)
      .where('purpose', '=', code.purpose)
      .where('code_hash', '=', code.hash)
      .where('failures', '<', maxFailures)
      .executeTakeFirst()
    return changed(result)
  },

  async remove(poolId: string, sub: string, purpose: string) {
    await db
      .deleteFrom('codes')
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .where('purpose', '=', purpose)
      .execute()
  },
})
