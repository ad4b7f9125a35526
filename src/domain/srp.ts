import { createHash, createHmac, getDiffieHellman, hkdfSync } from 'node:crypto'

/**
 * SRP-6a as Cognito's clients compute it: the 3072-bit group of RFC 3526 with g = 2, SHA-256, and
 * integers hashed in their shortest two's-complement form.
 */

/** The prime of group 15 (RFC 3526 section 4), big-endian. */
export const N = getDiffieHellman('modp15').getPrime()
export const N_BYTES = N.length

const sha256 = (...parts: (Buffer | string)[]) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** The shortest two's-complement bytes of a non-negative integer. */
export const pad = (integer: Buffer): Buffer => {
  let start = 0
  while (start < integer.length - 1 && integer[start] === 0) start++
  const shortest = integer.subarray(start)
  return (shortest[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.alloc(1), shortest]) : shortest
}

/** Who proves a password: the part of the pool's id after `_`, and the stored user name. */
export type SrpIdentity = { poolName: string; username: string }

/** The identity of a pool's user. */
export const srpIdentity = (poolId: string, username: string): SrpIdentity => ({
  poolName: poolId.slice(poolId.indexOf('_') + 1),
  username,
})

/** x: the secret exponent that a password, a salt and an identity give. */
export const privateExponent = ({ poolName, username }: SrpIdentity, password: string, salt: Buffer): Buffer =>
  sha256(pad(salt), sha256(`${poolName}${username}:${password}`))

/** What is stored of a password: its salt and v = g^x mod N, both big-endian. */
export type Verifier = { salt: Buffer; v: Buffer }

/** A salt of 16 bytes whose first hex digit is not 0: clients disagree on leading zeros. */
export const makeSalt = (random: (bytes: number) => Buffer): Buffer => {
  for (;;) {
    const salt = random(16)
    if ((salt[0] ?? 0) >= 0x10) return salt
  }
}

/** One text for a verifier, to seal. */
export const formatVerifier = ({ salt, v }: Verifier) => `${salt.toString('base64url')}.${v.toString('base64url')}`
export const parseVerifier = (text: string): Verifier => {
  const [salt = '', v = ''] = text.split('.')
  return { salt: Buffer.from(salt, 'base64url'), v: Buffer.from(v, 'base64url') }
}

const G = Buffer.from([2])
const toBigInt = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`)
const toBytes = (value: bigint) => Buffer.from(value.toString(16).padStart(N_BYTES * 2, '0'), 'hex')
const MODULUS = toBigInt(N)
/** k = H(N | g). */
const MULTIPLIER = toBigInt(sha256(pad(N), pad(G)))

/**
 * The client's A, which must lie between 0 and N; undefined for anything else. A multiple of N would
 * make the shared secret known to everybody (RFC 5054 section 2.5.4).
 */
export const parsePublicValue = (hex: string): Buffer | undefined => {
  if (!/^[0-9a-fA-F]{1,768}$/.test(hex)) return undefined
  const value = Buffer.from(hex.padStart(N_BYTES * 2, '0'), 'hex')
  return value.some((byte) => byte !== 0) && value.compare(N) < 0 ? value : undefined
}

/** B = kv + g^b mod N. Sums and products only: no power is computed here. */
export const serverPublicValue = (v: Buffer, powerOfB: Buffer): Buffer =>
  toBytes((MULTIPLIER * toBigInt(v) + toBigInt(powerOfB)) % MODULUS)

/** The product of two numbers mod N. */
export const multiply = (a: Buffer, b: Buffer): Buffer => toBytes((toBigInt(a) * toBigInt(b)) % MODULUS)

/** u = H(A | B), public. */
export const scrambler = (a: Buffer, b: Buffer): Buffer => sha256(pad(a), pad(b))

/** The key that both sides derive of the shared secret S: HKDF, 16 bytes. */
export const sessionKey = (s: Buffer, u: Buffer): Buffer =>
  Buffer.from(hkdfSync('sha256', pad(s), pad(u), 'Caldera Derived Key', 16))

/** What a client proves its password by, for the bytes of a SECRET_BLOCK and a timestamp as it was sent. */
export const passwordClaim = (
  key: Buffer,
  { poolName, username }: SrpIdentity,
  secretBlock: Buffer,
  timestamp: string,
): Buffer =>
  createHmac('sha256', key)
    .update(poolName + username)
    .update(secretBlock)
    .update(timestamp)
    .digest()

/** A number that looks like a verifier and is none: for names that nobody has. */
export const fakeVerifier = (bytes: Buffer): Buffer => toBytes(toBigInt(bytes) % MODULUS)
