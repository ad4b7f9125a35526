import type { Kysely, Selectable } from 'kysely'
import type { Client, Registration } from '../domain/client.ts'
import type { Pool } from '../domain/pool.ts'
import { type CommittedPools, poolStamp } from './pools.ts'
import { remembered } from './remembered.ts'
import { type AgePosition, changed, isStorable, toPage } from './rows.ts'
import type { Tables } from './schema.ts'
import { statement } from './statement.ts'

const toClient = (row: Selectable<Tables['clients']>): Client => ({
  id: row.client_id,
  poolId: row.pool_id,
  name: row.name,
  settings: JSON.parse(row.settings),
  ...(row.registration !== null && { registration: row.registration as Registration }), // as `insert` wrote it
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

/** A client secret as it is stored: sealed. */
export type SealedSecret = { id: string; sealed: string; createdAt: number }

type Key = { poolId: string; clientId: string }

const findClient = statement((db, { poolId, clientId }: Key) =>
  db.selectFrom('clients').selectAll().where('pool_id', '=', poolId).where('client_id', '=', clientId),
)

/** What tells states of a client and its secrets apart, and those of its pool: whatever changes one takes its row. */
const findStamps = statement((db, { clientId }: Pick<Key, 'clientId'>) =>
  db
    .selectFrom('clients')
    .innerJoin('pools', 'pools.pool_id', 'clients.pool_id')
    .select(['clients.pool_id', 'clients.updated_at as client_updated_at', ...poolStamp])
    .where('client_id', '=', clientId),
)

const listSecrets = statement((db, { poolId, clientId }: Key) =>
  db
    .selectFrom('client_secrets')
    .selectAll()
    .where('pool_id', '=', poolId)
    .where('client_id', '=', clientId)
    .orderBy('created_at')
    .orderBy('secret_id'),
)

/** App clients and their secrets. */
export const clients = (db: Kysely<Tables>) => ({
  async find(poolId: string, clientId: string): Promise<Client | undefined> {
    const row = await findClient.first(db, { poolId, clientId })
    return row && toClient(row)
  },

  /** The clients of a pool, the oldest first: all, or those alone that registered themselves or did not. */
  async list(poolId: string, limit: number, after?: AgePosition, { registered }: { registered?: boolean } = {}) {
    let query = db.selectFrom('clients').selectAll().where('pool_id', '=', poolId)
    if (registered !== undefined) query = query.where('registration', registered ? 'is not' : 'is', null)
    if (after) {
      query = query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('created_at', 'client_id'), '>', tuple(after.at, after.id)),
      )
    }
    const rows = await query
      .orderBy('created_at')
      .orderBy('client_id')
      .limit(limit + 1)
      .execute()
    return toPage(rows, limit, toClient, (row) => ({ at: row.created_at, id: row.client_id }))
  },

  async count(poolId: string) {
    const row = await db
      .selectFrom('clients')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('pool_id', '=', poolId)
      .executeTakeFirstOrThrow()
    return Number(row.count)
  },

  async insert(client: Client) {
    await db
      .insertInto('clients')
      .values({
        pool_id: client.poolId,
        client_id: client.id,
        name: client.name,
        settings: JSON.stringify(client.settings),
        registration: client.registration ?? null,
        created_at: client.createdAt,
        updated_at: client.updatedAt,
      })
      .execute()
  },

  /** Writes `client` over the client as it was at `before`; false if it changed since, or is gone. */
  async replace(before: Client, client: Client) {
    const result = await db
      .updateTable('clients')
      .set({
        name: client.name,
        settings: JSON.stringify(client.settings),
        updated_at: Math.max(client.updatedAt, before.updatedAt + 1),
      })
      .where('pool_id', '=', before.poolId)
      .where('client_id', '=', before.id)
      .where('updated_at', '=', before.updatedAt)
      .executeTakeFirst()
    return changed(result)
  },

  /** Deletes the client, and with it its secrets and tokens. False if there is none. */
  async remove(poolId: string, clientId: string) {
    const result = await db
      .deleteFrom('clients')
      .where('pool_id', '=', poolId)
      .where('client_id', '=', clientId)
      .executeTakeFirst()
    return changed(result)
  },

  /** The client's secrets, oldest first. */
  async secrets(poolId: string, clientId: string): Promise<SealedSecret[]> {
    const rows = await listSecrets.all(db, { poolId, clientId })
    return rows.map((row) => ({ id: row.secret_id, sealed: row.sealed_secret, createdAt: row.created_at }))
  },

  /** False if the client has a secret of this id already. */
  async insertSecret(poolId: string, clientId: string, secret: SealedSecret) {
    const result = await db
      .insertInto('client_secrets')
      .values({
        pool_id: poolId,
        client_id: clientId,
        secret_id: secret.id,
        sealed_secret: secret.sealed,
        created_at: secret.createdAt,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    return changed(result)
  },

  async removeSecret(poolId: string, clientId: string, secretId: string) {
    const result = await db
      .deleteFrom('client_secrets')
      .where('pool_id', '=', poolId)
      .where('client_id', '=', clientId)
      .where('secret_id', '=', secretId)
      .executeTakeFirst()
    return changed(result)
  },
})

/** App clients as they are committed: every request of a user reads its client, pool and secrets, and few change them. */
export const committedClients = (db: Kysely<Tables>, pools: Pick<CommittedPools, 'recall'>) => {
  const own = clients(db)
  const kept = { clients: remembered<Client>(), secrets: remembered<readonly SealedSecret[]>() }
  return {
    ...own,

    /** A client by its id alone, which is unique over all pools, and its pool. */
    async findWithPool(clientId: string): Promise<{ pool: Pool; client: Client } | undefined> {
      if (!isStorable(clientId)) return undefined // it may come from a header
      const row = await findStamps.first(db, { clientId })
      if (!row) return undefined
      const poolId = row.pool_id
      const known = kept.clients.get(clientId, String(row.client_updated_at))
      const found = known ?? (await own.find(poolId, clientId))
      const pool = await pools.recall(poolId, row)
      if (!found || !pool) return undefined
      return { pool, client: known ?? kept.clients.put(clientId, String(found.updatedAt), found) }
    },

    /** The secrets of a client as it was read, oldest first, or younger ones. */
    async secretsOf({ poolId, id, updatedAt }: Client): Promise<readonly SealedSecret[]> {
      const stamp = String(updatedAt)
      return kept.secrets.get(id, stamp) ?? kept.secrets.put(id, stamp, await own.secrets(poolId, id))
    },
  }
}

/** What is asked of committed clients. */
export type CommittedClients = ReturnType<typeof committedClients>
