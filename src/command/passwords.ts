import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { startCompute } from '../compute/index.ts'
import { type Config, ConfigError } from '../config.ts'
import type { Logger } from '../context.ts'
import type { Pool } from '../domain/pool.ts'
import { type Conversion, convertToHashes, countForms } from '../flows/passwords/convert.ts'
import { openVault, takeFile } from '../main.ts'
import { passwordsUsage } from './usage.ts'

/** Requests that read the pool before its mode changed have ended by then. */
const UNDER_WAY_MS = 5000

type Vault = Awaited<ReturnType<typeof openVault>>
type Job = { vault: Vault; pool: Pool; tell: (line: string) => void; settle(): Promise<void> }

const refuseUnreadable = (...parts: Conversion[]) => {
  const unreadable = parts.reduce((sum, part) => sum + part.unreadable, 0)
  if (unreadable > 0) throw new ConfigError([`${unreadable} stored passwords do not open and stay as they are`])
}

const toHashes = async ({ vault, pool, tell, settle }: Job): Promise<string> => {
  const { store, sealer } = vault
  const poolId = pool.id
  const compute = startCompute(availableParallelism())
  const tools = { store, sealer, compute, random: randomBytes }
  const progress = (done: Conversion, of: string) =>
    tell(`${of}: ${done.converted} converted, ${done.hashes} were hashes`)
  try {
    await store.transaction((tx) => tx.pools.setPasswordMode(poolId, 'hash'))
    const first = await convertToHashes(tools, poolId, progress)
    // Who read the pool before may store verifiers for a moment yet.
    if (pool.passwordMode !== 'hash' || first.passwords.converted > 0) await settle()
    const late = await convertToHashes(tools, poolId, () => {})
    refuseUnreadable(late.passwords, late.formerPasswords)
    const passwords = first.passwords.converted + late.passwords.converted
    const former = first.formerPasswords.converted + late.formerPasswords.converted
    return `${poolId} keeps hashes of passwords and refuses SRP.\n${passwords} passwords and ${former} former ones were converted.`
  } finally {
    await compute.close()
  }
}

const toVerifiers = async ({ vault, pool }: Job): Promise<string> => {
  const { store, sealer } = vault
  const poolId = pool.id
  const { hashes, verifiers } = await countForms({ store, sealer }, poolId)
  const mode = hashes > 0 ? 'hash-to-srp' : 'srp'
  await store.transaction((tx) => tx.pools.setPasswordMode(poolId, mode))
  const left = `${hashes} of ${hashes + verifiers} passwords are hashes yet: each of these users signs in by password once, and by SRP from then on.`
  return `${poolId} takes SRP.\n${hashes > 0 ? left : 'No password is a hash.'}`
}

const directions: Readonly<Record<string, (job: Job) => Promise<string>>> = { hash: toHashes, srp: toVerifiers }

/**
 * Runs `cenote passwords ...` and gives what to print; `tell` hears how far it is. Raises ConfigError
 * for the caller's mistakes, while a server uses the file of SQLite, and for passwords that do not open.
 */
export const runPasswords = async (
  [poolId, mode = '', ...more]: string[],
  config: Config,
  log: Logger,
  tell: (line: string) => void,
): Promise<string> => {
  const direction = Object.hasOwn(directions, mode) ? directions[mode] : undefined
  if (!poolId || !direction || more.length > 0) throw new ConfigError([`Usage:\n${passwordsUsage}`])
  const unlock = config.database.kind === 'sqlite' ? takeFile(config.database.file) : () => {}
  try {
    const vault = await openVault(config, log)
    try {
      const pool = await vault.store.pools.find(poolId)
      if (!pool) throw new ConfigError([`there is no user pool ${poolId}`])
      const settle = async () => {
        if (config.database.kind === 'postgres') await setTimeout(UNDER_WAY_MS)
      }
      return await direction({ vault, pool, tell, settle })
    } finally {
      await vault.close()
    }
  } finally {
    unlock()
  }
}
