import type { DatabaseSync } from 'node:sqlite'

/** For how long a reader may read on in one transaction, and not see what another process has written. */
export const SNAPSHOT_MS = 20

/**
 * What a connection that only reads sees: one state of the database for many queries, as to find out for
 * each of them what the newest is costs SQLite more than most of them.
 */
export type Snapshot = {
  /**
   * Reads of one state from now on: of the newest, unless one is read of already. Raises an error if one
   * that was pinned is lost.
   */
  hold(): void
  /** Stays with that state until `renew`. */
  pin(): void
  /** Sees the newest state from now on. */
  renew(): void
}

/** The snapshot that a connection reads, which only reads; it says where each query begins by `hold`. */
export const snapshotOf = (reader: DatabaseSync): Snapshot => {
  const [begin, commit] = [reader.prepare('begin'), reader.prepare('commit')]
  const version = reader.prepare('pragma user_version')
  let isPinned = false
  let ageing: NodeJS.Timeout | undefined

  const renew = () => {
    isPinned = false
    clearTimeout(ageing)
    ageing = undefined
    if (reader.isTransaction) commit.run()
  }
  const hold = () => {
    if (reader.isTransaction) return
    // SQLite ends a transaction by itself when it cannot read; the newest state may not be on disk.
    if (isPinned) throw new Error('The disk failed to read what was kept; restart the server')
    begin.run()
    ageing = setTimeout(() => isPinned || renew(), SNAPSHOT_MS).unref()
  }
  return {
    hold,
    pin() {
      hold()
      version.get() // a transaction begins with its first read
      isPinned = true
    },
    renew,
  }
}
