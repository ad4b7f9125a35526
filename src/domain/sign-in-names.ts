import { isVerified } from './attribute-checks.ts'
import { isEmail, isPhoneNumber } from './attribute-values.ts'
import { fault } from './errors.ts'
import type { AliasAttribute, VerifiedAttribute } from './pool.ts'
import type { Attributes } from './user.ts'

/** What a pool, once and for all, lets users sign in by. At most one of the lists has members; a Pool's settings serve. */
export type SignInNamesPool = {
  readonly usernameAttributes?: readonly VerifiedAttribute[]
  readonly aliasAttributes?: readonly AliasAttribute[]
  readonly caseSensitive: boolean
}

/**
 * The key under which a name is stored and looked for. Texts have one key exactly when Unicode
 * calls them canonically the same (NFC) or, where case does not count, when they differ in case
 * alone. Nothing else is folded: `ı` is not `i` and `ﬁ` is not `fi`, whoever writes them.
 */
export const nameKey = (text: string, caseSensitive: boolean): string => {
  const composed = text.normalize('NFC')
  return caseSensitive ? composed : composed.toLowerCase().normalize('NFC')
}

/** What a request of the API may have as a name, which the shapes of operations say, too. */
const NAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u
const MAX_NAME = 128

const notAName = (constraint: string) =>
  fault(
    'InvalidParameterException',
    `1 validation error detected: Value at 'username' failed to satisfy constraint: Member must ${constraint}`,
  )

/** Refuses what no request of the API could name a user by. Forms have no shapes. Raises InvalidParameterException. */
export const checkName = (text: string): void => {
  if (text === '') throw notAName('have length greater than or equal to 1')
  if (text.length > MAX_NAME) throw notAName(`have length less than or equal to ${MAX_NAME}`)
  if (!NAME.test(text)) throw notAName(`satisfy regular expression pattern: ${NAME.source.slice(1, -1)}`)
}

/**
 * Every key by which `user` is found in the pool. All keys share one namespace, which holds each
 * at most once, so that nobody's alias is another's username. Username attributes count before they
 * are verified, e-mail and phone aliases only afterwards, a preferred username at once.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-aliases
 */
export const signInNames = (
  { usernameAttributes = [], aliasAttributes = [], caseSensitive }: SignInNamesPool,
  { username, attributes }: { readonly username: string; readonly attributes: Attributes },
): ReadonlySet<string> => {
  const active = aliasAttributes.filter((name) => name === 'preferred_username' || isVerified(attributes, name))
  const names = [username, ...[...usernameAttributes, ...active].map((name) => attributes.get(name))]
  return new Set(
    names.filter((name) => name !== undefined && name !== '').map((name) => nameKey(`${name}`, caseSensitive)),
  )
}

const forms: Readonly<Record<VerifiedAttribute, (text: string) => boolean>> = {
  email: isEmail,
  phone_number: isPhoneNumber,
}

/** The address that `username` looks like. */
export const addressForm = (username: string): VerifiedAttribute | undefined =>
  (['email', 'phone_number'] as const).find((name) => forms[name](username))

const texts = {
  wanted: {
    email: 'Username should be an email.',
    phone_number: 'Username should be a phone number.',
    either: 'Username should be either an email or a phone number.',
  },
  unwanted: {
    email: 'Username cannot be of email format, since user pool is configured for email alias.',
    /** Unverified. */
    phone_number: 'Username cannot be of phone number format, since user pool is configured for phone_number alias.',
  },
  /** Unverified. */
  address: (name: VerifiedAttribute) =>
    `Preferred username cannot be of ${name} format, since user pool is configured for ${name} alias.`,
  /** Recorded for e-mail; the twin is unverified. */
  other: (name: VerifiedAttribute) =>
    `User ${name} should be empty or same as username, since username attribute is ${name}.`,
  preferred:
    'Preferred username cannot be provided for unconfirmed account, since user pool is configured for preferred username alias.',
}

/**
 * Checks the Username of a SignUp or AdminCreateUser. Where users are named by an address, answers
 * which attribute takes it, and the user's own username is to be a new UUID; otherwise undefined,
 * and the username stands. Raises InvalidParameterException for the wrong form, and for one that
 * could pass for somebody's alias.
 */
export const usernameAttribute = (pool: SignInNamesPool, username: string): VerifiedAttribute | undefined => {
  const form = addressForm(username)
  const { usernameAttributes = [], aliasAttributes = [] } = pool
  const [wanted, other] = usernameAttributes
  if (wanted !== undefined) {
    if (form !== undefined && usernameAttributes.includes(form)) return form
    throw fault('InvalidParameterException', texts.wanted[other === undefined ? wanted : 'either'])
  }
  if (form !== undefined && aliasAttributes.includes(form)) {
    throw fault('InvalidParameterException', texts.unwanted[form])
  }
  return undefined
}

/**
 * The attributes of a user whose `username` is the address `name`, which becomes the attribute. Raises
 * InvalidParameterException when they hold another address than that.
 *
 * @see https://github.com/jagregory/cognito-local/issues/102
 */
export const withAddress = (attributes: Attributes, name: VerifiedAttribute, username: string): Attributes => {
  if ((attributes.get(name) || username) !== username) throw fault('InvalidParameterException', texts.other(name))
  return new Map([...attributes, [name, username]])
}

/**
 * Raises InvalidParameterException for a preferred username that could pass for somebody's alias: it
 * signs in without a proof, and would keep the owner of the address from their name.
 */
export const refuseAddressAsName = (
  { aliasAttributes = [] }: Pick<SignInNamesPool, 'aliasAttributes'>,
  attributes: Attributes,
): void => {
  const form = addressForm(attributes.get('preferred_username') ?? '')
  if (form !== undefined && aliasAttributes.includes(form)) {
    throw fault('InvalidParameterException', texts.address(form))
  }
}

/**
 * Raises InvalidParameterException when somebody who is not confirmed asks for a preferred username
 * that would sign them in: it would take effect, and take the name, before anything is proved.
 *
 * @see https://github.com/aws-amplify/amplify-js/issues/1669
 */
export const refuseEarlyAlias = (pool: SignInNamesPool, attributes: Attributes): void => {
  if (pool.aliasAttributes?.includes('preferred_username') && attributes.get('preferred_username')) {
    throw fault('InvalidParameterException', texts.preferred)
  }
}
