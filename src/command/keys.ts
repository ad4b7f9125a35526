import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { startCompute } from '../compute/index.ts'
import { type Config, ConfigError } from '../config.ts'
import type { Logger } from '../context.ts'
import { openKeyRing } from '../keys/ring.ts'
import { openVault } from '../main.ts'
import { keysUsage } from './usage.ts'

/** Runs `cenote keys ...` and gives what to print. Raises ConfigError for the caller's mistakes. */
export const runKeys = async ([action, poolId, kid]: string[], config: Config, log: Logger): Promise<string> => {
  if (!action || !poolId) throw new ConfigError([`Usage:\n${keysUsage}`])
  const { store, sealer, close } = await openVault(config, log)
  const compute = startCompute(availableParallelism())
  try {
    if (!(await store.pools.find(poolId))) throw new ConfigError([`there is no user pool ${poolId}`])
    const ring = openKeyRing({ store, sealer, compute, log, now: Date.now, random: randomBytes })
    if (action === 'rotate') await ring.rotate(poolId)
    else if (action === 'revoke') {
      if (!kid || !(await store.transaction((tx) => tx.signingKeys.remove(poolId, kid)))) {
        throw new ConfigError([`the pool has no key ${kid ?? ''}`])
      }
    } else if (action !== 'list') throw new ConfigError([`Usage:\n${keysUsage}`])
    const keys = await store.signingKeys.list(poolId)
    return keys
      .map(({ kid, use, activeFrom }) => {
        const signed = use === 'saml' ? 'requests to SAML providers' : `${use} token`
        return `${kid} ${signed}, signs from ${new Date(activeFrom).toISOString()}`
      })
      .join('\n')
  } finally {
    await compute.close()
    await close()
  }
}
