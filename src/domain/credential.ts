import { type ImportedHash, importAlgorithms, readImportedHash } from './import-hash.ts'
import type { Verifier } from './srp.ts'

/**
 * What a pool keeps of passwords. `srp`: verifiers, which serve SRP and password flows. `hash`:
 * argon2id over the verifier, which serves password flows only. `hash-to-srp`: verifiers again, in a
 * pool some of whose users did not sign in since and have a hash yet.
 */
export const passwordModes = ['srp', 'hash', 'hash-to-srp'] as const
export type PasswordMode = (typeof passwordModes)[number]

/** Whether a pool of this mode lets users prove their password by SRP. */
export const allowsSrp = (mode: PasswordMode) => mode !== 'hash'
/** In which form a pool of this mode stores passwords that are set now. */
export const formIn = (mode: PasswordMode): 'argon2id' | 'srp' => (mode === 'hash' ? 'argon2id' : 'srp')
/** Whether every look at a password costs a hash, so that its time does not tell whose is stored as one. */
export const costsHash = (mode: PasswordMode) => mode !== 'srp'

/** What argon2id spends (RFC 9106 section 3.1). */
export type HashCost = { readonly memoryKiB: number; readonly passes: number; readonly lanes: number }

/** The cost of hashes that are made now: the first choice of the OWASP Password Storage Cheat Sheet. */
export const hashCost: HashCost = { memoryKiB: 19_456, passes: 2, lanes: 1 }
/** The bytes of a hash. */
export const HASH_BYTES = 32

/**
 * What is stored of a password: its verifier, or a hash of that. `salt` is the one of SRP, which
 * anybody learns who begins a sign-in; so the hash has one of its own, and no work can be done ahead.
 */
export type Credential =
  | ({ readonly form: 'srp' } & Readonly<Verifier>)
  | {
      readonly form: 'argon2id'
      readonly salt: Buffer
      readonly cost: HashCost
      readonly hashSalt: Buffer
      readonly hash: Buffer
    }
  /** The hash of another system. The salt is that of the verifier which takes its place at the first sign-in. */
  | { readonly form: 'imported'; readonly salt: Buffer; readonly imported: ImportedHash }

/** One text for a credential, to seal: `$`-separated fields, the first of which names the form. */
export const formatCredential = (credential: Credential): string => {
  const salt = credential.salt.toString('base64url')
  if (credential.form === 'srp') return `$srp$${salt}$${credential.v.toString('base64url')}`
  if (credential.form === 'imported') {
    const { algorithm, text } = credential.imported
    return `$imported$${salt}$${algorithm}$${Buffer.from(text).toString('base64url')}`
  }
  const { memoryKiB, passes, lanes } = credential.cost
  const rest = [salt, credential.hashSalt.toString('base64url'), credential.hash.toString('base64url')].join('$')
  return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${lanes}$${rest}`
}

const SRP = /^\$srp\$([\w-]{22})\$([\w-]{512})$/
const ARGON2ID = /^\$argon2id\$v=19\$m=(\d{1,6}),t=(\d{1,2}),p=(\d)\$([\w-]{22})\$([\w-]{22})\$([\w-]{43})$/

const IMPORTED = /^\$imported\$([\w-]{22})\$(\w+)\$([\w-]+)$/

/** A stored cost is spent at every sign-in: no more than this, and no less than argon2 can do. */
const isBounded = ({ memoryKiB, passes, lanes }: HashCost) =>
  lanes >= 1 && lanes <= 4 && passes >= 1 && passes <= 10 && memoryKiB >= 8 * lanes && memoryKiB <= 65_536

const parseImported = ([, salt = '', name, encoded = '']: readonly string[]): Credential | undefined => {
  const algorithm = importAlgorithms.find((known) => known === name)
  const imported = algorithm && { algorithm, text: Buffer.from(encoded, 'base64url').toString() }
  if (!imported || !readImportedHash(imported)) return undefined
  return { form: 'imported', salt: Buffer.from(salt, 'base64url'), imported }
}

/** Reads what `formatCredential` wrote; undefined for any other text, and for a cost out of bounds. */
export const parseCredential = (text: string): Credential | undefined => {
  const bytes = (part: string | undefined) => Buffer.from(part ?? '', 'base64url')
  const srp = SRP.exec(text)
  if (srp) return { form: 'srp', salt: bytes(srp[1]), v: bytes(srp[2]) }
  const imported = IMPORTED.exec(text)
  if (imported) return parseImported(imported)
  const found = ARGON2ID.exec(text)
  if (!found) return undefined
  const [, memory, passes, lanes, salt, hashSalt, hash] = found
  const cost = { memoryKiB: Number(memory), passes: Number(passes), lanes: Number(lanes) }
  if (!isBounded(cost)) return undefined
  return { form: 'argon2id', salt: bytes(salt), cost, hashSalt: bytes(hashSalt), hash: bytes(hash) }
}
