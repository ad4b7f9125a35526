/** A worker that raises 3072-bit powers until its time is over and reports how many a second. */
import { getDiffieHellman } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'

const duration = Number(workerData)
const start = performance.now()
let powers = 0
while (performance.now() - start < duration) {
  getDiffieHellman('modp15').generateKeys()
  powers++
}
parentPort?.postMessage((powers * 1000) / (performance.now() - start))
