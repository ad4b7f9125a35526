import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Tables } from '../schema.ts'
import type { Connection } from './connection.ts'

/** SQLITE_BUSY. */
const BUSY = 5
/** SQLITE_CONSTRAINT_FOREIGNKEY. */
const FOREIGN_KEY = 787
/** How many statements one connection keeps prepared; the program's own queries are far fewer. */
const MAX_PREPARED = 500
/** How many transactions share one commit at most, so that the first does not wait for long. */
const MAX_BATCH = 64

type Prepared = { statement: StatementSync; reads: boolean }

const connect = (database: DatabaseSync): DatabaseConnection => {
  const prepared = new Map<string, Prepared>()
  const prepare = (sql: string): Prepared => {
    const known = prepared.get(sql)
    if (known) return known
    const statement = database.prepare(sql)
    const made = { statement, reads: statement.columns().length > 0 }
    if (prepared.size >= MAX_PREPARED) prepared.clear()
    prepared.set(sql, made)
    return made
  }
  return {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const { statement, reads } = prepare(query.sql)
      const parameters = query.parameters as (string | number | null)[] // the tables hold nothing else
      if (reads) return { rows: statement.all(...parameters) as R[] }
      return { rows: [], numAffectedRows: BigInt(statement.run(...parameters).changes) }
    },
    streamQuery() {
      throw new Error('SQLite queries are read whole')
    },
  }
}

const kyselyOver = (database: DatabaseSync): Kysely<Tables> => {
  const connection = connect(database)
  const execute = (sql: string) => connection.executeQuery(CompiledQuery.raw(sql))
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: async () => void (await execute('begin immediate')),
    commitTransaction: async () => void (await execute('commit')),
    rollbackTransaction: async () => void (await execute('rollback')),
    releaseConnection: async () => {},
    destroy: async () => database.close(),
  }
  return new Kysely<Tables>({
    dialect: {
      createDriver: () => driver,
      createAdapter: () => new SqliteAdapter(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  })
}

type Job = { run: (db: Kysely<Tables>) => Promise<void>; settle: (error?: unknown) => void }

/**
 * Runs transactions one after another, and those that wait together under one commit: a commit to
 * disk costs more than the statements in it. Each is a savepoint of its own, so one that fails
 * takes back its own work only; each is acknowledged after the commit.
 */
const batchWriter = (database: DatabaseSync, db: Kysely<Tables>) => {
  const waiting: Job[] = []
  let scheduled = false

  const runOne = async (job: Job): Promise<() => void> => {
    database.exec('savepoint job')
    try {
      await job.run(db)
      database.exec('release job')
      return () => job.settle()
    } catch (error) {
      database.exec('rollback to job; release job')
      return () => job.settle(error ?? new Error('transaction failed'))
    }
  }

  /** Ends a batch that failed. What keeps it from ending is told by the next one, which cannot begin. */
  const abandon = () => {
    try {
      if (database.isTransaction) database.exec('rollback')
    } catch {}
  }

  const runBatch = async () => {
    const settled: (() => void)[] = []
    const started: Job[] = []
    try {
      database.exec('begin immediate')
      while (waiting.length > 0 && started.length < MAX_BATCH) {
        const job = waiting.shift() as Job // the loop's condition
        started.push(job)
        settled.push(await runOne(job))
      }
      database.exec('commit')
      for (const settle of settled) settle()
    } catch (error) {
      abandon()
      if (started.length === 0) for (const job of waiting.splice(0)) job.settle(error)
      for (const job of started) job.settle(error)
    }
  }

  const drain = async () => {
    while (waiting.length > 0) await runBatch()
    scheduled = false
  }

  return <T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      let result: T
      waiting.push({
        run: async (db) => {
          result = await work(db)
        },
        settle: (error) => (error === undefined ? resolve(result) : reject(error)),
      })
      if (scheduled) return
      scheduled = true
      // After this round of I/O callbacks: every request that arrived with this one joins the batch.
      setImmediate(drain)
    })
}

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

const open = (path: string, synchronous: 'FULL' | 'OFF') => {
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

/**
 * Opens the SQLite file at `path`, made if absent: write-ahead log, every commit on disk before it
 * is acknowledged (`synchronous=FULL`) unless `durable` is false. Reads have a connection of their
 * own, so they see committed data only.
 *
 * @see https://sqlite.org/wal.html
 */
export const openSqlite = (path: string, durable = true): Connection => {
  const synchronous = durable ? 'FULL' : 'OFF'
  const writer = open(path, synchronous)
  const reader = open(path, synchronous)
  const write = kyselyOver(writer)
  const read = kyselyOver(reader)
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
    },
    transaction: batchWriter(writer, write),
    isOrphan: (error) => (error as { errcode?: number } | undefined)?.errcode === FOREIGN_KEY,
    async check() {
      reader.exec('select 1')
    },
    async close() {
      await read.destroy()
      await write.destroy()
    },
  }
}

/**
 * Takes the database file for this process, so that two servers never share one: raises FileInUse
 * while another holds it. The lock is the operating system's, and ends with the process.
 */
export const lockFile = (file: string): (() => void) => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const lock = new DatabaseSync(`${file}.lock`)
  try {
    lock.exec('begin exclusive')
  } catch {
    lock.close()
    throw new FileInUse(file)
  }
  return () => lock.close()
}

/** Another process serves from the file. */
export class FileInUse extends Error {
  constructor(file: string) {
    super(`another server uses the database ${file}`)
  }
}
