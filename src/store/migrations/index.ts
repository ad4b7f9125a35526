import type { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { Connection } from '../dialects/connection.ts'
import { initial } from './0001-initial.ts'

/**
 * Brings the database to this release's schema. Nodes that start together wait for one another
 * (an advisory lock on PostgreSQL). Raises what the database says when it cannot.
 */
export const migrate = async ({ migrations, keyText }: Pick<Connection, 'migrations' | 'keyText'>) => {
  const migrator = new Migrator({
    db: migrations,
    provider: {
      getMigrations: async () => ({
        '0001-initial': { up: (db: Kysely<unknown>) => initial(db, keyText) },
      }),
    },
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
