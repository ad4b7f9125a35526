import { closeSync, fdatasync, openSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import type { Snapshot } from './snapshot.ts'

const syncFile = promisify(fdatasync)

/** How many statements the log holds before it is written back into the database file, and how many characters they bring. */
const MAX_STATEMENTS = 4000
const MAX_CHARACTERS = 16_000_000

/** Puts a log on disk, all that was written to it. */
export type Sync = (path: string) => Promise<void>

/** The write-ahead log of a database: what is committed stands in it, and is on disk when `flush` has resolved. */
export type WriteAheadLog = {
  /** Hears of a statement that may have written, and of its parameters. */
  count(parameters: readonly unknown[]): void
  /** Commits what the writer has done, by `work`. Readers go on to see what they see now, which is on disk. */
  commit(work: () => void): void
  /** Puts what was committed on disk, then shows it to readers. Raises an error if the disk fails, and from then on. */
  flush(): Promise<void>
  /**
   * Writes a log that has grown long back into the database file, unless the disk has failed. Call while
   * nothing is written or flushed.
   */
  writeBack(): void
  /** Whether it is time to write the log back. */
  isLong(): boolean
  /** Raises an error if the disk has failed. */
  check(): void
  /** Resolves when nothing is on its way to the disk any more. */
  close(): Promise<void>
}

/** Syncs one log, whose file is opened at its first commit and stays as long as the database is open. */
const fileSync = (): { sync: Sync; close(): void } => {
  let descriptor: number | undefined
  return {
    async sync(path) {
      descriptor ??= openSync(path, 'r+')
      await syncFile(descriptor)
    },
    close() {
      if (descriptor !== undefined) closeSync(descriptor)
      descriptor = undefined
    },
  }
}

/**
 * Makes commits durable away from the serving thread: `writer` commits without waiting for the disk
 * (`synchronous=NORMAL`), and the log is synced by a thread of libuv. Until it is, readers stay on the
 * state before, so that nothing is told to anybody that a power failure could take back. After a sync
 * that failed, nobody knows what is on disk, and a second one would not tell: then nothing is written
 * any more until a restart reads what there is.
 *
 * @see https://sqlite.org/wal.html
 */
export const writeAheadLog = (
  { writer, snapshot, path }: { writer: DatabaseSync; snapshot: Snapshot; path: string },
  given?: Sync,
): WriteAheadLog => {
  const { sync, close } = given ? { sync: given, close: () => {} } : fileSync()
  let syncing: Promise<void> | undefined
  // Written back here and not by a commit, during which readers hold the log.
  writer.exec('pragma wal_autocheckpoint = 0')
  let statements = 0
  let characters = 0
  let failure: Error | undefined

  const check = () => {
    if (failure) throw failure
  }

  return {
    count(parameters) {
      statements++
      for (const one of parameters) if (typeof one === 'string') characters += one.length
    },
    commit(work) {
      check()
      snapshot.pin()
      try {
        work()
      } catch (error) {
        snapshot.renew()
        throw error
      }
    },
    async flush() {
      check()
      syncing = sync(`${path}-wal`)
      await syncing.catch((error: unknown) => {
        failure = new Error('The disk failed to keep what was written; restart the server', { cause: error })
        throw failure
      })
      snapshot.renew()
    },
    writeBack() {
      if (failure) return
      statements = 0
      characters = 0
      snapshot.renew() // of a log that is read, nothing can be overwritten
      writer.exec('pragma wal_checkpoint(passive)')
    },
    isLong: () => statements >= MAX_STATEMENTS || characters >= MAX_CHARACTERS,
    check,
    async close() {
      await syncing?.catch(() => {}) // told already
      close()
    },
  }
}
