import type { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { Connection } from '../dialects/connection.ts'
import type { Tables } from '../schema.ts'
import { initial } from './0001-initial.ts'

/** The database was written by a later release, which this one does not understand. */
export class NewerSchema extends Error {
  constructor(name: string) {
    super(`the database has the schema ${name} of a newer release`)
  }
}

/** Every change of the schema, in the order of the names. A name that was released is never changed. */
const migrationsFor = (keyText: Connection['keyText']) => ({
  '0001-initial': { up: (db: Kysely<unknown>) => initial(db, keyText) },
})

const refuseNewer = async (db: Kysely<Tables>, known: ReadonlySet<string>) => {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(({ name }) => name === 'kysely_migration')) return
  const done = await db
    .withTables<{ kysely_migration: { name: string } }>()
    .selectFrom('kysely_migration')
    .select('name')
    .execute()
  const unknown = done.find(({ name }) => !known.has(name))
  if (unknown) throw new NewerSchema(unknown.name)
}

/**
 * Brings the database to this release's schema; processes that start together do it one after
 * another. Raises NewerSchema for a database of a later release.
 */
export const migrate = ({ migrate: exclusively, keyText }: Pick<Connection, 'migrate' | 'keyText'>) =>
  exclusively(async (db) => {
    const migrations = migrationsFor(keyText)
    await refuseNewer(db, new Set(Object.keys(migrations)))
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
    const { error } = await migrator.migrateToLatest()
    if (error) throw error
  })
