import type { Context } from '../../context.ts'
import { fault, type ServiceError } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import { refuseAddressAsName } from '../../domain/sign-in-names.ts'
import type { User } from '../../domain/user.ts'
import type { Queries } from '../../store/index.ts'
import type { UserChange, UserKeys } from '../../store/users.ts'
import { keysOf, mayBeSub, type NameSource, sourceOf } from './names.ts'

/** How a change deals with names that other users hold. */
export type NameRules = {
  /** The error for a name that is taken. */
  taken: (source: NameSource) => ServiceError
  /** Whether an e-mail or phone alias is taken from its holder, whose attribute is unverified then. */
  force?: boolean
}

/** The user changed since it was read: read again and decide anew. */
class StaleUser extends Error {}

const MAX_TRIES = 10

/**
 * Runs a transaction that reads users and changes them by `changeUser`; again from its start when
 * another change came between. Raises TooManyRequestsException when that happens time and again: no
 * operation on users declares an error for conflicts.
 */
export const transactUsers = async <T>(ctx: Pick<Context, 'store'>, work: (tx: Queries) => Promise<T>): Promise<T> => {
  for (let tries = 1; ; tries++) {
    try {
      return await ctx.store.transaction(work)
    } catch (error) {
      if (!(error instanceof StaleUser)) throw error
      if (tries >= MAX_TRIES) throw fault('TooManyRequestsException', 'The user is being changed by other requests.')
    }
  }
}

/** Refuses an address or alias that another user has. */
export const aliasTaken = (source: NameSource): ServiceError =>
  fault('AliasExistsException', `An account with the given ${source} already exists.`)

/** For changes that can touch no name. */
export const noNames: NameRules = { taken: aliasTaken }

const aliasAttributes = ['email', 'phone_number'] as const

/** Takes an e-mail or phone alias from the user who holds it; false if they hold the key by another name. */
const dispossess = async (tx: Queries, pool: Pool, holderSub: string, key: string, now: number): Promise<boolean> => {
  const holder = await tx.users.find(pool.id, holderSub)
  if (!holder) return false
  const source = sourceOf(pool, holder, key)
  const isAlias =
    aliasAttributes.some((name) => name === source) && pool.settings.aliasAttributes?.includes(source as 'email')
  if (!isAlias) return false
  const attributes = new Map(holder.attributes).set(`${source}_verified`, 'false')
  await changeUser(tx, pool, holder, { attributes }, now, noNames)
  // They may have gone to the address that is another's now.
  for (const purpose of ['forgot_password', `verify:${source}`]) await tx.codes.remove(pool.id, holder.sub, purpose)
  return true
}

/** A `sub` finds its user as names do, so that it is a name for nobody else. */
const isSubOfAnother = async (tx: Queries, pool: Pool, key: string, sub: string) =>
  key !== sub && mayBeSub(key) && (await tx.users.find(pool.id, key)) !== undefined

const takeNames = async (
  tx: Queries,
  pool: Pool,
  user: Pick<User, 'sub' | 'username' | 'attributes'>,
  names: Iterable<string>,
  now: number,
  rules: NameRules,
) => {
  for (const key of names) {
    if (sourceOf(pool, user, key) === 'preferred_username') refuseAddressAsName(pool.settings, user.attributes)
    if (await isSubOfAnother(tx, pool, key, user.sub)) throw rules.taken(sourceOf(pool, user, key))
    if (await tx.users.takeName(pool.id, key, user.sub)) continue
    const holder = rules.force ? await tx.users.nameHolder(pool.id, key) : undefined
    const freed = holder !== undefined && (await dispossess(tx, pool, holder, key, now))
    if (!freed || !(await tx.users.takeName(pool.id, key, user.sub))) throw rules.taken(sourceOf(pool, user, key))
  }
}

/** Stores a new user with the names under which it is found. Raises `rules.taken` for one that is held. */
export const insertUser = async (
  tx: Queries,
  pool: Pool,
  user: User,
  sealedVerifier: string | undefined,
  rules: NameRules,
): Promise<void> => {
  const keys = keysOf(pool, user)
  await tx.users.insert(user, sealedVerifier, keys.search)
  await takeNames(tx, pool, user, keys.names, user.createdAt, rules)
}

const sameSearch = (a: UserKeys['search'], b: UserKeys['search']) => JSON.stringify(a) === JSON.stringify(b)

/**
 * Changes a user within a transaction of `transactUsers`, and with the attributes the names and
 * search keys that follow from them. Resolves with the user as changed.
 */
export const changeUser = async (
  tx: Queries,
  pool: Pool,
  before: User,
  change: UserChange,
  now: number,
  rules: NameRules,
): Promise<User> => {
  if (!(await tx.users.update(before, change, now))) throw new StaleUser()
  const { verifier, temporaryUntil, ...rest } = change
  const after: User = {
    ...before,
    ...rest,
    passwordVersion: before.passwordVersion + (verifier === undefined ? 0 : 1),
    temporaryUntil: temporaryUntil === undefined ? before.temporaryUntil : (temporaryUntil ?? undefined),
    revision: before.revision + 1,
    updatedAt: now,
  }
  if (change.attributes === undefined) return after
  const old = keysOf(pool, before)
  const current = keysOf(pool, after)
  await takeNames(tx, pool, after, current.names.difference(old.names), now, rules)
  for (const key of old.names.difference(current.names)) await tx.users.releaseName(pool.id, key, after.sub)
  if (!sameSearch(old.search, current.search)) await tx.users.replaceSearch(pool.id, after.sub, current.search)
  return after
}

/** Reads the user within the transaction; raises UserNotFoundException when it is gone. */
export const rereadUser = async (tx: Queries, user: Pick<User, 'poolId' | 'sub'>): Promise<User> => {
  const current = await tx.users.find(user.poolId, user.sub)
  if (!current) throw fault('UserNotFoundException')
  return current
}
