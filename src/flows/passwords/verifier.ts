import { timingSafeEqual } from 'node:crypto'
import type { Context } from '../../context.ts'
import { fault } from '../../domain/errors.ts'
import { checkPassword } from '../../domain/password-policy.ts'
import type { Pool } from '../../domain/pool.ts'
import {
  formatVerifier,
  makeSalt,
  parseVerifier,
  privateExponent,
  srpIdentity,
  type Verifier,
} from '../../domain/srp.ts'
import type { User } from '../../domain/user.ts'
import { lookUpKey } from '../users/names.ts'

type Owner = Pick<User, 'poolId' | 'sub' | 'username'>

const MAX_PASSWORD_LENGTH = 256

const sealContext = ({ poolId, sub }: Owner) => `verifier|${poolId}|${sub}|password`

/** Opens a stored verifier. One that does not open was moved or altered, and nobody signs in by it. */
export const openVerifier = (ctx: Context, owner: Owner, sealed: string): Verifier => {
  const opened = ctx.sealer.open(sealContext(owner), sealed)
  if (opened === undefined) throw new Error(`The verifier of user ${owner.sub} in pool ${owner.poolId} does not open`)
  return parseVerifier(opened)
}

const computeVerifier = async (ctx: Context, owner: Owner, password: string, salt: Buffer): Promise<Verifier> => {
  const x = privateExponent(srpIdentity(owner.poolId, owner.username), password, salt)
  return { salt, v: await ctx.compute.powerOfG(x) }
}

/** The sealed verifier of a password, under a fresh salt. */
export const sealPassword = async (ctx: Context, owner: Owner, password: string): Promise<string> => {
  const verifier = await computeVerifier(ctx, owner, password, makeSalt(ctx.random))
  return ctx.sealer.seal(sealContext(owner), formatVerifier(verifier))
}

/** The salt that a name without a user has: always the same, however it is written, as a user's would be. */
export const fakeSalt = (ctx: Context, pool: Pool, name: string): Buffer => {
  let draw = 0
  const text = () => `${draw++} ${lookUpKey(pool, name)}`
  return makeSalt((bytes) =>
    Buffer.from(ctx.sealer.mac(`fake-salt|${pool.id}`, text()), 'base64url').subarray(0, bytes),
  )
}

/**
 * Whether `password` is the user's. Without a user, or for one without a password, the same work is
 * done and the answer is no.
 */
export const isPasswordOf = async (
  ctx: Context,
  pool: Pool,
  user: User | undefined,
  name: string,
  password: string,
): Promise<boolean> => {
  if (password.length > MAX_PASSWORD_LENGTH) return false
  const sealed = user && (await ctx.store.users.verifier(pool.id, user.sub))
  const stored = sealed === undefined || !user ? undefined : openVerifier(ctx, user, sealed)
  const owner = user ?? { poolId: pool.id, sub: name, username: name }
  const given = await computeVerifier(ctx, owner, password, stored?.salt ?? fakeSalt(ctx, pool, name))
  return timingSafeEqual(given.v, stored?.v ?? Buffer.alloc(given.v.length)) && stored !== undefined
}

/**
 * Checks a new password against the pool's policy and the user's former ones, and gives its sealed
 * verifier. Raises InvalidPasswordException and PasswordHistoryPolicyViolationException.
 */
export const prepareNewPassword = async (ctx: Context, pool: Pool, user: User, password: string): Promise<string> => {
  const policy = pool.settings.policies.passwordPolicy
  checkPassword(policy, password)
  if (policy.passwordHistorySize) {
    const former = await ctx.store.users.passwordHistory(pool.id, user.sub, policy.passwordHistorySize)
    const current = await ctx.store.users.verifier(pool.id, user.sub)
    for (const sealed of new Set([...former, ...(current === undefined ? [] : [current])])) {
      const { salt, v } = openVerifier(ctx, user, sealed)
      const given = await computeVerifier(ctx, user, password, salt)
      if (timingSafeEqual(given.v, v)) throw fault('PasswordHistoryPolicyViolationException')
    }
  }
  return sealPassword(ctx, user, password)
}
