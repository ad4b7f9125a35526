import { argon2, pbkdf2, scrypt, timingSafeEqual } from 'node:crypto'
import { extname } from 'node:path'
import { promisify } from 'node:util'
import { Piscina } from 'piscina'
import { type HashRecipe, type ImportedHash, readImportedHash } from '../domain/import-hash.ts'
import type { BcryptInput } from './bcrypt.ts'
import type { startHashing } from './hash.ts'

const toArgon2 = promisify(argon2)
const toPbkdf2 = promisify(pbkdf2)
const toScrypt = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt)

/** Twice of what scrypt needs for the most costly hash that is imported. */
const SCRYPT_MEMORY = 128 * 1024 * 1024

type Of<A extends HashRecipe['algorithm']> = Extract<HashRecipe, { algorithm: A }>
type Threads = Piscina<BcryptInput, string>

/**
 * `$2x$` marks hashes of an old library that got characters beyond ASCII wrong. Passwords with such
 * are taken for wrong ones: their users reset them.
 */
const isSpoilt = ({ revision }: Of<'BCRYPT'>, password: string) => revision === '2x' && /[^\0-\x7f]/.test(password)

const remade = async (recipe: HashRecipe, password: string, threads: Threads): Promise<Buffer> => {
  const { algorithm } = recipe
  if (algorithm === 'BCRYPT')
    return Buffer.from(await threads.run({ setting: recipe.setting, password }, { name: 'bcrypt' }))
  const { salt, hash } = recipe
  if (algorithm === 'PBKDF2_SHA256') return toPbkdf2(password, salt, recipe.iterations, hash.length, 'sha256')
  if (algorithm === 'SCRYPT') {
    const { N, r, p } = recipe
    return toScrypt(password, salt, hash.length, { N, r, p, maxmem: SCRYPT_MEMORY })
  }
  const { memoryKiB: memory, passes, lanes: parallelism } = recipe.cost
  return toArgon2('argon2id', {
    message: password,
    nonce: salt,
    memory,
    passes,
    parallelism,
    tagLength: hash.length,
  })
}

/** Compares passwords with hashes of other systems, each in its turn among the hashes of our own. */
export const startImportedHashes = (permitted: ReturnType<typeof startHashing>['permitted'], atOnce: number) => {
  const threads: Threads = new Piscina({
    filename: new URL(`./bcrypt${extname(import.meta.filename)}`, import.meta.url).href,
    name: 'bcrypt',
    minThreads: 0,
    maxThreads: atOnce,
    idleTimeout: 60_000,
  })
  const matches = async (imported: ImportedHash, password: string): Promise<boolean> => {
    const recipe = readImportedHash(imported)
    if (!recipe) return false
    const given = await permitted(() => remade(recipe, password, threads))
    const isRight = timingSafeEqual(given, Buffer.from(recipe.hash))
    return isRight && !(recipe.algorithm === 'BCRYPT' && isSpoilt(recipe, password))
  }
  return { matches, close: () => threads.destroy() }
}
