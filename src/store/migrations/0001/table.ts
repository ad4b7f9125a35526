import type { Kysely } from 'kysely'
import type { Connection } from '../../dialects/connection.ts'

type Kind = 'key' | 'key?' | 'text' | 'text?' | 'number' | 'number?'

/** A foreign key: these columns name a row of `table`, and go with it. */
export type Parent = { readonly table: string; readonly columns: readonly string[] }

/** A table as data. A `key` is text that is compared and ordered byte by byte; indexes are named after their table. */
export type Table = {
  readonly name: string
  readonly columns: Readonly<Record<string, Kind>>
  readonly primary: readonly string[]
  readonly parents?: readonly Parent[]
  readonly indexes?: Readonly<Record<string, readonly string[]>>
  readonly unique?: Readonly<Record<string, readonly string[]>>
}

/** What rows are of, and go with. */
export const ofPool: Parent = { table: 'pools', columns: ['pool_id'] }
export const ofUser: Parent = { table: 'users', columns: ['pool_id', 'sub'] }
export const ofClient: Parent = { table: 'clients', columns: ['pool_id', 'client_id'] }
export const ofProvider: Parent = { table: 'identity_providers', columns: ['pool_id', 'name'] }
export const ofGroup: Parent = { table: 'groups', columns: ['pool_id', 'name_key'] }
export const ofFamily: Parent = { table: 'token_families', columns: ['pool_id', 'family_id'] }

/** Creates a table and its indexes. `keyText` is byte-ordered text in the database at hand. */
export const createTable = async (db: Kysely<unknown>, keyText: Connection['keyText'], table: Table) => {
  const { name: of, columns, primary, parents = [], indexes = {}, unique = {} } = table
  let builder = db.schema.createTable(of)
  for (const [name, kind] of Object.entries(columns)) {
    const type = kind.startsWith('key') ? keyText : kind.startsWith('text') ? 'text' : 'bigint'
    builder = builder.addColumn(name, type, (column) => (kind.endsWith('?') ? column : column.notNull()))
  }
  builder = builder.addPrimaryKeyConstraint(`${of}_key`, primary as never[])
  for (const parent of parents) {
    builder = builder.addForeignKeyConstraint(
      `${of}_of_${parent.table}`,
      parent.columns as never[],
      parent.table,
      parent.columns as string[],
      (constraint) => constraint.onDelete('cascade'),
    )
  }
  await builder.execute()
  const index = (name: string, on: readonly string[]) =>
    db.schema
      .createIndex(`${of}_${name}`)
      .on(of)
      .columns(on as string[])
  for (const [name, on] of Object.entries(indexes)) await index(name, on).execute()
  for (const [name, on] of Object.entries(unique)) await index(name, on).unique().execute()
}
