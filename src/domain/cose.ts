import { createPublicKey, type JsonWebKey } from 'node:crypto'

/** The signature algorithms of passkeys: ES256, RS256 (RFC 8812 section 2, RFC 9053 section 2.1). */
export const passkeyAlgorithms = [-7, -257] as const

/** Labels of COSE keys (RFC 9052 section 7.1, RFC 9053 section 7.1, RFC 8230 section 4). */
const KTY = 1
const ALG = 3
const CRV = -1
const [X, Y] = [-2, -3]
const [N, E] = [-1, -2]

const COORDINATE_BYTES = 32
const MODULUS_BYTES = { min: 256, max: 512 }
const MAX_EXPONENT_BYTES = 4

type CoseKey = ReadonlyMap<number, unknown>

const text = (value: unknown, { min, max }: { min: number; max: number }): string | undefined =>
  value instanceof Uint8Array && value.length >= min && value.length <= max
    ? Buffer.from(value).toString('base64url')
    : undefined

const coordinate = (value: unknown) => text(value, { min: COORDINATE_BYTES, max: COORDINATE_BYTES })

const toJwk = (key: CoseKey): JsonWebKey | undefined => {
  if (key.get(ALG) === -7 && key.get(KTY) === 2 && key.get(CRV) === 1) {
    const [x, y] = [coordinate(key.get(X)), coordinate(key.get(Y))]
    return x && y ? { kty: 'EC', crv: 'P-256', x, y } : undefined
  }
  if (key.get(ALG) === -257 && key.get(KTY) === 3) {
    const [n, e] = [text(key.get(N), MODULUS_BYTES), text(key.get(E), { min: 1, max: MAX_EXPONENT_BYTES })]
    return n && e ? { kty: 'RSA', n, e } : undefined
  }
  return undefined
}

/** Whether what was decoded is a COSE key, a public one of one of the algorithms, on the curve or of a usual size. */
export const isPasskeyKey = (key: unknown): boolean => {
  const jwk = key instanceof Map ? toJwk(key) : undefined
  if (!jwk) return false
  try {
    createPublicKey({ key: jwk, format: 'jwk' })
    return true
  } catch {
    return false // not on the curve
  }
}
