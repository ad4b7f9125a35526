/** An authenticator app: the codes of a secret (RFC 6238, HMAC-SHA1, six digits, half a minute each). */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** How long a code is shown, in milliseconds. */
export const codeTime = 30_000

/** The number of the half minute that it is. */
export const codeStep = (): number => Math.floor(Date.now() / codeTime)

const fromBase32 = (text: string): Buffer => {
  const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

/** Made once for each app: the generator shares the processors with what it measures. */
const keys = new Map<string, KeyObject>()

const keyOf = (secret: string): KeyObject => {
  const key = keys.get(secret) ?? createSecretKey(fromBase32(secret))
  keys.set(secret, key)
  return key
}

/** The code that the app shows in one half minute. */
export function codeOf(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const hash = createHmac('sha1', keyOf(secret)).update(counter).digest()
  const number = hash.readUInt32BE(hash.readUInt8(hash.length - 1) & 0x0f) & 0x7fff_ffff
  return String(number % 1_000_000).padStart(6, '0')
}
