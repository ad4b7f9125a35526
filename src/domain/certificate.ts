import { createPrivateKey, createPublicKey, sign } from 'node:crypto'

// DER (ITU-T X.690): a tag, the length of the content, the content.
const lengthOf = (size: number): Buffer => {
  if (size < 128) return Buffer.from([size])
  const digits = Buffer.from(size.toString(16).padStart(size > 0xffff ? 6 : size > 0xff ? 4 : 2, '0'), 'hex')
  return Buffer.concat([Buffer.from([0x80 | digits.length]), digits])
}
const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content])
}
const [INTEGER, BITS, NULL, OBJECT, TEXT] = [0x02, 0x03, 0x05, 0x06, 0x0c]
const [SHORT_TIME, TIME, SEQUENCE, SET, VERSION] = [0x17, 0x18, 0x30, 0x31, 0xa0]

const sha256WithRsa = der(SEQUENCE, der(OBJECT, Buffer.from('2a864886f70d01010b', 'hex')), der(NULL))
const commonName = der(OBJECT, Buffer.from('550403', 'hex'))
const nameOf = (text: string) => der(SEQUENCE, der(SET, der(SEQUENCE, commonName, der(TEXT, Buffer.from(text)))))
const bits = (content: Buffer) => der(BITS, Buffer.from([0]), content)
/** Years have two digits until 2049, and four from then on (RFC 5280 section 4.1.2.5). */
const timeOf = (instant: number) => {
  const digits = new Date(instant).toISOString().replace(/\D/g, '').slice(0, 14)
  return digits < '2050' ? der(SHORT_TIME, Buffer.from(`${digits.slice(2)}Z`)) : der(TIME, Buffer.from(`${digits}Z`))
}

/** Whom a certificate names, when it is valid, and 16 random bytes that number it. */
export type CertificateRequest = {
  readonly privateKey: string
  readonly name: string
  readonly serial: Buffer
  readonly from: number
  readonly until: number
}

/**
 * An X.509 certificate (RFC 5280) that an RSA key, in PEM, has signed for itself: base64 of its DER form,
 * as SAML metadata has it. It tells others a key, and vouches for nothing.
 */
export const selfSignedCertificate = ({ privateKey, name, serial, from, until }: CertificateRequest): string => {
  const key = createPrivateKey(privateKey)
  const number = Buffer.from(serial)
  number.writeUInt8((number.readUInt8(0) & 0x3f) | 0x40, 0) // positive, and of one length
  const body = der(
    SEQUENCE,
    der(VERSION, der(INTEGER, Buffer.from([2]))),
    der(INTEGER, number),
    sha256WithRsa,
    nameOf(name),
    der(SEQUENCE, timeOf(from), timeOf(until)),
    nameOf(name),
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
  )
  return der(SEQUENCE, body, sha256WithRsa, bits(sign('sha256', body, key))).toString('base64')
}
