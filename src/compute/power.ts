/**
 * Heavy arithmetic, away from the thread that serves requests. Powers of secrets go through OpenSSL,
 * whose modular exponentiation takes constant time; none is computed with BigInt.
 */
import { constants, createPrivateKey, createPublicKey, diffieHellman, type KeyObject, publicEncrypt } from 'node:crypto'
import { multiply, N, N_BYTES, pad, scrambler, serverPublicValue, sessionKey } from '../domain/srp.ts'

const SEQUENCE = 0x30
const INTEGER = 0x02
const BIT_STRING = 0x03
const OCTET_STRING = 0x04
/** 1.2.840.113549.1.3.1, dhKeyAgreement (RFC 8018 appendix B.3 names the arc). */
const DH_OID = Buffer.from('06092a864886f70d010301', 'hex')

const tlv = (tag: number, ...parts: Buffer[]) => {
  const body = Buffer.concat(parts)
  const size =
    body.length < 0x80
      ? [body.length]
      : body.length < 0x100
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), body])
}

const integer = (value: Buffer) => tlv(INTEGER, pad(value))
const algorithm = tlv(SEQUENCE, DH_OID, tlv(SEQUENCE, integer(N), integer(Buffer.from([2]))))

/** The Diffie-Hellman private key of an exponent. */
export const privateKey = (exponent: Uint8Array): KeyObject =>
  createPrivateKey({
    key: tlv(SEQUENCE, integer(Buffer.from([0])), algorithm, tlv(OCTET_STRING, integer(Buffer.from(exponent)))),
    format: 'der',
    type: 'pkcs8',
  })

const publicKey = (value: Buffer) =>
  createPublicKey({
    key: tlv(SEQUENCE, algorithm, tlv(BIT_STRING, Buffer.alloc(1), integer(value))),
    format: 'der',
    type: 'spki',
  })

const padded = (value: Buffer) => {
  const result = Buffer.alloc(N_BYTES)
  value.subarray(-N_BYTES).copy(result, Math.max(0, N_BYTES - value.length))
  return result
}

/** g to the key's exponent, mod N. */
const publicHalf = (key: KeyObject): Buffer => {
  const der = createPublicKey(key as unknown as string).export({ format: 'der', type: 'spki' })
  // The value is the last element: BIT STRING, then INTEGER, of up to N_BYTES bytes and a sign byte.
  return padded(der.subarray(lastInteger(der)))
}

/**
 * g^x mod N, padded to the length of N. A Diffie-Hellman private key of this exponent is imported,
 * and OpenSSL derives its public half: no set-up cost, unlike `createDiffieHellman`, which spends
 * seconds on testing the prime.
 */
export const powerOfG = (x: Uint8Array): Buffer => publicHalf(privateKey(x))

/** v^u mod N, of a public u: the raw operation of an RSA public key with the modulus N and the exponent u. */
const powerOfV = (v: Buffer, u: Buffer): Buffer => {
  const key = createPublicKey({
    key: { kty: 'RSA', n: N.toString('base64url'), e: u.toString('base64url') },
    format: 'jwk',
  })
  return publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, v)
}

/** The numbers of one exchange, as the server has them: A, v and b (RFC 5054 section 2.6). */
export type Exchange = { readonly a: Uint8Array; readonly v: Uint8Array; readonly b: Uint8Array }

/**
 * S = (A v^u)^b mod N. Raises an error for a base of which every power is known, and for u = 0, with
 * which the verifier would not count (RFC 2945 section 3).
 */
export const sharedSecret = (a: Buffer, v: Buffer, u: Buffer, b: KeyObject): Buffer => {
  if (u.every((byte) => byte === 0)) throw new Error('The scrambler of an SRP exchange is 0')
  return padded(diffieHellman({ privateKey: b, publicKey: publicKey(multiply(a, powerOfV(v, u))) }))
}

/**
 * The key that the server shares with a client who knows what v is the verifier of. The exponent b is
 * imported once for both of its powers, as the import costs one itself. Raises as `sharedSecret`.
 */
export const exchangeKey = ({ a: givenA, v: givenV, b: givenB }: Exchange): Buffer => {
  const [a, v, b] = [Buffer.from(givenA), Buffer.from(givenV), privateKey(givenB)]
  const u = scrambler(a, serverPublicValue(v, publicHalf(b)))
  return sessionKey(sharedSecret(a, v, u, b), u)
}

/** Where the content of the public INTEGER starts in a SubjectPublicKeyInfo: header, algorithm, then it. */
const lastInteger = (der: Buffer) => {
  const content = (at: number) => {
    const first = der[at + 1] ?? 0
    return first < 0x80 ? { start: at + 2, size: first } : sized(at, first & 0x7f)
  }
  const sized = (at: number, bytes: number) => ({ start: at + 2 + bytes, size: der.readUIntBE(at + 2, bytes) })
  const outer = content(0)
  const parameters = content(outer.start)
  const bits = content(parameters.start + parameters.size)
  return content(bits.start + 1).start
}
