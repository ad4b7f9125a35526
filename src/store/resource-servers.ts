import type { Kysely, Selectable } from 'kysely'
import type { ResourceServer } from '../domain/resource-server.ts'
import { type AgePosition, changed, isStorable, toPage } from './rows.ts'
import type { Tables } from './schema.ts'

const toResourceServer = (row: Selectable<Tables['resource_servers']>): ResourceServer => ({
  poolId: row.pool_id,
  identifier: row.identifier,
  name: row.name,
  scopes: JSON.parse(row.scopes),
  createdAt: row.created_at,
})

const toColumns = (server: Pick<ResourceServer, 'name' | 'scopes'>) => ({
  name: server.name,
  scopes: JSON.stringify(server.scopes),
})

/** Resource servers. */
export const resourceServers = (db: Kysely<Tables>) => ({
  async find(poolId: string, identifier: string): Promise<ResourceServer | undefined> {
    const row = await db
      .selectFrom('resource_servers')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('identifier', '=', identifier)
      .executeTakeFirst()
    return row && toResourceServer(row)
  },

  /** Those that the pool has of these. */
  async findAmong(poolId: string, identifiers: readonly string[]): Promise<ResourceServer[]> {
    const asked = identifiers.filter(isStorable) // they may come from scopes that nobody checked
    if (asked.length === 0) return []
    const rows = await db
      .selectFrom('resource_servers')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('identifier', 'in', asked)
      .execute()
    return rows.map(toResourceServer)
  },

  async list(poolId: string, limit: number, after?: AgePosition) {
    let query = db.selectFrom('resource_servers').selectAll().where('pool_id', '=', poolId)
    if (after) {
      query = query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('created_at', 'identifier'), '>', tuple(after.at, after.id)),
      )
    }
    const rows = await query
      .orderBy('created_at')
      .orderBy('identifier')
      .limit(limit + 1)
      .execute()
    return toPage(rows, limit, toResourceServer, (row) => ({ at: row.created_at, id: row.identifier }))
  },

  async count(poolId: string) {
    const row = await db
      .selectFrom('resource_servers')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('pool_id', '=', poolId)
      .executeTakeFirstOrThrow()
    return Number(row.count)
  },

  /** False if the pool has a resource server of this identifier. */
  async insert(server: ResourceServer) {
    const result = await db
      .insertInto('resource_servers')
      .values({
        pool_id: server.poolId,
        identifier: server.identifier,
        created_at: server.createdAt,
        ...toColumns(server),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    return changed(result)
  },

  /** Writes name and scopes; false if there is none of this identifier. */
  async update(server: Omit<ResourceServer, 'createdAt'>) {
    const result = await db
      .updateTable('resource_servers')
      .set(toColumns(server))
      .where('pool_id', '=', server.poolId)
      .where('identifier', '=', server.identifier)
      .executeTakeFirst()
    return changed(result)
  },

  /** False if there is none. */
  async remove(poolId: string, identifier: string) {
    const result = await db
      .deleteFrom('resource_servers')
      .where('pool_id', '=', poolId)
      .where('identifier', '=', identifier)
      .executeTakeFirst()
    return changed(result)
  },
})
