import type { Kysely } from 'kysely'
import type { Connection } from '../dialects/connection.ts'
import { credentialTables } from './0001/credentials.ts'
import { importTables } from './0001/imports.ts'
import { messageTables } from './0001/messages.ts'
import { pageTables } from './0001/pages.ts'
import { poolTables } from './0001/pools.ts'
import { riskTables } from './0001/risk.ts'
import { serverTables } from './0001/server.ts'
import { signInTables } from './0001/sign-ins.ts'
import { createTable } from './0001/table.ts'
import { userTables } from './0001/users.ts'

/** Every table of the first release, each after those that its rows belong to. */
const tables = [
  ...serverTables,
  ...poolTables,
  ...pageTables,
  ...userTables,
  ...credentialTables,
  ...signInTables,
  ...messageTables,
  ...importTables,
  ...riskTables,
]

/** Creates the tables of the first release. `keyText` is byte-ordered text in the database at hand. */
export const initial = async (db: Kysely<unknown>, keyText: Connection['keyText']) => {
  for (const table of tables) await createTable(db, keyText, table)
}
