import { powerOfG } from '../src/compute/power.ts'
import { N, passwordClaim, privateExponent, scrambler, sessionKey, srpIdentity } from '../src/domain/srp.ts'

const toBigInt = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`)
const MODULUS = toBigInt(N)
const MULTIPLIER = BigInt('0x538282c4354742d7cbbde2359fcf67f9f5b3a6b08791e5011b43b8a5b66d9ee6')
const TIMESTAMP = 'Tue Jan 6 03:04:05 UTC 2026'

const power = (base: bigint, exponent: bigint) => {
  let result = 1n
  for (let factor = base % MODULUS, rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % MODULUS
    factor = (factor * factor) % MODULUS
  }
  return result
}

/** A client's side of a password by SRP, by the book: its public value, and its answer to PASSWORD_VERIFIER. */
export const srpClient = (poolId: string, secret = Buffer.from('0123456789abcdef'.repeat(8), 'hex')) => {
  const publicA = powerOfG(secret)
  const claim = (challenge: Record<string, string> | undefined, password: string): Record<string, string> => {
    const { SALT = '', SRP_B = '', SECRET_BLOCK = '', USER_ID_FOR_SRP = '' } = challenge ?? {}
    const publicB = Buffer.from(SRP_B.padStart(768, '0'), 'hex')
    const identity = srpIdentity(poolId, USER_ID_FOR_SRP)
    const x = toBigInt(privateExponent(identity, password, Buffer.from(SALT, 'hex')))
    const u = scrambler(publicA, publicB)
    const base = (((toBigInt(publicB) - MULTIPLIER * power(2n, x)) % MODULUS) + MODULUS) % MODULUS
    const shared = power(base, toBigInt(secret) + toBigInt(u) * x)
      .toString(16)
      .padStart(768, '0')
    const key = sessionKey(Buffer.from(shared, 'hex'), u)
    return {
      PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
      PASSWORD_CLAIM_SIGNATURE: passwordClaim(key, identity, Buffer.from(SECRET_BLOCK, 'base64'), TIMESTAMP).toString(
        'base64',
      ),
      TIMESTAMP,
    }
  }
  return { SRP_A: publicA.toString('hex'), claim }
}
