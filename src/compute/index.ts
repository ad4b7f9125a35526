import { extname, join } from 'node:path'
import { Piscina } from 'piscina'
import { fault } from '../domain/errors.ts'
import type { ImportedHash } from '../domain/import-hash.ts'
import { type HashInput, startHashing } from './hash.ts'
import { startImportedHashes } from './imported-hash.ts'
import { type KeySource, keyStock, type RsaKeyPair } from './key-stock.ts'
import type { Exchange } from './power.ts'
import type { ToSign } from './sign.ts'

/** Heavy arithmetic off the serving thread. */
export type Compute = {
  /** g^x mod N of the SRP group. Raises TooManyRequestsException when too many wait. */
  powerOfG(x: Buffer): Promise<Buffer>
  /** The key that an SRP server shares with a client. Raises as above. */
  exchangeKey(exchange: Exchange): Promise<Buffer>
  /** The signatures of texts, in base64url: RS256 (RFC 7518 section 3.3). Raises as above. */
  signAll(all: readonly ToSign[]): Promise<string[]>
  /** argon2id (RFC 9106). Raises TooManyRequestsException after a wait of two seconds. */
  argon2id(input: HashInput): Promise<Buffer>
  /** Whether a hash that was imported is the password's. Raises TooManyRequestsException as above. */
  isImportedHashOf(imported: ImportedHash, password: string): Promise<boolean>
  /** How many of these run at a time: to ask for more makes them wait. */
  readonly hashesAtOnce: number
  /** A fresh RSA-2048 key pair, usually made ahead. */
  rsaKeyPair(): Promise<RsaKeyPair>
  close(): Promise<void>
}

export type { KeySource, RsaKeyPair } from './key-stock.ts'

type Works = typeof import('./worker.ts')

/** How many works may wait: at 2,000 a second and core this bounds the wait to about a second. */
const MAX_WAITING = 2000
const SPARE_KEYS = 4

/** Starts the workers, for as many processors, at their first use. Keys are made ahead unless they come from elsewhere. */
export const startCompute = (processors: number, stock: KeySource = keyStock(SPARE_KEYS)): Compute => {
  // A worker hands in what it took on together, and until then the serving thread has nothing new for it: one more
  // than there are processors keeps them busy meanwhile. Many more would only take turns.
  const workers = new Piscina({
    filename: join(import.meta.dirname, `worker${extname(import.meta.filename)}`),
    minThreads: 0,
    maxThreads: processors + 1,
    idleTimeout: 60_000,
    concurrentTasksPerWorker: 4,
    recordTiming: false,
  })
  const run = <N extends keyof Works>(name: N, input: Parameters<Works[N]>[0]): Promise<ReturnType<Works[N]>> => {
    if (workers.queueSize >= MAX_WAITING) throw fault('TooManyRequestsException')
    return workers.run(input, { name })
  }
  const { atOnce, argon2id, permitted } = startHashing(processors)
  const importedHashes = startImportedHashes(permitted, atOnce)
  return {
    // A Buffer arrives as the bytes that it is made of.
    powerOfG: async (x) => Buffer.from(await run('powerOfG', x)),
    exchangeKey: async (exchange) => Buffer.from(await run('exchangeKey', exchange)),
    signAll: async (all) => run('signAll', all),
    argon2id,
    isImportedHashOf: importedHashes.matches,
    hashesAtOnce: atOnce,
    rsaKeyPair: stock.take,
    async close() {
      stock.close()
      await Promise.all([workers.destroy(), importedHashes.close()])
    },
  }
}
