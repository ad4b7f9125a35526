/**
 * Heavy arithmetic, away from the thread that serves requests. Powers of secrets go through OpenSSL,
 * whose modular exponentiation takes constant time; none is computed with BigInt.
 */
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { N, N_BYTES, pad } from '../domain/srp.ts'

const SEQUENCE = 0x30
const INTEGER = 0x02
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

/**
 * g^x mod N, padded to the length of N. A Diffie-Hellman private key of this exponent is imported,
 * and OpenSSL derives its public half: no set-up cost, unlike `createDiffieHellman`, which spends
 * seconds on testing the prime.
 */
export const powerOfG = (x: Uint8Array): Buffer => {
  const key = createPrivateKey({
    key: tlv(SEQUENCE, integer(Buffer.from([0])), algorithm, tlv(OCTET_STRING, integer(Buffer.from(x)))),
    format: 'der',
    type: 'pkcs8',
  })
  const der = createPublicKey(key as unknown as string).export({ format: 'der', type: 'spki' })
  // The value is the last element: BIT STRING, then INTEGER, of up to N_BYTES bytes and a sign byte.
  const value = der.subarray(lastInteger(der))
  const power = Buffer.alloc(N_BYTES)
  value.subarray(-N_BYTES).copy(power, Math.max(0, N_BYTES - value.length))
  return power
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
