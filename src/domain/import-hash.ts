import type { HashCost } from './credential.ts'

/** The ways in which other systems hash passwords that an import can take over. */
export const importAlgorithms = ['BCRYPT', 'SCRYPT', 'ARGON2ID', 'PBKDF2_SHA256'] as const
export type ImportAlgorithm = (typeof importAlgorithms)[number]

/** A password's hash as another system made it, in that system's text. */
export type ImportedHash = { readonly algorithm: ImportAlgorithm; readonly text: string }

/** What an imported hash says: all that computing it again takes, and what has to come out. */
export type HashRecipe =
  | { readonly algorithm: 'BCRYPT'; readonly revision: string; readonly setting: string; readonly hash: string }
  | {
      readonly algorithm: 'SCRYPT'
      readonly N: number
      readonly r: number
      readonly p: number
      readonly salt: Buffer
      readonly hash: Buffer
    }
  | { readonly algorithm: 'ARGON2ID'; readonly cost: HashCost; readonly salt: Buffer; readonly hash: Buffer }
  | { readonly algorithm: 'PBKDF2_SHA256'; readonly iterations: number; readonly salt: Buffer; readonly hash: Buffer }

/** Every sign-in spends the cost of a hash: no more than the service takes. */
const most = { bcrypt: 12, N: 65_536, r: 8, p: 1, memoryKiB: 19_456, passes: 2, lanes: 1, iterations: 600_000 }

/** argon2 needs 8 bytes of salt (RFC 9106 section 3.1); the other bounds are unverified. */
const isSized = ({ algorithm, salt, hash }: Exclude<HashRecipe, { algorithm: 'BCRYPT' }>) =>
  salt.length >= (algorithm === 'ARGON2ID' ? 8 : 1) && salt.length <= 64 && hash.length >= 16 && hash.length <= 64

const BCRYPT = /^\$(2[abxy])\$(\d{2})\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})$/
const SCRYPT = /^(\d{1,5})\$(\d{1,2})\$(\d{1,2})\$((?:[0-9a-f]{2}){1,64})\$((?:[0-9a-f]{2}){1,64})$/i
const ARGON2ID =
  /^\$argon2id\$v=19\$m=(\d{1,5}),t=(\d{1,2}),p=(\d)\$([A-Za-z0-9+/]{1,88})={0,2}\$([A-Za-z0-9+/]{1,88})={0,2}$/
const PBKDF2 = /^\$pbkdf2-sha256\$(\d{1,6})\$([A-Za-z0-9+/.]{1,88})={0,2}\$([A-Za-z0-9+/.]{1,88})={0,2}$/

const isPowerOfTwo = (value: number) => value >= 2 && (value & (value - 1)) === 0

/** Base64; some libraries write `.` for `+` (passlib's ab64). */
const base64 = (text = '') => Buffer.from(text.replaceAll('.', '+'), 'base64')

const readers: { readonly [A in ImportAlgorithm]: (text: string) => HashRecipe | undefined } = {
  BCRYPT(text) {
    const [, revision = '', cost = '', salt = '', hash = ''] = BCRYPT.exec(text) ?? []
    if (Number(cost) < 4 || Number(cost) > most.bcrypt) return undefined
    return { algorithm: 'BCRYPT', revision, setting: `${cost}$${salt}`, hash }
  },
  SCRYPT(text) {
    const [, cost, block, parallel, salt = '', hash = ''] = SCRYPT.exec(text) ?? []
    const [N, r, p] = [Number(cost), Number(block), Number(parallel)]
    if (!isPowerOfTwo(N) || N > most.N || r < 1 || r > most.r || p < 1 || p > most.p) return undefined
    return { algorithm: 'SCRYPT', N, r, p, salt: Buffer.from(salt, 'hex'), hash: Buffer.from(hash, 'hex') }
  },
  ARGON2ID(text) {
    const [, memory, time, parallel, salt, hash] = ARGON2ID.exec(text) ?? []
    const cost = { memoryKiB: Number(memory), passes: Number(time), lanes: Number(parallel) }
    const { memoryKiB, passes, lanes } = cost
    if (!(lanes >= 1 && lanes <= most.lanes && passes >= 1 && passes <= most.passes)) return undefined
    if (memoryKiB < 8 * lanes || memoryKiB > most.memoryKiB) return undefined
    return { algorithm: 'ARGON2ID', cost, salt: base64(salt), hash: base64(hash) }
  },
  PBKDF2_SHA256(text) {
    const [, rounds, salt, hash] = PBKDF2.exec(text) ?? []
    const iterations = Number(rounds)
    if (!(iterations >= 1 && iterations <= most.iterations)) return undefined
    return { algorithm: 'PBKDF2_SHA256', iterations, salt: base64(salt), hash: base64(hash) }
  },
}

/**
 * Reads a hash in the algorithm's format; undefined for a text of another form, and for one that costs
 * more than the service takes.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
 */
export const readImportedHash = ({ algorithm, text }: ImportedHash): HashRecipe | undefined => {
  const recipe = readers[algorithm](text)
  return recipe && (recipe.algorithm === 'BCRYPT' || isSized(recipe)) ? recipe : undefined
}

/** Where each format has what is a user's own, counted from its end, and the digit that means nothing. */
const secretFields = {
  BCRYPT: { count: 1, zero: '.' },
  SCRYPT: { count: 2, zero: '0' },
  ARGON2ID: { count: 2, zero: 'A' },
  PBKDF2_SHA256: { count: 2, zero: 'A' },
} as const

/** A hash of the same cost with nothing of anybody's in it: neither the salt nor the hash. */
export const blankHash = ({ algorithm, text }: ImportedHash): ImportedHash => {
  const { count, zero } = secretFields[algorithm]
  const fields = text.split('$')
  const blank = fields.map((field, at) => (at < fields.length - count ? field : field.replace(/[^=]/g, zero)))
  return { algorithm, text: blank.join('$') }
}
