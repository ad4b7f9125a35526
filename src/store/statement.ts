import type { Compilable, CompiledQuery, Kysely } from 'kysely'
import type { Tables } from './schema.ts'

/** What a column holds. */
type Value = string | number | null
type Values = Readonly<Record<string, Value>>

/** Stands for a value while a statement is built. */
class Slot {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

const slots = new Proxy({}, { get: (_, name) => new Slot(String(name)) })

/**
 * A query that is built once for each connection and run with ever other values: to build one takes
 * Kysely longer than SQLite takes to answer it. For what every request asks; `given` has a stand-in for
 * each value, which can only be handed on.
 */
export const statement = <V extends Values, R>(build: (db: Kysely<Tables>, given: V) => Compilable<R>) => {
  const compiled = new WeakMap<object, CompiledQuery<R>>()

  const compile = (db: Kysely<Tables>): CompiledQuery<R> => {
    const { adapter } = db.getExecutor() // that of the connection, also in a transaction
    const known = compiled.get(adapter)
    if (known) return known
    const made = build(db, slots as V).compile() as CompiledQuery<R> // Kysely only rearranges the row's type
    compiled.set(adapter, made)
    return made
  }

  const run = (db: Kysely<Tables>, values: V) => {
    const query = compile(db)
    const parameters = query.parameters.map((one) => (one instanceof Slot ? values[one.name] : one))
    return db.executeQuery<R>({ ...query, parameters })
  }

  return {
    /** All rows. */
    async all(db: Kysely<Tables>, values: V): Promise<R[]> {
      return (await run(db, values)).rows
    },
    /** The first row, if there is one. */
    async first(db: Kysely<Tables>, values: V): Promise<R | undefined> {
      return (await run(db, values)).rows[0]
    },
    /** Whether it changed a row. */
    async changes(db: Kysely<Tables>, values: V): Promise<boolean> {
      return ((await run(db, values)).numAffectedRows ?? 0n) > 0n
    },
  }
}
