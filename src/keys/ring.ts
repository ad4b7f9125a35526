/**
 * The signing keys of pools: made when a pool first needs them, sealed in the store, opened once and
 * kept for a while. A key's state follows from the clock alone, so no job moves it: it is *next*
 * until `activeFrom`, *active* until a younger key of its use is, and *retiring* until every token
 * that it signed has ended. Keys that are 90 days old get a successor by themselves.
 */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import type { Compute } from '../compute/index.ts'
import type { Sealer } from '../domain/sealing.ts'
import type { Queries, Store } from '../store/index.ts'
import type { SigningKey } from '../store/signing-keys.ts'

/** The token that a key signs. */
export type KeyUse = Exclude<SigningKey['use'], 'saml'>

/** A key that signs or verifies tokens of one use. */
export type PoolKey = {
  readonly kid: string
  readonly use: KeyUse
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly publicJwk: SigningKey['publicJwk']
  readonly activeFrom: number
}

/** The key by which SAML providers know a pool. */
export type SamlKey = { readonly kid: string; readonly privateKey: KeyObject; readonly createdAt: number }

/** A key as a JSON Web Key Set shows it. */
export type PublicKey = { alg: 'RS256'; e: string; kid: string; kty: string; n: string; use: 'sig' }

/** The keys of all pools. */
export type KeyRing = {
  /** The key that signs tokens of this use now; made if the pool has none. */
  active(poolId: string, use: KeyUse): Promise<PoolKey>
  /** A key that may verify a token of this use now. */
  find(poolId: string, use: KeyUse, kid: string): Promise<PoolKey | undefined>
  /** The keys to publish: active, next and retiring ones. */
  publish(poolId: string): Promise<PublicKey[]>
  /** The key that signs requests to SAML providers; made if the pool has none. It stays: providers hold it in a certificate. */
  saml(poolId: string): Promise<SamlKey>
  /** Makes the next key of each use: published now, signing from a day on. */
  rotate(poolId: string): Promise<void>
}

const DAY_MS = 24 * 60 * 60 * 1000
/** How long a key stays after its successor took over: the longest token life and an hour. */
const RETIRING_MS = DAY_MS + 60 * 60 * 1000
/** How long a new key is published before it signs, so that verifiers have it. */
const NEXT_MS = DAY_MS
/** How old a key may be before its successor is made. */
const MAX_AGE_MS = 90 * DAY_MS
/** How old an opened key ring may grow: a key that is withdrawn is refused everywhere after this. */
const CACHE_MS = 30_000
const MAX_CACHED_POOLS = 1000
const USES: readonly KeyUse[] = ['id', 'access']

type Dependencies = {
  store: Store
  sealer: Sealer
  compute: Compute
  log: { warn(fields: object, message: string): void }
  now(): number
  random(bytes: number): Buffer
}

const sealContext = (poolId: string, kid: string) => `signing-key|${poolId}|${kid}|private_key`

