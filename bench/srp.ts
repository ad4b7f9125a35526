/**
 * A client's half of SRP-6a as Cognito's clients compute it, as cheaply as an honest client can: on the machine of
 * the server it takes from the server what it spends. Its one power for a proof goes through OpenSSL. Nothing here
 * is secret, so nothing takes constant time.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5054
 */
import {
  constants,
  createHash,
  createHmac,
  createPublicKey,
  getDiffieHellman,
  hkdfSync,
  publicEncrypt,
} from 'node:crypto'

/** What a server asks with PASSWORD_VERIFIER, as it comes over the wire. */
export type Challenge = { SALT: string; SRP_B: string; SECRET_BLOCK: string; USER_ID_FOR_SRP: string }

/** What a client knows. `poolName`: the part of the pool's id after `_`. */
export type Knowledge = { poolName: string; password: string }

const prime = getDiffieHellman('modp15').getPrime()
const N = BigInt(`0x${prime.toString('hex')}`)

const sha256 = (...parts: (Buffer | string)[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

const toBigInt = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`)

/** Big-endian, with a leading zero where the first bit is set: as a signed integer is written. */
const toBytes = (value: bigint): Buffer => {
  const hex = value.toString(16)
  const even = hex.length % 2 === 0 ? hex : `0${hex}`
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex')
}
const fromHex = (hex: string): Buffer => toBytes(BigInt(`0x${hex}`))

/** base^exponent mod N: the raw operation of an RSA public key of this modulus and exponent. */
const power = (base: bigint, exponent: bigint): bigint => {
  const jwk = { kty: 'RSA', n: prime.toString('base64url'), e: toBytes(exponent).toString('base64url') }
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  const padded = Buffer.from(base.toString(16).padStart(2 * prime.length, '0'), 'hex')
  return toBigInt(publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, padded))
}

const multiplier = toBigInt(sha256(toBytes(N), toBytes(2n)))

/** One pair serves all sign-ins: it costs a server as much as a fresh one, and the generator nothing. */
const a = toBigInt(sha256('a client of the bench'))
const powerOfA = power(2n, a)
const publicA = toBytes(powerOfA)

/** A, in hex. */
export const publicValue: string = powerOfA.toString(16)

/** What does not change while a password does not: x and k g^x mod N. */
type Identity = { salt: string; x: bigint; masked: bigint }
const identities = new Map<string, Identity>()

function identityOf({ poolName, password }: Knowledge, { SALT, USER_ID_FOR_SRP }: Challenge): Identity {
  const name = `${poolName}${USER_ID_FOR_SRP}`
  const known = identities.get(name)
  if (known?.salt === SALT) return known
  const x = toBigInt(sha256(fromHex(SALT), sha256(`${name}:${password}`)))
  const identity = { salt: SALT, x, masked: (multiplier * power(2n, x)) % N }
  identities.set(name, identity)
  return identity
}

/** What proves a password: S = (B - k g^x)^(a + u x) mod N, its key, and the signature by it, in base64. */
export function prove(knowledge: Knowledge, challenge: Challenge, timestamp: string): string {
  const { x, masked } = identityOf(knowledge, challenge)
  const publicB = fromHex(challenge.SRP_B)
  const u = sha256(publicA, publicB)
  const secret = power((toBigInt(publicB) + N - masked) % N, a + toBigInt(u) * x)
  const key = hkdfSync('sha256', toBytes(secret), toBytes(toBigInt(u)), 'Caldera Derived Key', 16)
  return createHmac('sha256', Buffer.from(key))
    .update(`${knowledge.poolName}${challenge.USER_ID_FOR_SRP}`)
    .update(Buffer.from(challenge.SECRET_BLOCK, 'base64'))
    .update(timestamp)
    .digest('base64')
}

/** The time as clients send it: `Tue Jan 6 03:04:05 UTC 2026`. */
export function timestampOf(date: Date): string {
  const [weekday = '', day, month, year, time] = date.toUTCString().replace(',', '').split(' ')
  return `${weekday} ${month} ${Number(day)} ${time} UTC ${year}`
}
