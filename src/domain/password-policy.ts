import { fault } from './errors.ts'

/** What a pool asks of passwords. Names are the wire's, with a lower-case first letter. */
export type PasswordPolicy = {
  /** UTF-16 units, 6 to 99. */
  readonly minimumLength: number
  readonly requireUppercase: boolean
  readonly requireLowercase: boolean
  readonly requireNumbers: boolean
  readonly requireSymbols: boolean
  /** Days, 1 to 365. */
  readonly temporaryPasswordValidityDays: number
  /** How many earlier passwords may not come back. Absent: any may. */
  readonly passwordHistorySize?: number
}

/** The policy of a pool that was created without one. */
export const defaultPasswordPolicy: PasswordPolicy = {
  minimumLength: 8,
  requireUppercase: true,
  requireLowercase: true,
  requireNumbers: true,
  requireSymbols: true,
  temporaryPasswordValidityDays: 7,
}

/** UTF-16 units. Checked before anything else, so that no longer text is ever searched or hashed. */
const MAXIMUM_LENGTH = 256

/** Newer replies of the service say `does not conform`; the recorded ones of SignUp say this. */
const PREFIX = 'Password did not conform with policy: '

/** The ends that Java's `\S` refuses, and the line breaks that its `.` does not match. */
const SPACES = ' \t\n\v\f\r'
const LINE_BREAKS = /[\n\r\u0085\u2028\u2029]/

/** Symbols are the ASCII punctuation; a space counts too, and `fits` keeps it from the ends. */
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/

const fits = (password: string) =>
  !SPACES.includes(password.charAt(0)) &&
  !SPACES.includes(password.charAt(password.length - 1)) &&
  !LINE_BREAKS.test(password)

type Rule = { readonly text: string; broken(policy: PasswordPolicy, password: string): boolean }

/**
 * The first broken rule is the one reported. The order after the length, and the text of the first
 * rule, are unverified: the service refuses longer passwords in the form of its request validation.
 */
const rules: readonly Rule[] = [
  { text: 'Password too long', broken: (_, password) => password.length > MAXIMUM_LENGTH },
  { text: 'Password not long enough', broken: (policy, password) => password.length < policy.minimumLength },
  {
    text: 'Password must have uppercase characters',
    broken: (policy, password) => policy.requireUppercase && !/[A-Z]/.test(password),
  },
  {
    text: 'Password must have lowercase characters',
    broken: (policy, password) => policy.requireLowercase && !/[a-z]/.test(password),
  },
  {
    text: 'Password must have numeric characters',
    broken: (policy, password) => policy.requireNumbers && !/[0-9]/.test(password),
  },
  {
    text: 'Password must have symbol characters',
    broken: (policy, password) => policy.requireSymbols && !SYMBOL.test(password),
  },
  { text: 'Password must satisfy regular expression pattern: ^\\S.*\\S$', broken: (_, password) => !fits(password) },
]

/**
 * Raises InvalidPasswordException, naming the first rule that `password` breaks. The history is not
 * looked at: it needs the stored verifiers.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
 */
export const checkPassword = (policy: PasswordPolicy, password: string): void => {
  const rule = rules.find(({ broken }) => broken(policy, password))
  if (rule) throw fault('InvalidPasswordException', `${PREFIX}${rule.text}`)
}

/**
 * 64 characters, so that six bits of a random byte pick one without bias. Left out are the
 * look-alikes I, O, l, o, 0, 1 and what HTML, templates or a phone's keyboard would trip over.
 */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789!@$%*+-='

/** 84 bits: enough for a password that lives for days behind a lockout, short enough to type. */
const GENERATED_LENGTH = 14

/** A draw conforms with a chance above one half, so that this many misses mean a broken source. */
const MAXIMUM_DRAWS = 1000

const isStrong = (text: string) => /[A-Z]/.test(text) && /[a-z]/.test(text) && /[0-9]/.test(text) && SYMBOL.test(text)

/**
 * A temporary password that meets `policy` and all four character rules whether asked for or not.
 * Every such text of its length is equally likely: whole draws are rejected, characters never placed.
 */
export const generatePassword = (policy: PasswordPolicy, randomBytes: (count: number) => Buffer): string => {
  const length = Math.max(policy.minimumLength, GENERATED_LENGTH)
  for (let draw = 0; draw < MAXIMUM_DRAWS; draw++) {
    const text = Array.from(randomBytes(length), (byte) => ALPHABET.charAt(byte & 63)).join('')
    if (isStrong(text)) return text
  }
  throw new Error('The source of randomness repeats itself.')
}
