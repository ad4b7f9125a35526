import type { DatabaseSync, StatementSync } from 'node:sqlite'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type QueryResult,
  type SelectModifierNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Tables } from '../../schema.ts'

/** How many statements one connection keeps prepared; the program's own queries are far fewer. */
const MAX_PREPARED = 500

/** There is one writer, which has the whole database: a lock on a row would say nothing more. */
class QueryCompiler extends SqliteQueryCompiler {
  protected override visitSelectModifier(node: SelectModifierNode): void {
    if (!node.modifier?.startsWith('For')) super.visitSelectModifier(node)
  }
}

/** A statement with the names of its columns; one that only writes has none. */
type Prepared = { statement: StatementSync; columns: string[] }

type Value = string | number | null

/** The object of a row, as plain as others are: those that SQLite's binding makes are slow to make and to read. */
const rowOf = (columns: string[], values: Value[]): Record<string, Value> => {
  const row: Record<string, Value> = {}
  for (let at = 0; at < columns.length; at++) row[columns[at] as string] = values[at] as Value
  return row
}

/** Hears of a statement and its parameters before it runs. */
type OnStatement = (parameters: readonly unknown[]) => void

/** One SQLite connection as Kysely wants it. */
const connect = (database: DatabaseSync, onStatement: OnStatement): DatabaseConnection => {
  const prepared = new Map<string, Prepared>()
  const prepare = (sql: string): Prepared => {
    const known = prepared.get(sql)
    if (known) return known
    const statement = database.prepare(sql)
    const columns = statement.columns().map(({ name }) => name)
    if (columns.length > 0) statement.setReturnArrays(true)
    const made = { statement, columns }
    if (prepared.size >= MAX_PREPARED) prepared.clear()
    prepared.set(sql, made)
    return made
  }
  return {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const { statement, columns } = prepare(query.sql)
      const parameters = query.parameters as Value[] // the tables hold nothing else
      onStatement(parameters)
      if (columns.length > 0) {
        const rows = statement.all(...parameters) as unknown as Value[][]
        return { rows: rows.map((values) => rowOf(columns, values) as R) }
      }
      return { rows: [], numAffectedRows: BigInt(statement.run(...parameters).changes) }
    },
    streamQuery() {
      throw new Error('SQLite queries are read whole')
    },
  }
}

/** Kysely over one SQLite connection, whose queries run one at a time on this thread. `onStatement` hears of each. */
export const kyselyOver = (database: DatabaseSync, onStatement: OnStatement = () => {}): Kysely<Tables> => {
  const connection = connect(database, onStatement)
  const execute = (sql: string) => connection.executeQuery(CompiledQuery.raw(sql))
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: async () => void (await execute('begin immediate')),
    commitTransaction: async () => void (await execute('commit')),
    rollbackTransaction: async () => void (await execute('rollback')),
    releaseConnection: async () => {},
    destroy: async () => {}, // whoever opened the database closes it
  }
  const db = new Kysely<Tables>({
    dialect: {
      createDriver: () => driver,
      createAdapter: () => new SqliteAdapter(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new QueryCompiler(),
    },
  })
  // What is compiled goes straight to the connection: there is one, and to borrow it costs more than most queries.
  db.executeQuery = (query) => connection.executeQuery('compile' in query ? query.compile() : query)
  return db
}
