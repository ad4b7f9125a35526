import { createHash, createHmac, randomBytes } from 'node:crypto'

/**
 * The sums of the secure remote password protocol as clients in Python do them: on integers and hex
 * texts, with nothing of the server's own.
 */
const BIG_N = BigInt(
  `0x${[
    'FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437',
    '4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05',
    '98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B',
    'E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33',
    'A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864',
    'D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF',
  ].join('')}`,
)
const G = 2n
const INFO = Buffer.concat([Buffer.from('Caldera Derived Key'), Buffer.from([1])])

const hexToLong = (hex: string) => BigInt(`0x${hex}`)
const mod = (value: bigint) => ((value % BIG_N) + BIG_N) % BIG_N

const pow = (base: bigint, exponent: bigint) => {
  let result = 1n
  for (let factor = mod(base), rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % BIG_N
    factor = (factor * factor) % BIG_N
  }
  return result
}

/** The hex of a number or of a text of hex: of even length, and never one that reads as negative. */
export const padHex = (value: bigint | string): string => {
  const hex = typeof value === 'string' ? value : value.toString(16)
  if (hex.length % 2 === 1) return `0${hex}`
  return '89abcdef'.includes(hex[0]?.toLowerCase() ?? '') ? `00${hex}` : hex
}

const hashSha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex').padStart(64, '0')
const hexHash = (hex: string) => hashSha256(Buffer.from(hex, 'hex'))
const hmac = (key: Buffer, message: Buffer) => createHmac('sha256', key).update(message).digest()
const K = hexToLong(hexHash(`00${BIG_N.toString(16)}0${G.toString(16)}`))

/** `Tue Jan 6 03:04:05 UTC 2026`. */
const timestamp = (now: Date) => {
  const [weekday, day, month, year, time] = now.toUTCString().replace(',', '').split(' ')
  return `${weekday} ${month} ${Number(day)} ${time} UTC ${year}`
}

type Parameters = Record<string, string>

/**
 * The client's half of a proof. Of devices the pool's id is `_`, which leaves no pool's name, and the
 * name is the group's key and the device's together.
 */
export const awsSrp = (poolId: string, password: string) => {
  const a = hexToLong(randomBytes(128).toString('hex')) % BIG_N
  const largeA = pow(G, a)
  const poolName = poolId.split('_')[1] ?? ''

  const authenticationKey = (name: string, largeB: bigint, salt: string) => {
    const u = hexToLong(hexHash(padHex(largeA) + padHex(largeB)))
    const identity = hashSha256(Buffer.from(`${poolName}${name}:${password}`))
    const x = hexToLong(hexHash(padHex(salt) + identity))
    const s = pow(largeB - K * pow(G, x), a + u * x)
    const key = hmac(Buffer.from(padHex(u), 'hex'), Buffer.from(padHex(s), 'hex'))
    return hmac(key, INFO).subarray(0, 16)
  }
  return {
    /** SRP_A. */
    srpA: largeA.toString(16),
    /** The answer to PASSWORD_VERIFIER or DEVICE_PASSWORD_VERIFIER, but for the user and the device. */
    processChallenge(challenge: Parameters, now: Date): Parameters {
      const { USER_ID_FOR_SRP = '', SALT = '', SRP_B = '', SECRET_BLOCK = '' } = challenge
      const TIMESTAMP = timestamp(now)
      const key = authenticationKey(USER_ID_FOR_SRP, hexToLong(SRP_B), SALT)
      const message = [
        Buffer.from(`${poolName}${USER_ID_FOR_SRP}`),
        Buffer.from(SECRET_BLOCK, 'base64'),
        Buffer.from(TIMESTAMP),
      ]
      return {
        TIMESTAMP,
        PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
        PASSWORD_CLAIM_SIGNATURE: hmac(key, Buffer.concat(message)).toString('base64'),
      }
    },
  }
}

/** The DeviceSecretVerifierConfig of a device and its password. */
export const deviceVerifier = (groupKey: string, key: string, password: string) => {
  const identity = hashSha256(Buffer.from(`${groupKey}${key}:${password}`))
  const salt = padHex(hexToLong(randomBytes(16).toString('hex')))
  const verifier = padHex(pow(G, hexToLong(hexHash(salt + identity))))
  return {
    PasswordVerifier: Buffer.from(verifier, 'hex').toString('base64'),
    Salt: Buffer.from(salt, 'hex').toString('base64'),
  }
}
