import { createHash } from 'node:crypto'
import { isCaseSensitive, type Pool } from '../../domain/pool.ts'
import { nameKey, signInNames } from '../../domain/sign-in-names.ts'
import type { Attributes, User } from '../../domain/user.ts'
import type { UserKeys } from '../../store/users.ts'

/** The attributes that ListUsers searches, beyond those that have columns. */
const SEARCHED = ['email', 'phone_number', 'name', 'given_name', 'family_name', 'preferred_username'] as const
/** Longer than any filter's value, and short enough for an index of any database. */
const MAX_KEY_LENGTH = 256

const HASHED = 'sha256:'

/**
 * A name as it stands in the index: what is too long for one stands there as its hash. So does what
 * looks like one, or else somebody could be called by the hash of another's name.
 */
const indexable = (key: string) =>
  key.length <= MAX_KEY_LENGTH && !key.startsWith(HASHED)
    ? key
    : HASHED + createHash('sha256').update(key).digest('base64url')

/** The key under which a name is looked up in a pool. */
export const lookUpKey = (pool: Pool, name: string) => indexable(nameKey(name, isCaseSensitive(pool)))

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Whether a name has the form of a `sub`. */
export const mayBeSub = (name: string): boolean => UUID.test(name)

/** The key by which a search compares a value: attributes compare without case. */
export const searchKey = (value: string) => value.normalize('NFC').toLowerCase().slice(0, MAX_KEY_LENGTH)

/** Every key under which a user of the pool is found. */
export const keysOf = (pool: Pool, user: { username: string; attributes: Attributes }): UserKeys => {
  const names = signInNames({ ...pool.settings, caseSensitive: isCaseSensitive(pool) }, user)
  const search = SEARCHED.flatMap((name) => {
    const value = user.attributes.get(name)
    return value ? [[name, searchKey(value)] as const] : []
  })
  return { names: new Set([...names].map(indexable)), search }
}

/** What of a user a name is: the user name itself, or the attribute that is an alias. */
export type NameSource = 'username' | 'email' | 'phone_number' | 'preferred_username'

/** Tells which of a user's names has this key. */
export const sourceOf = (pool: Pool, user: Pick<User, 'username' | 'attributes'>, key: string): NameSource => {
  const aliases = [...(pool.settings.usernameAttributes ?? []), ...(pool.settings.aliasAttributes ?? [])]
  return (
    aliases.find((name) => {
      const value = user.attributes.get(name)
      return value !== undefined && lookUpKey(pool, value) === key
    }) ?? 'username'
  )
}
