/** What this machine can do at most: the cryptography that a real sign-in cannot go without. */
import { argon2, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto'
import { once } from 'node:events'
import { availableParallelism, cpus } from 'node:os'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import type { Work } from './powers.ts'

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
  /** The client's half of SRP: what the generator takes from the machine for each such sign-in. */
  proofsOneThread: number
  proofs: number
  argon2idOneThread: number
  argon2id: number
  /** Answers of a bare node:http server, asked by the bench's own generator. */
  answers: number
}

const limits = [
  'signaturesOneThread',
  'signatures',
  'verificationsOneThread',
  'powersOneThread',
  'powers',
  'proofsOneThread',
  'proofs',
  'argon2idOneThread',
  'argon2id',
  'answers',
] as const satisfies (keyof Machine)[]

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

/**
 * Powers are computed on the calling thread, so more threads means workers. OpenSSL draws exponents of
 * 275 bits here; the 256 bits of a password verifier cost about 5% less.
 */
async function powersOn(threads: number, work: Work): Promise<number> {
  const file = new URL('./powers.ts', import.meta.url)
  const rates = Array.from({ length: threads }, async () => {
    const [rate] = await once(new Worker(file, { workerData: work }), 'message')
    return Number(rate)
  })
  return (await Promise.all(rates)).reduce((sum, rate) => sum + rate, 0)
}

/** The better of two measurements, limit by limit: a limit is what the machine does when nothing disturbs it. */
export function betterOf(one: Machine, other: Machine): Machine {
  const better = { ...one }
  for (const name of limits) better[name] = Math.max(one[name], other[name])
  // What one thread was seen to do, all of them can do too.
  better.signatures = Math.max(better.signatures, better.signaturesOneThread)
  better.powers = Math.max(better.powers, better.powersOneThread)
  better.proofs = Math.max(better.proofs, better.proofsOneThread)
  better.argon2id = Math.max(better.argon2id, better.argon2idOneThread)
  return better
}

/** Measures each limit for `duration` milliseconds; `answers` comes from the generator. */
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
    signaturesOneThread: await rateOf(1, duration, () => sign('sha256', text, privateKey)),
    signatures: await rateOf(width, duration, signOnce),
    verificationsOneThread: await rateOf(1, duration, () => verify('sha256', text, publicKey, signature)),
    powersOneThread: await powersOn(1, { name: 'power', duration }),
    powers: await powersOn(cores, { name: 'power', duration }),
    proofsOneThread: await powersOn(1, { name: 'proof', duration }),
    proofs: await powersOn(cores, { name: 'proof', duration }),
    argon2idOneThread: await rateOf(1, duration, hashOnce),
    argon2id: await rateOf(width, duration, hashOnce),
    answers,
  }
}
