import { extname } from 'node:path'
import { Piscina } from 'piscina'
import { keyStock, type RsaKeyPair } from './key-stock.ts'

/** Heavy arithmetic off the serving thread. */
export type Compute = {
  /** g^x mod N of the SRP group. */
  powerOfG(x: Buffer): Promise<Buffer>
  /** A fresh RSA-2048 key pair, usually made ahead. */
  rsaKeyPair(): Promise<RsaKeyPair>
  close(): Promise<void>
}

/** How many powers may wait: at 2,000 a second and core this bounds the wait to about a second. */
const MAX_WAITING = 2000

/** Starts the workers, `threads` of them, at their first use. */
export const startCompute = (threads: number): Compute => {
  const workers = new Piscina<Uint8Array, Uint8Array>({
    filename: new URL(`./power${extname(import.meta.filename)}`, import.meta.url).href,
    name: 'powerOfG',
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: 60_000,
    concurrentTasksPerWorker: 4,
    maxQueue: MAX_WAITING,
  })
  const stock = keyStock(4)
  return {
    powerOfG: async (x) => Buffer.from(await workers.run(x)),
    rsaKeyPair: stock.take,
    async close() {
      stock.close()
      await workers.destroy()
    },
  }
}
