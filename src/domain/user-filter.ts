import { fault } from './errors.ts'

/**
 * What users can be searched by. The list is closed: what is not public about a user (credentials,
 * secrets, custom attributes) cannot be guessed letter by letter with prefixes.
 *
 * `status` is `Enabled` or `Disabled`; `username` is the stored one, never an alias.
 */
const searchable = [
  'username',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'cognito:user_status',
  'status',
  'sub',
] as const

/** Something that users can be searched by. */
export type SearchableAttribute = (typeof searchable)[number]

/** One condition on users. The value is literal: it holds no wildcards, whatever it looks like. */
export type UserFilter = {
  readonly attribute: SearchableAttribute
  readonly match: 'exact' | 'prefix'
  readonly value: string
}

const texts = {
  syntax: 'Error while parsing filter.',
  /** Unverified. */
  attribute: (name: string) => `Invalid search attribute: ${name}`,
}

/**
 * `name = "value"` or `name ^= "value"`, the name perhaps in quotes; `\"` and `\\` are the escapes.
 * No two neighbours of the pattern share a character, so it never goes back over the text.
 */
const CONDITION = /^\s*(?:"([^\s"=^\\]+)"|([^\s"=^\\]+))\s*(\^?=)\s*"((?:[^"\\\0]|\\["\\])*)"\s*$/

const isSearchable = (name: string): name is SearchableAttribute => (searchable as readonly string[]).includes(name)

/**
 * Reads the Filter of ListUsers; undefined, for all users, when it is empty. A user status compares
 * without case, so its value comes out in upper case. Raises InvalidParameterException.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-manage-user-accounts.html
 */
export const parseUserFilter = (text: string): UserFilter | undefined => {
  if (text === '') return undefined
  const [, quoted, plain, operator, escaped] = CONDITION.exec(text) ?? []
  const attribute = quoted ?? plain
  if (attribute === undefined || escaped === undefined) throw fault('InvalidParameterException', texts.syntax)
  if (!isSearchable(attribute)) throw fault('InvalidParameterException', texts.attribute(attribute))
  const value = escaped.replace(/\\(["\\])/g, '$1')
  return {
    attribute,
    match: operator === '=' ? 'exact' : 'prefix',
    value: attribute === 'cognito:user_status' ? value.toUpperCase() : value,
  }
}
