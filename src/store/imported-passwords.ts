import type { Kysely } from 'kysely'
import { type ImportAlgorithm, type ImportedHash, importAlgorithms } from '../domain/import-hash.ts'
import type { Tables } from './schema.ts'

const toCost = ({ algorithm, text }: ImportedHash) => `${algorithm} ${text}`

const fromCost = (cost: string): ImportedHash => {
  const [name = '', text = ''] = cost.split(' ', 2)
  // The column holds what `insert` wrote.
  return { algorithm: importAlgorithms.find((known) => known === name) as ImportAlgorithm, text }
}

/**
 * What it costs to look at passwords that were imported as hashes and not replaced since. A row goes
 * with its user, and with the password.
 */
export const importedPasswords = (db: Kysely<Tables>) => ({
  /** `cost` is a hash without anything of a user's in it. */
  async insert(poolId: string, sub: string, cost: ImportedHash) {
    await db
      .insertInto('imported_passwords')
      .values({ pool_id: poolId, sub, cost: toCost(cost) })
      .execute()
  },

  async remove(poolId: string, sub: string) {
    await db.deleteFrom('imported_passwords').where('pool_id', '=', poolId).where('sub', '=', sub).execute()
  },

  /** The costs that a pool's users have, each once, `limit` of them. Every one is found by its index. */
  async costs(poolId: string, limit: number): Promise<ImportedHash[]> {
    const found: string[] = []
    while (found.length < limit) {
      const row = await db
        .selectFrom('imported_passwords')
        .select('cost')
        .where('pool_id', '=', poolId)
        .where('cost', '>', found.at(-1) ?? '')
        .orderBy('cost')
        .limit(1)
        .executeTakeFirst()
      if (!row) break
      found.push(row.cost)
    }
    return found.map(fromCost)
  },
})
