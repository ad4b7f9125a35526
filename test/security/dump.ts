import { existsSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import { SNAPSHOT_MS } from '../../src/store/dialects/sqlite/snapshot.ts'
import type { Home } from '../program.ts'

/** A row, its values as text. */
export type Row = Record<string, string>

/** All that a thief of the database gets. */
export type Dump = {
  /** Every row of every table. */
  tables: Map<string, Row[]>
  /** The bytes of its files; PostgreSQL's are another machine's. */
  files: Buffer
}

const toRow = (values: object): Row =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value === null ? '' : String(value)]))

const dumpSqlite = (file: string): Dump => {
  const db = new DatabaseSync(file, { readOnly: true })
  const names = db.prepare(`select name from sqlite_schema where type = 'table'`).all() as { name: string }[]
  const tables = new Map(names.map(({ name }) => [name, db.prepare(`select * from "${name}"`).all().map(toRow)]))
  db.close()
  const files = ['', '-wal', '-shm'].map((end) => file + end).filter((one) => existsSync(one))
  return { tables, files: Buffer.concat(files.map((one) => readFileSync(one))) }
}

const dumpPostgres = async (url: string): Promise<Dump> => {
  const client = new pg.Client(url)
  await client.connect()
  try {
    const { rows } = await client.query(`select tablename as name from pg_tables where schemaname = 'public'`)
    const tables = new Map<string, Row[]>()
    for (const { name } of rows as { name: string }[]) {
      tables.set(name, (await client.query(`select * from "${name}"`)).rows.map(toRow))
    }
    return { tables, files: Buffer.alloc(0) }
  } finally {
    await client.end()
  }
}

/** Dumps the database of an installation, whether its server runs or not. */
export const dump = async ({ database }: Home): Promise<Dump> =>
  'file' in database ? dumpSqlite(database.file) : dumpPostgres(database.url)

/** Changes the database behind the server's back, which sees it when this has resolved. */
export const tamper = async ({ database }: Home, statement: string): Promise<void> => {
  if ('file' in database) {
    const db = new DatabaseSync(database.file, { timeout: 5000 })
    db.exec(statement)
    db.close()
    // A timer of the server lets go of the state before, and comes due ahead of whatever it is asked from now on.
    await new Promise((resolve) => setTimeout(resolve, 2 * SNAPSHOT_MS))
    return
  }
  const client = new pg.Client(database.url)
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
