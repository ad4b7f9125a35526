import { DatabaseSync } from 'node:sqlite'
import type { Connection } from './connection.ts'
import { type Sync, writeAheadLog } from './sqlite/log.ts'
import { snapshotOf } from './sqlite/snapshot.ts'
import { kyselyOver } from './sqlite/statements.ts'
import { batchWriter } from './sqlite/writer.ts'

export { FileInUse, lockFile } from './sqlite/lock.ts'

/** SQLITE_BUSY. */
const BUSY = 5
/** SQLITE_CONSTRAINT_FOREIGNKEY. */
const FOREIGN_KEY = 787

/**
 * Turns a file to write-ahead logging. Processes that do so with a new file at the same time are in
 * each other's way, and for this SQLite does not wait by itself, whatever the timeout.
 */
const turnToWal = (database: DatabaseSync) => {
  for (let tries = 1; ; tries++) {
    try {
      return database.exec('pragma journal_mode = wal')
    } catch (error) {
      if ((error as { errcode?: number }).errcode !== BUSY || tries === 250) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
    }
  }
}

const open = (path: string, synchronous: 'NORMAL' | 'OFF') => {
  const database = new DatabaseSync(path, { timeout: 5000 })
  turnToWal(database)
  database.exec(`
    pragma synchronous = ${synchronous};
    pragma foreign_keys = on;
    pragma trusted_schema = off;
    pragma cell_size_check = on;
    pragma secure_delete = on;
    pragma cache_size = -32000;
  `)
  return database
}

const atOnce: Sync = async () => {}

/** How a file is kept. */
export type Durability = {
  /** Whether commits outlive a power failure. */
  readonly durable?: boolean
  /** What puts the log on disk, where that is not to be the operating system. */
  readonly sync?: Sync
}

/**
 * Opens the SQLite file at `path`, made if absent: write-ahead log, every commit on disk before it
 * is acknowledged, unless `durable` is false. Reads have a connection of their own, so that they see
 * only what is committed and on disk.
 *
 * @see https://sqlite.org/wal.html
 */
export const openSqlite = (path: string, { durable = true, sync }: Durability = {}): Connection => {
  const synchronous = durable ? 'NORMAL' : 'OFF'
  const writer = open(path, synchronous)
  const reader = open(path, synchronous)
  reader.exec('pragma query_only = on')
  const snapshot = snapshotOf(reader)
  const log = writeAheadLog({ writer, snapshot, path }, durable ? sync : atOnce)
  const write = kyselyOver(writer, log.count)
  const read = kyselyOver(reader, snapshot.hold)
  return {
    read,
    keyText: 'text',
    async migrate(work) {
      writer.exec('begin immediate') // whoever starts at the same time waits here
      try {
        await work(write)
        writer.exec('commit')
      } catch (error) {
        writer.exec('rollback')
        throw error
      }
      await log.flush()
    },
    transaction: batchWriter(writer, write, log),
    isOrphan: (error) => (error as { errcode?: number } | undefined)?.errcode === FOREIGN_KEY,
    async check() {
      log.check()
      reader.exec('select 1')
    },
    async close() {
      await log.close()
      snapshot.renew()
      reader.close()
      writer.close()
    },
  }
}
