import type { Context } from '../../context.ts'
import type { Pool } from '../../domain/pool.ts'
import { lookUpKey } from '../users/names.ts'

/** How many costs are told apart. Files have one as a rule. */
const MAX_COSTS = 8

/**
 * Spends what it costs to look at a password that was imported and not used since, as long as
 * somebody in the pool has one: a wrong password must take as long for everybody, and for nobody. Where
 * there are several costs, a name always has the same one. `isSpent` says that it was spent already.
 */
export const spendImportedHash = async (
  ctx: Context,
  pool: Pool,
  { name, password, isSpent }: { name: string; password: string; isSpent: boolean },
): Promise<void> => {
  const costs = await ctx.store.importedPasswords.costs(pool.id, MAX_COSTS)
  const mac = Buffer.from(ctx.sealer.mac(`imported-cost|${pool.id}`, lookUpKey(pool, name)), 'base64url')
  const cost = costs[mac.readUInt32BE() % Math.max(1, costs.length)]
  if (cost && !isSpent) await ctx.compute.isImportedHashOf(cost, password)
}
