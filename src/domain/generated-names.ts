/** A source of randomness: as many bytes as asked for. */
export type RandomBytes = (count: number) => Buffer

const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** The largest multiple of 62 that a byte can be below: bytes from there on would favour some characters. */
const FAIR_LIMIT = 248

const alphanumeric = (length: number, randomBytes: RandomBytes): string => {
  let name = ''
  while (name.length < length) {
    for (const byte of randomBytes(16)) {
      if (byte < FAIR_LIMIT && name.length < length) name += ALPHANUMERIC.charAt(byte % ALPHANUMERIC.length)
    }
  }
  return name
}

/** `<region>_` and nine letters or digits, each of the 62 equally likely. */
export const newPoolId = (region: string, randomBytes: RandomBytes): string =>
  `${region}_${alphanumeric(9, randomBytes)}`

/** `import-` and ten letters or digits. */
export const newImportJobId = (randomBytes: RandomBytes): string => `import-${alphanumeric(10, randomBytes)}`

/** The kind and 25 characters of `[0-9a-z]`: 128 random bits after a one, which makes them as many. */
export const newSessionId = (kind: 'tkn' | 'sso', randomBytes: RandomBytes): string =>
  kind + BigInt(`0x1${randomBytes(16).toString('hex')}`).toString(36)

const BASE_32 = '0123456789abcdefghijklmnopqrstuv'

/** 26 characters of `[0-9a-v]`: 130 random bits. */
export const newClientId = (randomBytes: RandomBytes): string =>
  Array.from(randomBytes(26), (byte) => BASE_32.charAt(byte & 31)).join('')

/**
 * A random number of 256 bits in base 32, written like the service's secrets without leading zeros:
 * 51 or 52 characters. One number in 64 is shorter and is drawn again.
 */
export const newClientSecret = (randomBytes: RandomBytes): string => {
  for (;;) {
    const secret = BigInt(`0x${randomBytes(32).toString('hex')}`).toString(32)
    if (secret.length >= 51) return secret
  }
}
