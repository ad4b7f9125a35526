import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { Tables } from '../schema.ts'
import type { Connection } from './connection.ts'

const INT8 = 20
/** Errors after which the same transaction may succeed: serialization failure, deadlock. */
const retriable = new Set(['40001', '40P01'])
const MAX_TRIES = 3
/** foreign_key_violation. */
const FOREIGN_KEY = '23503'

/** int8 as a number: counts and epoch milliseconds are far below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format as 'text')) as never,
}

/**
 * Opens a pool of connections to the PostgreSQL database at `url`. `onError` hears of connections
 * that break while idle; the pool replaces them.
 */
export const openPostgres = (url: string, onError: (error: Error) => void): Connection => {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 2000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 5000,
    lock_timeout: 2000,
    idle_in_transaction_session_timeout: 10_000,
    types,
  })
  pool.on('error', onError)
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return {
    read: db,
    keyText: sql`text collate "C"`,
    migrate: (work) => work(db), // Kysely's migrator takes an advisory lock
    async transaction(work) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await db.transaction().execute(work)
        } catch (error) {
          const again = retriable.has((error as { code?: string }).code ?? '') && attempt < MAX_TRIES
          if (!again) throw error
        }
      }
    },
    isOrphan: (error) => (error as { code?: string } | undefined)?.code === FOREIGN_KEY,
    async check() {
      await sql`select 1`.execute(db)
    },
    close: () => db.destroy(),
  }
}
