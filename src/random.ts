import { randomFillSync } from 'node:crypto'

const POOL_BYTES = 4096

/**
 * Makes a source of random bytes that asks the operating system for many at a time, as one request needs
 * a dozen small numbers. What it gives is not kept.
 */
export const randomPool = (): ((bytes: number) => Buffer) => {
  const pool = Buffer.alloc(POOL_BYTES)
  let taken = POOL_BYTES
  return (bytes) => {
    if (bytes > POOL_BYTES) return randomFillSync(Buffer.alloc(bytes))
    if (taken + bytes > POOL_BYTES) {
      randomFillSync(pool)
      taken = 0
    }
    const part = pool.subarray(taken, taken + bytes)
    const given = Buffer.from(part)
    part.fill(0)
    taken += bytes
    return given
  }
}
