import { argon2 } from 'node:crypto'
import { promisify } from 'node:util'
import { HASH_BYTES, type HashCost } from '../domain/credential.ts'
import { makePermits } from './permits.ts'

/** What argon2id takes. */
export type HashInput = { readonly message: Buffer; readonly salt: Buffer; readonly cost: HashCost }

const hash = promisify(argon2)

/** How long a hash may wait for its turn. */
const MAX_WAIT_MS = 2000
/** Hashes run on the four threads that also sign and read files, so one of these is left to that. */
const MAX_AT_ONCE = 3

/**
 * Computes argon2id hashes, `atOnce` of them at a time, which is never more than there are cores. Other
 * work as heavy takes its turn among them (`permitted`).
 */
export const startHashing = (cores: number) => {
  const atOnce = Math.min(cores, MAX_AT_ONCE)
  const permitted = makePermits(atOnce, MAX_WAIT_MS)
  const argon2id = ({ message, salt, cost }: HashInput): Promise<Buffer> =>
    permitted(() =>
      hash('argon2id', {
        message,
        nonce: salt,
        memory: cost.memoryKiB,
        passes: cost.passes,
        parallelism: cost.lanes,
        tagLength: HASH_BYTES,
      }),
    )
  return { atOnce, argon2id, permitted }
}
