import { createHash } from 'node:crypto'
import type { Context } from '../context.ts'
import type { AccessKey } from '../store/identities.ts'
import type { Queries } from '../store/index.ts'

type Keymaker = Pick<Context, 'sealer' | 'random' | 'now'>

const sealContext = (accessKeyId: string) => `access-key||${accessKeyId}|secret`

/** The secret of a stored key. One that does not open was moved or altered, and nobody signs by it. */
export const openAccessKey = (sealer: Keymaker['sealer'], { id, sealedSecret }: AccessKey): string => {
  const secret = sealer.open(sealContext(id), sealedSecret)
  if (secret === undefined) throw new Error(`The secret of access key ${id} does not open`)
  return secret
}

/** What is stored of a session token: it is random, so no slow hash is needed. */
export const hashSessionToken = (token: string) => createHash('sha256').update(token).digest('base64url')

/** An access key as it is shown once, when it is made. */
export type NewAccessKey = {
  accessKeyId: string
  secretAccessKey: string
  sessionToken: string | undefined
  /** Epoch milliseconds. */
  expiresAt: number | undefined
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** `AKIA` and 16 letters and digits for a lasting key, `ASIA` for one with a session token. */
const makeKeyId = (random: Keymaker['random'], prefix: string) =>
  prefix + [...random(16)].map((byte) => ALPHABET[byte & 31]).join('')

/**
 * Makes an access key of an identity, which must exist. With `sessionSeconds` it works together with
 * a session token and ends.
 */
export const createAccessKey = async (
  { sealer, random, now }: Keymaker,
  tx: Queries,
  identity: string,
  sessionSeconds?: number,
): Promise<NewAccessKey> => {
  const accessKeyId = makeKeyId(random, sessionSeconds === undefined ? 'AKIA' : 'ASIA')
  const secretAccessKey = random(30).toString('base64')
  const sessionToken = sessionSeconds === undefined ? undefined : random(96).toString('base64')
  const expiresAt = sessionSeconds === undefined ? undefined : now() + sessionSeconds * 1000
  await tx.identities.insertKey({
    id: accessKeyId,
    identity,
    sealedSecret: sealer.seal(sealContext(accessKeyId), secretAccessKey),
    sessionTokenHash: sessionToken && hashSessionToken(sessionToken),
    expiresAt,
    disabledAt: undefined,
    createdAt: now(),
  })
  return { accessKeyId, secretAccessKey, sessionToken, expiresAt }
}

/** The identity that may do everything. */
export const ROOT = 'root'

/** Makes the root identity with its access key at the first start ever; undefined at later ones. */
export const createRoot = (
  keymaker: Keymaker,
  transaction: <T>(work: (tx: Queries) => Promise<T>) => Promise<T>,
): Promise<NewAccessKey | undefined> =>
  transaction(async (tx) => {
    const isFirst = await tx.identities.insert({ name: ROOT, isRoot: true, policies: {} }, keymaker.now())
    return isFirst ? createAccessKey(keymaker, tx, ROOT) : undefined
  })
