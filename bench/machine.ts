/** What this machine can do at most: the cryptography that a real sign-in cannot go without. */
import { argon2, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto'
import { once } from 'node:events'
import { availableParallelism, cpus } from 'node:os'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'

/** Operations a second, on one thread or on all. */
export type Machine = {
  processor: string
  cores: number
  node: string
  signaturesOneThread: number
  signatures: number
  verificationsOneThread: number
  powersOneThread: number
  powers: number
  argon2idOneThread: number
  argon2id: number
  /** Answers of a bare node:http server, asked by the bench's own generator. */
  answers: number
}

const signAsync = promisify(sign)
const argon2Async = promisify(argon2)

/** Keeps `width` calls in flight for `duration` and answers how many a second were done. */
async function rateOf(width: number, duration: number, work: () => unknown): Promise<number> {
  const start = performance.now()
  let done = 0
  const lane = async () => {
    while (performance.now() - start < duration) {
      await work()
      done++
    }
  }
  await Promise.all(Array.from({ length: width }, lane))
  return (done * 1000) / (performance.now() - start)
}

/** Powers are computed on the calling thread, so more threads means workers. */
async function powersOn(threads: number, duration: number): Promise<number> {
  const file = new URL('./powers.ts', import.meta.url)
  const rates = Array.from({ length: threads }, async () => {
    const [rate] = await once(new Worker(file, { workerData: duration }), 'message')
    return Number(rate)
  })
  return (await Promise.all(rates)).reduce((sum, rate) => sum + rate, 0)
}

/** The best of several tries: a limit is what the machine does when nothing disturbs it. */
async function best(measure: () => Promise<number>): Promise<number> {
  const rates: number[] = []
  for (let tries = 0; tries < 3; tries++) rates.push(await measure())
  return Math.max(...rates)
}

/** Measures each limit three times for `duration` milliseconds; `answers` comes from the generator. */
export async function measureMachine(duration: number, answers: number): Promise<Machine> {
  const cores = availableParallelism()
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  // The size of an access token's header and claims.
  const text = randomBytes(700)
  const signature = sign('sha256', text, privateKey)
  const signOnce = () => signAsync('sha256', text, privateKey)
  const cost = { memory: 19 * 1024, passes: 2, parallelism: 1, tagLength: 32 }
  const hashOnce = () => argon2Async('argon2id', { ...cost, message: text.subarray(0, 384), nonce: randomBytes(16) })
  // Twice libuv's four threads in flight, so that none waits for the event loop.
  const width = 8
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores,
    node: process.version,
    signaturesOneThread: await best(() => rateOf(1, duration, () => sign('sha256', text, privateKey))),
    signatures: await best(() => rateOf(width, duration, signOnce)),
    verificationsOneThread: await best(() => rateOf(1, duration, () => verify('sha256', text, publicKey, signature))),
    powersOneThread: await best(() => powersOn(1, duration)),
    powers: await best(() => powersOn(cores, duration)),
    argon2idOneThread: await best(() => rateOf(1, duration, hashOnce)),
    argon2id: await best(() => rateOf(width, duration, hashOnce)),
    answers,
  }
}
