import type { Context } from '../../context.ts'
import { type Credential, costsHash, formIn } from '../../domain/credential.ts'
import { fault } from '../../domain/errors.ts'
import { checkPassword } from '../../domain/password-policy.ts'
import type { Pool } from '../../domain/pool.ts'
import { makeSalt, privateExponent, srpIdentity, type Verifier } from '../../domain/srp.ts'
import type { User } from '../../domain/user.ts'
import type { AttemptKey } from '../../store/attempts.ts'
import { lookUpKey } from '../users/names.ts'
import {
  type CredentialOwner,
  hashVerifier,
  isCredentialOf,
  openCredential,
  openStandIn,
  sealCredential,
  toCredential,
} from './credential.ts'
import { spendImportedHash } from './imported.ts'
import { attemptSecret } from './lockout.ts'

type Owner = CredentialOwner & Pick<User, 'username'>

const MAX_PASSWORD_LENGTH = 256

const computeVerifier = async (ctx: Context, owner: Owner, password: string, salt: Buffer): Promise<Verifier> => {
  const x = privateExponent(srpIdentity(owner.poolId, owner.username), password, salt)
  return { salt, v: await ctx.compute.powerOfG(x) }
}

/** What is stored of a password in this pool, sealed, under a fresh salt. */
export const sealPassword = async (ctx: Context, pool: Pool, owner: Owner, password: string): Promise<string> => {
  const verifier = await computeVerifier(ctx, owner, password, makeSalt(ctx.random))
  return sealCredential(ctx, owner, await toCredential(ctx, pool, verifier))
}

/** The salt that a name without a user has: always the same, however it is written, as a user's would be. */
export const fakeSalt = (ctx: Context, pool: Pool, name: string): Buffer => {
  let draw = 0
  const text = () => `${draw++} ${lookUpKey(pool, name)}`
  return makeSalt((bytes) =>
    Buffer.from(ctx.sealer.mac(`fake-salt|${pool.id}`, text()), 'base64url').subarray(0, bytes),
  )
}

/** What the user has stored, and as it is in the database. Takes as long where that is nothing. */
const readStored = async (ctx: Context, user: User | undefined) => {
  const sealed = user && (await ctx.store.users.verifier(user.poolId, user.sub))
  if (sealed !== undefined && user) return { sealed, user, credential: openCredential(ctx, user, sealed) }
  openStandIn(ctx)
  return undefined
}

/** The verifier by which a user signs in with SRP; undefined without a password and for one of which a hash is kept. */
export const srpVerifierOf = async (ctx: Context, user: User): Promise<Verifier | undefined> => {
  const stored = (await readStored(ctx, user))?.credential
  return stored?.form === 'srp' ? { salt: stored.salt, v: stored.v } : undefined
}

/** Stores a right password in the pool's form. It is right in either: what hinders this hinders no sign-in. */
const reform = async (ctx: Context, { poolId, sub }: CredentialOwner, before: string, credential: Credential) => {
  const after = sealCredential(ctx, { poolId, sub }, credential)
  try {
    await ctx.store.transaction(async (tx) => {
      if (!(await tx.passwords.reform(poolId, { sub, sealed: before }, after))) return
      await tx.passwords.reformFormer(poolId, { sub, sealed: before }, after)
    })
  } catch (error) {
    ctx.log.warn({ err: error, pool: poolId }, 'a password stays in the form that its pool had before')
  }
}

/** A password that somebody gives, for a user or for a name that nobody has. */
export type GivenFor = {
  readonly pool: Pool
  readonly user: User | undefined
  readonly name: string
  readonly password: string
}

/** What a password is; `owes`: what a wrong one has yet to cost. */
type Verdict = { readonly isRight: boolean; readonly owes?: { readonly isSpent: boolean } }

/**
 * Whether `password` is the user's. Without a user, or for one without a password, the same work is
 * done and the answer is no. A right one is stored in the pool's form if it was in another.
 */
const judge = async (ctx: Context, { pool, user, name, password }: GivenFor): Promise<Verdict> => {
  if (password.length > MAX_PASSWORD_LENGTH) return { isRight: false }
  const stored = await readStored(ctx, user)
  const owner = user ?? { poolId: pool.id, sub: name, username: name }
  const salt = stored?.credential.salt ?? fakeSalt(ctx, pool, name)
  const given = await computeVerifier(ctx, owner, password, salt)
  const isHashed = stored?.credential.form === 'argon2id'
  // One hash for everybody, or for nobody: a stored one is compared, else a new one is made.
  const fresh = costsHash(pool.passwordMode) && !isHashed ? await hashVerifier(ctx, given) : undefined
  const expected: Credential = stored?.credential ?? { form: 'srp', salt, v: Buffer.alloc(given.v.length) }
  const isRight = (await isCredentialOf(ctx, expected, { password, v: given.v })) && stored !== undefined
  if (!isRight) return { isRight, owes: { isSpent: expected.form === 'imported' } }
  const form = formIn(pool.passwordMode)
  if (expected.form !== form) {
    await reform(ctx, stored.user, stored.sealed, form === 'argon2id' && fresh ? fresh : { form: 'srp', ...given })
  }
  return { isRight }
}

/**
 * Tries a password under the lockout of `key`. Raises NotAuthorizedException while that is locked, and
 * TooManyRequestsException.
 */
export const attemptPassword = async (ctx: Context, key: AttemptKey, given: GivenFor): Promise<boolean> => {
  let owes: Verdict['owes']
  const isRight = await attemptSecret(ctx, key, async () => {
    const verdict = await judge(ctx, given)
    owes = verdict.owes
    return verdict.isRight
  })
  // Counted by now: a refusal for want of time would else tell of a wrong password, and cost nothing.
  if (owes) await spendImportedHash(ctx, given.pool, { ...given, ...owes })
  return isRight
}

/** Refuses one of the user's passwords, present and former. */
const refuseKnown = async (ctx: Context, pool: Pool, user: User, password: string, size: number) => {
  const former = await ctx.store.users.passwordHistory(pool.id, user.sub, size)
  const current = await ctx.store.users.verifier(pool.id, user.sub)
  for (const sealed of new Set([...former, ...(current === undefined ? [] : [current])])) {
    const credential = openCredential(ctx, user, sealed)
    const given = await computeVerifier(ctx, user, password, credential.salt)
    if (await isCredentialOf(ctx, credential, { password, v: given.v }))
      throw fault('PasswordHistoryPolicyViolationException')
  }
}

/**
 * Checks a new password against the pool's policy and the user's former ones, and gives what is
 * stored of it, sealed. Raises InvalidPasswordException and PasswordHistoryPolicyViolationException.
 */
export const prepareNewPassword = async (ctx: Context, pool: Pool, user: User, password: string): Promise<string> => {
  const policy = pool.settings.policies.passwordPolicy
  checkPassword(policy, password)
  if (policy.passwordHistorySize) await refuseKnown(ctx, pool, user, password, policy.passwordHistorySize)
  return sealPassword(ctx, pool, user, password)
}
