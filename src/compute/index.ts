import { extname } from 'node:path'
import { Piscina } from 'piscina'
import { fault } from '../domain/errors.ts'
import { type HashInput, startHashing } from './hash.ts'
import { keyStock, type RsaKeyPair } from './key-stock.ts'
import type { SharedSecretInput } from './power.ts'

/** Heavy arithmetic off the serving thread. */
export type Compute = {
  /** g^x mod N of the SRP group. Raises TooManyRequestsException when too many wait. */
  powerOfG(x: Buffer): Promise<Buffer>
  /** The secret that an SRP server shares with a client. Raises as above. */
  sharedSecret(input: SharedSecretInput): Promise<Buffer>
  /** argon2id (RFC 9106). Raises TooManyRequestsException after a wait of two seconds. */
  argon2id(input: HashInput): Promise<Buffer>
  /** How many of these run at a time: to ask for more makes them wait. */
  readonly hashesAtOnce: number
  /** A fresh RSA-2048 key pair, usually made ahead. */
  rsaKeyPair(): Promise<RsaKeyPair>
  close(): Promise<void>
}

/** How many powers may wait: at 2,000 a second and core this bounds the wait to about a second. */
const MAX_WAITING = 2000

/** Starts the workers, `threads` of them, at their first use. */
export const startCompute = (threads: number): Compute => {
  const workers = new Piscina<Uint8Array | SharedSecretInput, Uint8Array>({
    filename: new URL(`./power${extname(import.meta.filename)}`, import.meta.url).href,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: 60_000,
    concurrentTasksPerWorker: 4,
  })
  const run = async (name: 'powerOfG' | 'sharedSecret', input: Uint8Array | SharedSecretInput) => {
    if (workers.queueSize >= MAX_WAITING) throw fault('TooManyRequestsException')
    return Buffer.from(await workers.run(input, { name }))
  }
  const stock = keyStock(4)
  const { atOnce, argon2id } = startHashing(threads)
  return {
    powerOfG: (x) => run('powerOfG', x),
    sharedSecret: (input) => run('sharedSecret', input),
    argon2id,
    hashesAtOnce: atOnce,
    rsaKeyPair: stock.take,
    async close() {
      stock.close()
      await workers.destroy()
    },
  }
}
