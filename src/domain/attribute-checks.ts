import { checkAddress, storedValue, valueFault } from './attribute-values.ts'
import { findAttribute, type Schema } from './attributes.ts'
import { fault } from './errors.ts'
import type { VerifiedAttribute } from './pool.ts'
import type { Attributes } from './user.ts'

/** Whether the user has the address and has proved that it is theirs. */
export const isVerified = (attributes: Attributes, name: VerifiedAttribute): boolean =>
  Boolean(attributes.get(name)) && attributes.get(`${name}_verified`) === 'true'

/** What an update does to a user: values to store, and attributes to remove. */
export type AttributeChanges = { readonly set: Attributes; readonly removed: ReadonlySet<string> }

/** Begins the message where a user is created. Updates begin theirs with nothing, deletions as below. */
const NEW = 'Attributes did not conform to the schema: '
const DELETED = 'Invalid user attributes: '

const texts = {
  untyped: (name: string) => `Type for attribute {${name}} could not be determined`,
  unknown: 'Attribute does not exist in the schema.',
  required: 'The attribute is required',
  immutable: 'Attribute cannot be updated.',
  undeletable: (name: string) => `user.${name}: Required attribute cannot be deleted.`,
  /** Unverified, as is the twin. */
  email: 'Email is required to verify/un-verify an email',
  phone_number: 'Phone Number is required to verify/un-verify a phone number',
}

const invalid = (text: string) => fault('InvalidParameterException', text)

const refuse = (prefix: string, lines: readonly string[]) => {
  if (lines.length > 0) throw invalid(`${prefix}${lines.map((line) => `${line}\n`).join('')}`)
}

/** Refuses a flag that vouches for an address which is not there. */
const checkFlags = (set: Attributes, has: (name: string) => boolean) => {
  for (const name of ['email', 'phone_number'] as const) {
    if (set.get(`${name}_verified`) === 'true' && !has(name)) throw invalid(texts[name])
  }
}

const requireSchemaAttribute = (schema: Schema, name: string) => {
  const attribute = findAttribute(schema, name)
  if (!attribute) throw invalid(`${NEW}${texts.untyped(name)}`)
  return attribute
}

/**
 * The attributes that a new user has when created with `attributes`: blank ones left out, booleans
 * in lower case, `sub` yet to come. Raises InvalidParameterException. An administrator may leave
 * required ones out (`requireAll` false), for the user to give at the first sign-in.
 */
export const checkNewAttributes = (
  schema: Schema,
  attributes: Attributes,
  { requireAll }: { readonly requireAll: boolean },
): Attributes => {
  const lines: string[] = []
  const stored = new Map<string, string>()
  for (const [name, value] of attributes) {
    const attribute = requireSchemaAttribute(schema, name)
    checkAddress(name, value)
    // A user's sub is chosen by the server. The text is the update's, the case unverified.
    const line = name === 'sub' ? texts.immutable : valueFault(attribute, value)
    if (line !== undefined) lines.push(`${name}: ${line}`)
    if (value !== '') stored.set(name, storedValue(attribute, value))
  }
  const missing = schema.filter(({ name, required }) => required && name !== 'sub' && !stored.has(name))
  if (requireAll) lines.push(...missing.map(({ name }) => `${name}: ${texts.required}`))
  refuse(NEW, lines)
  checkFlags(stored, (name) => stored.has(name))
  return stored
}

/** Whoever removes an address removes what was proved of it (unverified, and the safe reading). */
const withFlags = (names: Iterable<string>): ReadonlySet<string> => {
  const removed = new Set(names)
  for (const name of ['email', 'phone_number']) if (removed.has(name)) removed.add(`${name}_verified`)
  return removed
}

/** Why the attribute `name` of a user cannot change to `value`, blank to remove it; undefined when it can. */
const changeFault = (schema: Schema, name: string, value = '') => {
  const attribute = findAttribute(schema, name)
  if (!attribute) return texts.unknown
  if (!attribute.mutable) return texts.immutable
  return value === '' ? undefined : valueFault(attribute, value)
}

const changeFaults = (schema: Schema, changes: Iterable<readonly [name: string, value?: string]>) =>
  [...changes].flatMap(([name, value]) => {
    const line = changeFault(schema, name, value)
    return line === undefined ? [] : [`user.${name}: ${line}`]
  })

const refuseRequired = (schema: Schema, removed: ReadonlySet<string>) => {
  const attribute = schema.find(({ name, required }) => required && removed.has(name))
  if (attribute) throw invalid(texts.undeletable(attribute.name))
}

/**
 * What `changes` do to a user who has `current`: a blank value removes the attribute, with an
 * address goes its flag. An immutable attribute was written when the user was created or never will
 * be, so that even its own value is refused. Raises InvalidParameterException. That a changed
 * address is unverified again is the caller's to do, as it depends on the pool.
 */
export const checkUpdatedAttributes = (schema: Schema, current: Attributes, changes: Attributes): AttributeChanges => {
  refuse('', changeFaults(schema, changes))
  const set = new Map<string, string>()
  for (const [name, value] of changes) {
    const attribute = findAttribute(schema, name)
    if (!attribute || value === '') continue
    checkAddress(name, value)
    set.set(name, storedValue(attribute, value))
  }
  const removed = withFlags([...changes.keys()].filter((name) => !set.has(name)))
  refuseRequired(schema, removed)
  checkFlags(set, (name) => set.has(name) || (current.has(name) && !removed.has(name)))
  for (const name of removed) set.delete(name)
  return { set, removed }
}

/** The attributes that go when `names` are deleted. Raises InvalidParameterException. */
export const checkDeletedAttributes = (schema: Schema, names: Iterable<string>): ReadonlySet<string> => {
  const removed = withFlags(names)
  const blanks = [...removed].map((name): [string] => [name])
  refuse(DELETED, changeFaults(schema, blanks))
  refuseRequired(schema, removed)
  return removed
}
