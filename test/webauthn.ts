import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

type Cbor = number | string | Buffer | readonly Cbor[] | ReadonlyMap<Cbor, Cbor>

const head = (major: number, argument: number): Buffer => {
  if (argument < 24) return Buffer.from([(major << 5) | argument])
  if (argument < 256) return Buffer.from([(major << 5) | 24, argument])
  return Buffer.from([(major << 5) | 25, argument >> 8, argument & 255])
}

/** Writes CBOR (RFC 8949), as far as authenticators need it. */
export const cbor = (value: Cbor): Buffer => {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)])
  const entries = [...(value as ReadonlyMap<Cbor, Cbor>)]
  return Buffer.concat([head(5, entries.length), ...entries.flat().map((item) => cbor(item as Cbor))])
}

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest()
const bytesOf = (text: string | undefined) => Buffer.from(text ?? '', 'base64url')

/** A key pair, and its public half as COSE has it. */
const algorithms = {
  ES256() {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { x, y } = publicKey.export({ format: 'jwk' })
    return {
      privateKey,
      cose: new Map<Cbor, Cbor>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, bytesOf(x)],
        [-3, bytesOf(y)],
      ]),
    }
  },
  RS256() {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const { n, e } = publicKey.export({ format: 'jwk' })
    return {
      privateKey,
      cose: new Map<Cbor, Cbor>([
        [1, 3],
        [3, -257],
        [-1, bytesOf(n)],
        [-2, bytesOf(e)],
      ]),
    }
  },
  EdDSA() {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const { x } = publicKey.export({ format: 'jwk' })
    return {
      privateKey,
      cose: new Map<Cbor, Cbor>([
        [1, 1],
        [3, -8],
        [-1, 6],
        [-2, bytesOf(x)],
      ]),
    }
  },
}

/** What an authenticator says of the ceremony: present, verified, may be backed up, is backed up. */
type Flags = { up: boolean; uv: boolean; be: boolean; bs: boolean }

/** What a test makes other than an honest authenticator and browser would. */
export type Knobs = {
  clientData?: Record<string, unknown>
  rpId?: string
  flags?: Partial<Flags>
  signCount?: number
  credentialId?: Buffer
  /** The public key as CBOR, or what stands in its place. */
  publicKey?: Buffer
  format?: string
  statement?: (signed: Buffer, key: KeyObject) => ReadonlyMap<Cbor, Cbor>
  /** After the attestation. */
  trailing?: Buffer
  /** After the authenticator's data. */
  dataTrailing?: Buffer
  userHandle?: string | null | undefined
  /** Signs in place of the passkey's key. */
  signWith?: KeyObject
  transports?: string[]
}

/** A challenge as `navigator.credentials` gets it, in JSON. */
export type Options = { challenge: string; user?: { id: string } }

const flagBits = ({ up, uv, be, bs }: Flags) => (up ? 1 : 0) | (uv ? 4 : 0) | (be ? 8 : 0) | (bs ? 16 : 0)

/** A browser with one passkey in it: it makes one for options, and signs with it. Honest, but for `knobs`. */
export const makeAuthenticator = (how: {
  rpId: string
  origin: string
  algorithm?: keyof typeof algorithms
  attachment?: 'platform' | 'cross-platform'
  flags?: Partial<Flags>
  /** The count of signatures begins here; without it none are counted. */
  counts?: boolean
}) => {
  const { rpId, origin, algorithm = 'ES256', attachment = 'platform', counts = false } = how
  const usual = { up: true, uv: true, be: true, bs: true, ...how.flags }
  const { privateKey, cose } = algorithms[algorithm]()
  let id: Buffer = randomBytes(32)
  let handle = ''
  let count = 0

  const clientDataJSON = (type: string, challenge: string, knobs: Knobs) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false, ...knobs.clientData }))

  const data = (knobs: Knobs, attested: Buffer) => {
    const signCount = Buffer.alloc(4)
    if (counts) count += 1
    signCount.writeUInt32BE(knobs.signCount ?? count)
    const bits = flagBits({ ...usual, ...knobs.flags }) | (attested.length > 0 ? 64 : 0)
    const parts = [sha256(knobs.rpId ?? rpId), Buffer.from([bits]), signCount, attested]
    return Buffer.concat([...parts, knobs.dataTrailing ?? Buffer.alloc(0)])
  }

  const answer = (response: Record<string, unknown>) => ({
    id: id.toString('base64url'),
    rawId: id.toString('base64url'),
    type: 'public-key',
    authenticatorAttachment: attachment,
    clientExtensionResults: {},
    response,
  })

  return {
    get id() {
      return id.toString('base64url')
    },
    /** RegistrationResponseJSON. */
    create(options: Options, knobs: Knobs = {}) {
      id = knobs.credentialId ?? id
      handle = options.user?.id ?? ''
      const length = Buffer.alloc(2)
      length.writeUInt16BE(id.length)
      const attested = Buffer.concat([Buffer.alloc(16), length, id, knobs.publicKey ?? cbor(cose)])
      const clientData = clientDataJSON('webauthn.create', options.challenge, knobs)
      const authData = data(knobs, attested)
      const attStmt = knobs.statement?.(Buffer.concat([authData, sha256(clientData)]), privateKey) ?? new Map()
      const attestation = new Map<Cbor, Cbor>([
        ['fmt', knobs.format ?? 'none'],
        ['attStmt', attStmt],
        ['authData', authData],
      ])
      return answer({
        clientDataJSON: clientData.toString('base64url'),
        attestationObject: Buffer.concat([cbor(attestation), knobs.trailing ?? Buffer.alloc(0)]).toString('base64url'),
        transports: knobs.transports ?? (attachment === 'platform' ? ['internal'] : ['usb']),
      })
    },
    /** AuthenticationResponseJSON. */
    get(options: Options, knobs: Knobs = {}) {
      const clientData = clientDataJSON('webauthn.get', options.challenge, knobs)
      const authenticatorData = data(knobs, Buffer.alloc(0))
      const signed = Buffer.concat([authenticatorData, sha256(clientData)])
      const hash = algorithm === 'EdDSA' ? null : 'sha256'
      return answer({
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: authenticatorData.toString('base64url'),
        signature: sign(hash, signed, knobs.signWith ?? privateKey).toString('base64url'),
        userHandle: knobs.userHandle === undefined ? handle : knobs.userHandle,
      })
    },
  }
}

/** A software authenticator. */
export type Authenticator = ReturnType<typeof makeAuthenticator>
