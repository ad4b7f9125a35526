import type { Context } from '../../context.ts'
import type { Store } from '../../store/index.ts'
import type { FormerPosition, StoredPassword } from '../../store/passwords.ts'
import { type CredentialTools, hashVerifier, sealCredential, tryOpenCredential } from './credential.ts'

type Tools = CredentialTools & Pick<Context, 'store'>

/** What was found of a pool's stored passwords, and what was done. */
export type Conversion = {
  /** Verifiers that are hashes now. */
  converted: number
  /** Those that were hashes before. */
  hashes: number
  verifiers: number
  /** Hashes of other systems, which wait for their users' next sign-in in every mode. */
  imported: number
  /** Those that do not open, and stay as they are. */
  unreadable: number
}

type Source<P extends StoredPassword> = {
  page(store: Store, poolId: string, limit: number, after: P | undefined): Promise<P[]>
  reform(store: Store, poolId: string, stored: P, after: string): Promise<boolean>
}

/** A user's password stands in the history, too, sealed to the same text: both change together. */
const current: Source<StoredPassword> = {
  page: (store, poolId, limit, after) => store.passwords.list(poolId, limit, after?.sub),
  reform: (store, poolId, stored, after) =>
    store.transaction(async (tx) => {
      const changed = await tx.passwords.reform(poolId, stored, after)
      if (changed) await tx.passwords.reformFormer(poolId, stored, after)
      return changed
    }),
}

const former: Source<StoredPassword & FormerPosition> = {
  page: (store, poolId, limit, after) => store.passwords.listFormer(poolId, limit, after),
  reform: (store, poolId, stored, after) => store.transaction((tx) => tx.passwords.reformFormer(poolId, stored, after)),
}

const BATCH = 500
const none = (): Conversion => ({ converted: 0, hashes: 0, verifiers: 0, imported: 0, unreadable: 0 })

/** Under which name each form is counted. */
const counted = { srp: 'verifiers', argon2id: 'hashes', imported: 'imported' } as const

const convertOne = async <P extends StoredPassword>(tools: Tools, poolId: string, source: Source<P>, stored: P) => {
  const owner = { poolId, sub: stored.sub }
  const credential = tryOpenCredential(tools, owner, stored.sealed)
  if (!credential) return 'unreadable'
  if (credential.form !== 'srp') return counted[credential.form]
  const after = sealCredential(tools, owner, await hashVerifier(tools, credential))
  // A password that was set in the meantime is left alone: it has the pool's form already.
  return (await source.reform(tools.store, poolId, stored, after)) ? 'converted' : undefined
}

/** Goes through all that a source has, as many at a time as can be hashed. */
const convertAll = async <P extends StoredPassword>(
  tools: Tools,
  poolId: string,
  source: Source<P>,
  tell: (done: Conversion) => void,
): Promise<Conversion> => {
  const done = none()
  let last: P | undefined
  for (;;) {
    const batch = await source.page(tools.store, poolId, BATCH, last)
    const { hashesAtOnce } = tools.compute
    for (let from = 0; from < batch.length; from += hashesAtOnce) {
      const together = batch.slice(from, from + hashesAtOnce)
      for (const result of await Promise.all(together.map((stored) => convertOne(tools, poolId, source, stored)))) {
        if (result) done[result]++
      }
    }
    if (batch.length > 0) tell(done)
    last = batch.at(-1)
    if (batch.length < BATCH) return done
  }
}

/**
 * Replaces every verifier of a pool, present and former, by its hash. It can be ended at any time and
 * begun again: what is a hash already stays. `tell` hears how far it is, after each batch.
 */
export const convertToHashes = async (
  tools: Tools,
  poolId: string,
  tell: (done: Conversion, of: 'passwords' | 'former passwords') => void,
): Promise<{ passwords: Conversion; formerPasswords: Conversion }> => ({
  passwords: await convertAll(tools, poolId, current, (done) => tell(done, 'passwords')),
  formerPasswords: await convertAll(tools, poolId, former, (done) => tell(done, 'former passwords')),
})

/** Counts in which form the passwords of a pool's users are stored. */
export const countForms = async (tools: Pick<Tools, 'sealer' | 'store'>, poolId: string): Promise<Conversion> => {
  const found = none()
  for (let last: string | undefined; ; ) {
    const batch = await tools.store.passwords.list(poolId, BATCH, last)
    for (const { sub, sealed } of batch) {
      const form = tryOpenCredential(tools, { poolId, sub }, sealed)?.form
      found[form === undefined ? 'unreadable' : counted[form]]++
    }
    last = batch.at(-1)?.sub
    if (batch.length < BATCH) return found
  }
}
