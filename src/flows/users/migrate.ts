import type { Context } from '../../context.ts'
import { hidesUsers } from '../../domain/client.ts'
import { fault, ServiceError } from '../../domain/errors.ts'
import { passwordLockout } from '../../domain/lockout.ts'
import { offersFactor } from '../../domain/mfa.ts'
import { withFactor } from '../../domain/mfa-preference.ts'
import { addressForm } from '../../domain/sign-in-names.ts'
import { unverifiedTexts } from '../../domain/unverified-texts.ts'
import { noMfa, type User } from '../../domain/user.ts'
import type { MigratedUser } from '../../domain/user-migration.ts'
import type { AttemptKey } from '../../store/attempts.ts'
import { attemptKey, attemptSecret } from '../passwords/lockout.ts'
import { sealPassword } from '../passwords/verifier.ts'
import { functionOf } from '../triggers/invoke.ts'
import { askUserMigration, type Newcomer } from '../triggers/user-migration.ts'
import { addUser, draftUser } from './create-user.ts'
import { findUser } from './find.ts'
import { invite, prepareInvitation } from './invite.ts'
import { transactUsers } from './save.ts'

/** A text message as a second factor needs a number, and a pool that asks for such factors. */
const factorsOf = ({ pool }: Newcomer, { smsMfa, attributes }: MigratedUser) => {
  if (!smsMfa) return noMfa
  if (!offersFactor(pool.settings, 'SMS_MFA') || !attributes.get('phone_number')) {
    throw fault('InvalidParameterException', unverifiedTexts.migratedSms)
  }
  return withFactor(noMfa, 'SMS_MFA', { prefer: false })
}

/** Whoever types an alias has a user name beside it. */
const nameOf = ({ pool, name }: Newcomer, { username, attributes }: MigratedUser): string => {
  const aliases = pool.settings.aliasAttributes ?? []
  const isAlias = aliases.some((alias) => alias === addressForm(name) || attributes.get(alias) === name)
  return isAlias ? (username ?? name) : name
}

const draft = (ctx: Context, newcomer: Newcomer, migrated: MigratedUser): User => {
  const keepsPassword = migrated.isConfirmed && newcomer.password !== undefined
  const user = draftUser(ctx, newcomer.pool, {
    username: nameOf(newcomer, migrated),
    attributes: migrated.attributes,
    status: keepsPassword ? 'CONFIRMED' : 'RESET_REQUIRED',
    requireAll: false,
  })
  return { ...user, mfa: factorsOf(newcomer, migrated) }
}

const store = async (ctx: Context, newcomer: Newcomer, migrated: MigratedUser): Promise<User> => {
  const { pool, client, via, password } = newcomer
  const user = draft(ctx, newcomer, migrated)
  // What the password must be like is the pool's to say of new ones: this one is in use.
  const verifier =
    user.status === 'CONFIRMED' && password !== undefined ? await sealPassword(ctx, pool, user, password) : undefined
  const invitation = migrated.isWelcomed
    ? await prepareInvitation(ctx, { pool, client, user, via, password: undefined, mediums: migrated.mediums })
    : undefined
  await transactUsers(ctx, async (tx) => {
    await addUser(ctx, tx, pool, user, {
      verifier,
      usernameTaken: 'User already exists',
      forceAliases: migrated.takesAliases,
    })
    if (invitation) await invite(ctx, tx, invitation)
  })
  return user
}

/** Somebody may have come over by another request meanwhile. */
const bringOver = async (ctx: Context, newcomer: Newcomer): Promise<User | undefined> => {
  const migrated = await askUserMigration(ctx, newcomer)
  if (!migrated) return undefined
  return store(ctx, newcomer, migrated).catch(async (error: unknown) => {
    const other = await findUser(ctx, newcomer.pool, newcomer.name)
    if (!other) throw error
    return other
  })
}

/** A function that fails is told of to clients that may know it, in the service's words. */
const orNobody = async (ctx: Context, { client, pool }: Newcomer, work: () => Promise<User | undefined>) => {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    ctx.log.warn({ poolId: pool.id, reason: error.message }, 'a user was not migrated')
    if (hidesUsers(client)) return undefined
    throw fault('UserNotFoundException', `Exception migrating user in app client ${client.id}`)
  }
}

/** Asks under a lockout, of which a guess that brings nobody over is a failure. Raises NotAuthorizedException while it is locked. */
const guess = async (ctx: Context, key: AttemptKey, run: () => Promise<User | undefined>) => {
  let user: User | undefined
  await attemptSecret(ctx, key, async () => {
    user = await run()
    return user !== undefined
  })
  return user
}

/**
 * Brings a user over from another system, of whom the pool's UserMigration function knows; undefined where
 * there is none, or no such user. Guesses at passwords of the other system are counted with those of
 * the name. Raises UserNotFoundException where that fails and the client may know it.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-import-using-lambda.html
 */
export const migrateUser = async (ctx: Context, newcomer: Newcomer): Promise<User | undefined> => {
  const { pool, client, name, password } = newcomer
  if (functionOf(pool, 'userMigration') === undefined) return undefined
  const run = () => orNobody(ctx, newcomer, () => bringOver(ctx, newcomer))
  if (password === undefined) return run()
  const key = attemptKey(ctx, pool, undefined, name, 'password')
  if (!hidesUsers(client)) return guess(ctx, key, run)
  if (await ctx.store.attempts.isLocked(key, passwordLockout, ctx.now())) return undefined
  // Nobody's name is counted by the sign-in that goes on, which comes too late for guesses that run beside this one.
  return guess(ctx, attemptKey(ctx, pool, undefined, name, 'migration'), run).catch((error: unknown) => {
    if (error instanceof ServiceError) return undefined
    throw error
  })
}
