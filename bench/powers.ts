/** A worker that does one kind of work on 3072-bit numbers until its time is over and reports how often a second. */
import { getDiffieHellman } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { prove, publicValue } from './srp.ts'

const knowledge = { poolName: 'bench', password: 'Bench-passw0rd!' }
const challenge = {
  SALT: '1f'.repeat(16),
  SRP_B: publicValue,
  SECRET_BLOCK: 'A'.repeat(1_000),
  USER_ID_FOR_SRP: 'user-0000000',
}

const works = {
  power: () => getDiffieHellman('modp15').generateKeys(),
  proof: () => prove(knowledge, challenge, 'Tue Jan 6 03:04:05 UTC 2026'),
}

/** What the worker is given. */
export type Work = { name: keyof typeof works; duration: number }

const { name, duration } = workerData as Work
const work = works[name]
const start = performance.now()
let done = 0
while (performance.now() - start < duration) {
  work()
  done++
}
parentPort?.postMessage((done * 1000) / (performance.now() - start))
