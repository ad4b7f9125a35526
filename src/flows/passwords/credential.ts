import { timingSafeEqual } from 'node:crypto'
import type { Context } from '../../context.ts'
import { type Credential, formatCredential, formIn, hashCost, parseCredential } from '../../domain/credential.ts'
import type { Pool } from '../../domain/pool.ts'
import type { Verifier } from '../../domain/srp.ts'
import type { User } from '../../domain/user.ts'

/** Whose credential it is: it opens for nobody else. */
export type CredentialOwner = Pick<User, 'poolId' | 'sub'>

/** What credentials are opened, hashed and sealed with. */
export type CredentialTools = Pick<Context, 'sealer' | 'compute' | 'random'>

const SALT_BYTES = 16

const sealContext = ({ poolId, sub }: CredentialOwner) => `verifier|${poolId}|${sub}|password`

/** Opens a stored credential; undefined for one that was moved or altered, or that nobody reads any more. */
export const tryOpenCredential = (
  { sealer }: Pick<Context, 'sealer'>,
  owner: CredentialOwner,
  sealed: string,
): Credential | undefined => {
  const opened = sealer.open(sealContext(owner), sealed)
  return opened === undefined ? undefined : parseCredential(opened)
}

/** Opens a stored credential. Raises an error for one that does not open: nobody signs in by it. */
export const openCredential = (ctx: Pick<Context, 'sealer'>, owner: CredentialOwner, sealed: string): Credential => {
  const credential = tryOpenCredential(ctx, owner, sealed)
  if (!credential) throw new Error(`The verifier of user ${owner.sub} in pool ${owner.poolId} does not open`)
  return credential
}

/** Seals a credential for its owner's row. */
export const sealCredential = ({ sealer }: Pick<Context, 'sealer'>, owner: CredentialOwner, credential: Credential) =>
  sealer.seal(sealContext(owner), formatCredential(credential))

/** What is opened in place of a credential that is not there, by sealer. */
const standIns = new WeakMap<Context['sealer'], string>()
const nobody: CredentialOwner = { poolId: '', sub: '' }
const STAND_IN: Credential = { form: 'srp', salt: Buffer.alloc(SALT_BYTES), v: Buffer.alloc(384) }

/** Opens a credential of nobody, so that the time does not tell who has one. */
export const openStandIn = (ctx: Pick<Context, 'sealer'>): void => {
  const sealed = standIns.get(ctx.sealer) ?? sealCredential(ctx, nobody, STAND_IN)
  standIns.set(ctx.sealer, sealed)
  openCredential(ctx, nobody, sealed)
}

/** The hash of a verifier, under a fresh salt. Raises TooManyRequestsException when too many wait. */
export const hashVerifier = async (ctx: CredentialTools, { salt, v }: Verifier): Promise<Credential> => {
  const hashSalt = ctx.random(SALT_BYTES)
  const hash = await ctx.compute.argon2id({ message: v, salt: hashSalt, cost: hashCost })
  return { form: 'argon2id', salt, cost: hashCost, hashSalt, hash }
}

/** A verifier in the form in which the pool stores passwords. Raises as above. */
export const toCredential = async (ctx: CredentialTools, pool: Pool, verifier: Verifier): Promise<Credential> =>
  formIn(pool.passwordMode) === 'srp' ? { form: 'srp', ...verifier } : hashVerifier(ctx, verifier)

/** A password that was given, and its power under a credential's salt. */
export type GivenPassword = { readonly password: string; readonly v: Buffer }

/** Whether a credential is that of the password. Raises as above. */
export const isCredentialOf = async (
  ctx: CredentialTools,
  credential: Credential,
  { password, v }: GivenPassword,
): Promise<boolean> => {
  if (credential.form === 'srp') return timingSafeEqual(v, credential.v)
  if (credential.form === 'imported') return ctx.compute.isImportedHashOf(credential.imported, password)
  const { hashSalt, cost, hash } = credential
  return timingSafeEqual(await ctx.compute.argon2id({ message: v, salt: hashSalt, cost }), hash)
}
