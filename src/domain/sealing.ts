import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hash,
  hkdfSync,
  type KeyObject,
  timingSafeEqual,
} from 'node:crypto'

/**
 * Keeps secrets unreadable in the database. `context` names the place of a value as
 * `purpose|pool|row|column`; a value opens only in the place for which it was sealed, so nobody who
 * can write to the database can move one user's secret to another's row.
 */
export type Sealer = {
  /** Names the key that seals now. */
  readonly keyId: string
  seal(context: string, text: string): string
  /** The text, or undefined if it was sealed elsewhere, by an unknown key, or altered. */
  open(context: string, sealed: string): string | undefined
  /** A keyed hash: for codes and names that are looked up or compared and never read. Base64url. */
  mac(context: string, text: string): string
}

const VERSION = 'v1'
const SALT_BYTES = 16
const TAG_BYTES = 16
/** Every value has a key of its own (below), so its nonce may be fixed. */
const NONCE = Buffer.alloc(12)

const derive = (root: Buffer, info: string) => Buffer.from(hkdfSync('sha256', root, '', `cenote ${info}`, 32))
/** As a KeyObject: Node takes several times as long over a key that it is given as bytes. */
const deriveKey = (root: Buffer, info: string): KeyObject => createSecretKey(derive(root, info))

/**
 * Makes a sealer of root keys of 32 bytes, the first of which seals while all of them open.
 * AES-256-GCM under HKDF(root, purpose and pool), then HMAC with 128 random bits for every value,
 * so that the number of values is not bounded by nonce collisions (NIST SP 800-38D section 8.3).
 */
export const makeSealer = (roots: readonly Buffer[], random: (bytes: number) => Buffer): Sealer => {
  const ring = roots.map((root) => ({ id: derive(root, 'key id').subarray(0, 6).toString('base64url'), root }))
  const [current] = ring
  // Hashes that are looked up must stay what they are while a new key takes over.
  const oldest = ring.at(-1)
  if (!current || !oldest) throw new Error('A sealer needs a root key')
  const derived = new Map<string, KeyObject>()
  const keyFor = (root: Buffer, keyId: string, context: string) => {
    const [purpose, pool] = context.split('|', 2)
    const name = `${keyId} ${purpose}|${pool ?? ''}`
    const known = derived.get(name)
    if (known) return known
    if (derived.size > 10_000) derived.clear()
    const key = deriveKey(root, `${purpose}|${pool ?? ''}`)
    derived.set(name, key)
    return key
  }
  const valueKey = (key: KeyObject, salt: Buffer) => createSecretKey(createHmac('sha256', key).update(salt).digest())

  return {
    keyId: current.id,
    seal(context, text) {
      const salt = random(SALT_BYTES)
      const cipher = createCipheriv('aes-256-gcm', valueKey(keyFor(current.root, current.id, context), salt), NONCE)
      cipher.setAAD(Buffer.from(context))
      const body = Buffer.concat([salt, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${VERSION}.${current.id}.${body.toString('base64url')}`
    },
    open(context, sealed) {
      const [version, keyId, encoded, ...rest] = sealed.split('.')
      const key = ring.find((candidate) => candidate.id === keyId)
      const body = Buffer.from(encoded ?? '', 'base64url')
      if (version !== VERSION || !key || body.length < SALT_BYTES + TAG_BYTES) return undefined
      if (rest.length > 0 || body.toString('base64url') !== encoded) return undefined // one value has one spelling
      const salt = body.subarray(0, SALT_BYTES)
      const decipher = createDecipheriv('aes-256-gcm', valueKey(keyFor(key.root, key.id, context), salt), NONCE)
      decipher.setAAD(Buffer.from(context))
      decipher.setAuthTag(body.subarray(-TAG_BYTES))
      try {
        return decipher.update(body.subarray(SALT_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
      } catch {
        return undefined // the tag does not match: not sealed here
      }
    },
    mac(context, text) {
      return createHmac('sha256', keyFor(oldest.root, oldest.id, `mac ${context}`))
        .update(text)
        .digest('base64url')
    },
  }
}

const digest = (text: string) => hash('sha256', text, 'buffer')

/** Compares two secrets in time that tells nothing of either. */
export const equalSecrets = (a: string, b: string) => timingSafeEqual(digest(a), digest(b))