/** Opens the key ring over the store. */
export const openKeyRing = ({ store, sealer, compute, log, now, random }: Dependencies): KeyRing => {
  const rotating = new Set<string>()
  const cache = new Map<string, Promise<{ keys: PoolKey[]; readAt: number }>>()

  const makeKey = async (
    poolId: string,
    use: SigningKey['use'],
    activeFrom: number,
    kid = random(32).toString('base64'),
  ): Promise<SigningKey> => {
    const pair = await compute.rsaKeyPair()
    return {
      kid,
      use,
      sealedPrivateKey: sealer.seal(sealContext(poolId, kid), pair.privateKey),
      publicJwk: pair.publicJwk,
      activeFrom,
      createdAt: now(),
    }
  }

  const openPrivate = (poolId: string, key: SigningKey): KeyObject => {
    const pem = sealer.open(sealContext(poolId, key.kid), key.sealedPrivateKey)
    if (pem === undefined) throw new Error(`The signing key ${key.kid} of pool ${poolId} does not open`)
    return createPrivateKey(pem)
  }

  const openKey = (poolId: string, use: KeyUse, key: SigningKey): PoolKey => {
    const { kid, publicJwk, activeFrom } = key
    const privateKey = openPrivate(poolId, key)
    return { kid, use, publicJwk, activeFrom, privateKey, publicKey: createPublicKey(privateKey as never) }
  }

  const readOrMake = async (poolId: string): Promise<SigningKey[]> => {
    const stored = await store.signingKeys.list(poolId)
    if (USES.every((use) => stored.some((key) => key.use === use))) return stored
    const made = await Promise.all(USES.map((use) => makeKey(poolId, use, now())))
    return store.transaction(async (tx) => {
      // Held, so that of nodes that make them at the same time one is first, and the others find its keys.
      await tx.pools.hold(poolId)
      const present = await tx.signingKeys.list(poolId)
      for (const key of made) {
        if (!present.some((other) => other.use === key.use)) await tx.signingKeys.insert(poolId, key)
      }
      return tx.signingKeys.list(poolId)
    })
  }

  const read = async (poolId: string) => ({
    keys: (await readOrMake(poolId)).flatMap((key) => (key.use === 'saml' ? [] : [openKey(poolId, key.use, key)])),
    readAt: now(),
  })

  const samlKeyOf = async (queries: Pick<Queries, 'signingKeys'>, poolId: string) =>
    (await queries.signingKeys.list(poolId)).find(({ use }) => use === 'saml')

  const saml = async (poolId: string): Promise<SamlKey> => {
    const makeFirst = async () => {
      // Of nodes that make one at a time, all come to have the same: its id is its use.
      const made = await makeKey(poolId, 'saml', now(), 'saml')
      return store.transaction(async (tx) => {
        await tx.signingKeys.insertFirst(poolId, made)
        return (await samlKeyOf(tx, poolId)) ?? made
      })
    }
    const key = (await samlKeyOf(store, poolId)) ?? (await makeFirst())
    return { kid: key.kid, privateKey: openPrivate(poolId, key), createdAt: key.createdAt }
  }

  const keysOf = async (poolId: string): Promise<PoolKey[]> => {
    const cached = cache.get(poolId)
    if (cached) {
      const ring = await cached
      if (now() - ring.readAt < CACHE_MS && now() >= ring.readAt) return ring.keys
    }
    if (cache.size >= MAX_CACHED_POOLS) cache.clear()
    const reading = read(poolId)
    cache.set(poolId, reading)
    reading.catch(() => cache.delete(poolId))
    return (await reading).keys
  }

  const rotate = async (poolId: string) => {
    await keysOf(poolId)
    const made = await Promise.all(USES.map((use) => makeKey(poolId, use, now() + NEXT_MS)))
    await store.transaction(async (tx) => {
      for (const key of made) await tx.signingKeys.insert(poolId, key)
    })
    cache.delete(poolId)
  }

  /** Rotates the pools whose keys are old, once: the keys that it makes are young. */
  const rotateWhenOld = async (poolId: string, youngest: PoolKey | undefined) => {
    if (youngest === undefined || now() - youngest.activeFrom < MAX_AGE_MS || rotating.has(poolId)) return
    rotating.add(poolId)
    await rotate(poolId).finally(() => rotating.delete(poolId))
  }

  /** The keys of one use that are not gone, oldest first, each with the moment its successor takes over. */
  const living = (keys: PoolKey[], use: KeyUse) => {
    const ordered = keys.filter((key) => key.use === use)
    return ordered.filter((_, index) => {
      const successor = ordered[index + 1]
      return successor === undefined || successor.activeFrom + RETIRING_MS > now()
    })
  }

  return {
    async active(poolId, use) {
      const keys = living(await keysOf(poolId), use)
      const active = keys.findLast((key) => key.activeFrom <= now()) ?? keys[0]
      if (!active) throw new Error(`Pool ${poolId} has no signing key`)
      rotateWhenOld(poolId, keys.at(-1)).catch((error) => log.warn({ err: error, poolId }, 'rotating keys failed'))
      return active
    },
    async find(poolId, use, kid) {
      return living(await keysOf(poolId), use).find((key) => key.kid === kid)
    },
    async publish(poolId) {
      const keys = await keysOf(poolId)
      return USES.flatMap((use) => living(keys, use)).map(({ kid, publicJwk: { kty, n, e } }) => ({
        alg: 'RS256',
        e,
        kid,
        kty,
        n,
        use: 'sig',
      }))
    },
    saml,
    rotate,
  }
}
