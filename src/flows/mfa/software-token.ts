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

/**
 * What a code of an app is. A right one is used up by `use`, in the transaction of what it leads to: once,
 * on all nodes; `use` answers false where another was faster.
 */
export type CodeVerdict =
  | { readonly kind: 'right'; readonly use: (tx: Queries) => Promise<boolean> }
  | { readonly kind: 'used' }
  | { readonly kind: 'wrong' }

const judge = (ctx: Context, token: SoftwareToken, given: string): CodeVerdict => {
  const step = matchingStep(openSecret(ctx, token), given, ctx.now())
  if (step === undefined) return { kind: 'wrong' }
  if (step <= token.lastStep) return { kind: 'used' }
  return { kind: 'right', use: (tx) => tx.softwareTokens.consumeStep(token, step) }
}

/**
 * Tries a code of an app. A used one counts as a failure, as whoever saw it typed could else begin the
 * count anew. Raises NotAuthorizedException while the user is locked out of this factor.
 */
export const tryTokenCode = async (
  ctx: Context,
  { pool, user, token }: { pool: Pool; user: User; token: SoftwareToken },
  given: string,
): Promise<CodeVerdict> => {
  const tried: { verdict: CodeVerdict } = { verdict: { kind: 'wrong' } }
  const verify = async () => {
    tried.verdict = judge(ctx, token, given)
    return tried.verdict.kind === 'right'
  }
  await attemptSecret(ctx, factorKey(ctx, pool, user, 'SOFTWARE_TOKEN_MFA'), verify, factorLockout)
  return tried.verdict
}

const mismatch = () => fault('EnableSoftwareTokenMFAException', 'Code mismatch')

/** An app that has shown its first code, which `use` uses up, and what its user calls it. */
export type NewToken = {
  readonly token: SoftwareToken
  readonly use: (tx: Queries) => Promise<boolean>
  readonly friendlyName: string | undefined
}

/** The first code of a new app, and what its user calls it. */
export type FirstCode = { readonly code: string; readonly friendlyName: string | undefined }

/** Longer than anybody calls a device. Each challenge of the app has the name in it, and so has what pages remember of one. */
const MAX_NAME = 256

/** What is kept of a name: no more, and no half of a character at its end. */
const shortened = (name: string | undefined) => name?.slice(0, MAX_NAME).replace(/[\ud800-\udbff]$/, '')

/** The app that waits for the code that is given. Raises EnableSoftwareTokenMFAException where none does. */
export const proveNewToken = async (
  ctx: Context,
  { pool, user }: { pool: Pool; user: User },
  { code, friendlyName }: FirstCode,
): Promise<NewToken> => {
  const token = await ctx.store.softwareTokens.find(pool.id, user.sub, 'pending')
  // Unverified.
  if (!token) throw fault('EnableSoftwareTokenMFAException', 'No software token is waiting to be verified.')
  const verdict = await tryTokenCode(ctx, { pool, user, token }, code)
  if (verdict.kind !== 'right') throw mismatch()
  return { token, use: verdict.use, friendlyName: shortened(friendlyName) }
}

/** Makes a proved app the user's, within a transaction of `transactUsers` that read the user. */
export const activate = async (
  ctx: Context,
  tx: Queries,
  { pool, user }: { pool: Pool; user: User },
  { token, use, friendlyName }: NewToken,
): Promise<void> => {
  // Its code was used, or another secret took its place meanwhile.
  if (!(await use(tx)) || !(await tx.softwareTokens.activate({ ...token, friendlyName }))) throw mismatch()
  await changeUser(tx, pool, user, { mfa: { ...user.mfa, softwareToken: true } }, ctx.now(), noNames)
}

/** Takes the first code of an app from a user who is signed in: it is theirs, and not turned on by that. */
export const verifyNewToken = async (
  ctx: Context,
  { pool, user }: { pool: Pool; user: User },
  first: FirstCode,
): Promise<void> => {
  requireSoftwareTokens(pool)
  const proved = await proveNewToken(ctx, { pool, user }, first)
  await transactUsers(ctx, async (tx) => activate(ctx, tx, { pool, user: await rereadUser(tx, user) }, proved))
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
