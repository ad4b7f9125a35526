import { createHmac, createSecretKey } from 'node:crypto'
import { equalSecrets } from './sealing.ts'

const STEP_MS = 30_000
const DIGITS = 6
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** How long the secret of an authenticator app is: 52 characters of base32, as the service's are. */
export const TOTP_SECRET_BYTES = 32

/** Base32 without padding, as authenticator apps take secrets (RFC 4648 section 6). */
export const toBase32 = (bytes: Buffer): string => {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{1,5}/g) ?? []
  return groups.map((group) => ALPHABET[Number.parseInt(group.padEnd(5, '0'), 2)]).join('')
}

/** The number of the half minute that an instant is in. */
export const totpStep = (now: number): number => Math.floor(now / STEP_MS)

/**
 * The code of a time step, by HMAC-SHA1.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4226#section-5.3
 */
export const totpCode = (secret: Buffer, step: number): string => {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const hash = createHmac('sha1', createSecretKey(secret)).update(counter).digest()
  const number = hash.readUInt32BE(hash.readUInt8(hash.length - 1) & 0x0f) & 0x7fff_ffff
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0')
}

/**
 * The time step whose code `given` is: that of now, else the one before or after it, as clocks differ
 * (RFC 6238 section 5.2). Undefined for any other text. All three are compared whatever matches.
 */
export const matchingStep = (secret: Buffer, given: string, now: number): number | undefined => {
  const current = totpStep(now)
  return [current, current - 1, current + 1]
    .filter((step) => step >= 0)
    .map((step) => ({ step, isMatch: equalSecrets(totpCode(secret, step), given) }))
    .find(({ isMatch }) => isMatch)?.step
}
