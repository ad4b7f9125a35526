/** Second factors of users: authenticator apps, and which factors are turned on. Knows no challenges. */
import type { Context } from '../../context.ts'
import { fault } from '../../domain/errors.ts'
import { factorLockout } from '../../domain/lockout.ts'
import { offersFactor } from '../../domain/mfa.ts'
import { withoutFactor } from '../../domain/mfa-preference.ts'
import type { Pool } from '../../domain/pool.ts'
import { matchingStep, TOTP_SECRET_BYTES, toBase32 } from '../../domain/totp.ts'
import type { MfaFactor, User } from '../../domain/user.ts'
import type { AttemptKey } from '../../store/attempts.ts'
import type { Queries } from '../../store/index.ts'
import type { SoftwareToken } from '../../store/software-tokens.ts'
import { attemptKey, attemptSecret } from '../passwords/lockout.ts'
import { changeUser, noNames, rereadUser, transactUsers } from '../users/save.ts'

type Owner = Pick<User, 'poolId' | 'sub'>

const sealContext = ({ poolId, sub }: Owner) => `totp|${poolId}|${sub}|secret`

/** Whose wrong codes are counted: a user's, apart for each factor, in whatever Session they come. */
const factorKey = (ctx: Context, pool: Pool, user: User, factor: MfaFactor): AttemptKey =>
  attemptKey(ctx, pool, user, user.username, `mfa:${factor}`)

/** Raises SoftwareTokenMFANotFoundException in a pool whose users may not register apps. */
export const requireSoftwareTokens = (pool: Pool): void => {
  if (!offersFactor(pool.settings, 'SOFTWARE_TOKEN_MFA')) {
    throw fault('SoftwareTokenMFANotFoundException', 'Software Token MFA has not been enabled by the userPool')
  }
}

/**
 * Gives a user the secret of a new app, in base32. It is told this once; it replaces one that waits
 * for its first code, and one that is in use only when it has shown its own.
 */
export const associate = async (ctx: Context, tx: Queries, user: User): Promise<string> => {
  const secret = ctx.random(TOTP_SECRET_BYTES)
  const { poolId, sub } = user
  const sealedSecret = ctx.sealer.seal(sealContext(user), secret.toString('base64'))
  const id = ctx.random(16).toString('base64url')
  await tx.softwareTokens.putPending({ poolId, sub, id, sealedSecret, friendlyName: undefined, lastStep: 0 }, ctx.now())
  return toBase32(secret)
}

const openSecret = (ctx: Context, token: SoftwareToken): Buffer => {
  const opened = ctx.sealer.open(sealContext(token), token.sealedSecret)
  if (opened === undefined) {
    throw new Error(`The software token of user ${token.sub} in pool ${token.poolId} does not open`)
  }
  return Buffer.from(opened, 'base64')
}

/** What a code of an app is. `used`: it was right, and it or a newer one was used before. */
export type CodeVerdict = 'right' | 'used' | 'wrong'

/**
 * Tries a code of an app, and uses it up if it is right: once, on all nodes. A used one counts as a
 * failure, as whoever saw it typed could else begin the count anew. Raises NotAuthorizedException
 * while the user is locked out of this factor.
 */
export const tryTokenCode = async (
  ctx: Context,
  { pool, user, token }: { pool: Pool; user: User; token: SoftwareToken },
  given: string,
): Promise<CodeVerdict> => {
  let verdict: CodeVerdict = 'wrong'
  const verify = async () => {
    const step = matchingStep(openSecret(ctx, token), given, ctx.now())
    if (step === undefined) return false
    const isFirst = await ctx.store.transaction((tx) => tx.softwareTokens.consumeStep(token, step))
    verdict = isFirst ? 'right' : 'used'
    return isFirst
  }
  await attemptSecret(ctx, factorKey(ctx, pool, user, 'SOFTWARE_TOKEN_MFA'), verify, factorLockout)
  return verdict
}

/** The app that waits for its first code, which `given` is. Raises EnableSoftwareTokenMFAException otherwise. */
export const proveNewToken = async (ctx: Context, pool: Pool, user: User, given: string): Promise<SoftwareToken> => {
  const token = await ctx.store.softwareTokens.find(pool.id, user.sub, 'pending')
  // Unverified.
  if (!token) throw fault('EnableSoftwareTokenMFAException', 'No software token is waiting to be verified.')
  const verdict = await tryTokenCode(ctx, { pool, user, token }, given)
  if (verdict !== 'right') throw fault('EnableSoftwareTokenMFAException', 'Code mismatch')
  return token
}

/** An app that has shown its first code, and what its user calls it. */
export type NewToken = { readonly token: SoftwareToken; readonly friendlyName: string | undefined }

/** Makes a proved app the user's, within a transaction of `transactUsers` that read the user. */
export const activate = async (
  ctx: Context,
  tx: Queries,
  { pool, user }: { pool: Pool; user: User },
  { token, friendlyName }: NewToken,
): Promise<void> => {
  const isActive = await tx.softwareTokens.activate({ ...token, friendlyName })
  // Another secret took its place meanwhile.
  if (!isActive) throw fault('EnableSoftwareTokenMFAException', 'Code mismatch')
  await changeUser(tx, pool, user, { mfa: { ...user.mfa, softwareToken: true } }, ctx.now(), noNames)
}

/** Takes the first code of an app from a user who is signed in: it is theirs, and not turned on by that. */
export const verifyNewToken = async (
  ctx: Context,
  { pool, user }: { pool: Pool; user: User },
  { code, friendlyName }: { code: string; friendlyName: string | undefined },
): Promise<void> => {
  requireSoftwareTokens(pool)
  const token = await proveNewToken(ctx, pool, user, code)
  await transactUsers(ctx, async (tx) => {
    await activate(ctx, tx, { pool, user: await rereadUser(tx, user) }, { token, friendlyName })
  })
}

/** Takes a user's apps away, and with them the factor. Raises UserNotConfirmedException. */
export const deleteTokens = (ctx: Context, pool: Pool, user: User): Promise<void> =>
  transactUsers(ctx, async (tx) => {
    const current = await rereadUser(tx, user)
    if (current.status === 'UNCONFIRMED') throw fault('UserNotConfirmedException')
    await tx.softwareTokens.remove(pool.id, user.sub)
    const mfa = { ...withoutFactor(current.mfa, 'SOFTWARE_TOKEN_MFA'), softwareToken: false }
    await changeUser(tx, pool, current, { mfa }, ctx.now(), noNames)
  })
